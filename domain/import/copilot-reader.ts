import type { AggregateMetric } from "@/domain/ai-use/schema";
import { addDays, isDay } from "@/domain/calendar/day";
import { refusal } from "./incident-draft";
import { instantOf, isoOf } from "./instant";
import { countOf, field, isRecord, type JsonRecord, recordOf, textOf } from "./json-value";
import type { AggregateUse, AiUse, ImportPlan } from "./plan";

/** A window longer than this is a mistake in the file, not a report. */
const WINDOW_DAYS_MAX = 400;

/** The counts of a day, under their names in the legacy and in the current reports. */
const DAY_METRICS: readonly (readonly [string, AggregateMetric])[] = [
  ["total_active_users", "daily_active"],
  ["daily_active_users", "daily_active"],
  ["total_engaged_users", "engaged"],
  ["weekly_active_users", "weekly_active"],
  ["monthly_active_users", "monthly_active"],
];

interface WindowReport {
  source: string;
  start: string;
  end: string;
  row: number;
  users: Set<string>;
}

/** Collects rows of Copilot reports in any order; windows and coverage are known at the end. */
export class CopilotReader {
  readonly #plan: ImportPlan;
  readonly #tool: string;
  readonly #page: string | undefined;
  readonly #uses = new Set<string>();
  readonly #aggregates = new Map<string, AggregateUse>();
  readonly #coverage = new Map<string, Set<string>>();
  readonly #windows = new Map<string, WindowReport>();
  readonly #seats = new Map<string, Set<string>>();
  #row = 0;
  #lastActivityOnly = 0;

  constructor(plan: ImportPlan, tool: string, page: string | undefined) {
    this.#plan = plan;
    this.#tool = tool;
    this.#page = page;
  }

  note(text: string): void {
    if (!this.#plan.notes.includes(text)) this.#plan.notes.push(text);
  }

  skipRow(): void {
    this.#row += 1;
  }

  refuse(ref: string, name: string, code: string, reason: string): void {
    this.#row += 1;
    this.#refuseThis(ref, name, code, reason);
  }

  /** A report of people speaks for every day of its window, also for those on which nobody used the tool. */
  openReport(report: JsonRecord, rows: readonly unknown[]): void {
    const first = rows.find(isRecord);
    const namesPeople = first !== undefined && loginOf(first) !== undefined;
    const givesDays =
      first !== undefined && (textOf(first, "day") !== undefined || oneDayOf(report) !== undefined);
    if (namesPeople && givesDays) this.#cover(this.#sourceOf(report), report);
  }

  /** A row of day_totals, of the legacy array, or of a report in JSON lines. */
  readDayRow(row: unknown, report: JsonRecord) {
    if (isRecord(row) && loginOf(row) !== undefined) return this.readUserRow(row, report);
    this.#row += 1;
    if (!isRecord(row))
      return this.#refuseThis("", "row", "not-an-object", "The row is no object of a usage report.");
    const day = dayIn(row, "day") ?? dayIn(row, "date") ?? oneDayOf(report);
    const ref = textOf(row, "day") ?? textOf(row, "date") ?? "";
    if (day === undefined) {
      return this.#refuseThis(
        ref,
        "day",
        "bad-date",
        "The row has no readable day; a usage report gives day or date.",
      );
    }
    const source = this.#sourceOf(row, report);
    let found = 0;
    for (const [key, metric] of DAY_METRICS) {
      const users = countOf(row, key);
      if (users === undefined) continue;
      this.#aggregate({ source, metric, windowStart: day, windowEnd: day, users });
      found += 1;
    }
    if (found > 0) return;
    const reason =
      "The row counts no active users; GitHub leaves the count out for teams that are too small.";
    this.#refuseThis(day, "daily_active_users", "suppressed", reason);
  }

  /** A person on a day, or a person in a window: the latter is counted, but no day is made up for it. */
  readUserRow(row: unknown, report: JsonRecord) {
    this.#row += 1;
    const login = isRecord(row) ? loginOf(row) : undefined;
    if (!isRecord(row) || login === undefined) {
      return this.#refuseThis(
        "",
        "user_login",
        "missing-field",
        "The row names nobody; a user report gives user_login.",
      );
    }
    const isActive = hasActivity(row);
    const source = this.#sourceOf(row, report);
    const day = dayIn(row, "day") ?? dayIn(row, "date") ?? oneDayOf(row) ?? oneDayOf(report);
    if (day === undefined && textOf(row, "day") !== undefined) {
      return this.#refuseThis(
        login,
        "day",
        "bad-date",
        `"${textOf(row, "day")?.slice(0, 40)}" is not a date; write it like 2026-03-05.`,
      );
    }
    if (day !== undefined) {
      this.#cover(source, windowOf(row) ? row : report, day);
      if (isActive) this.#use(login, day, source);
      else
        this.#refuseThis(login, "day", "no-activity", `Every count of ${day} is 0: the tool was not used.`);
      return;
    }
    const window = windowOf(row) ?? windowOf(report);
    if (!window) {
      const reason = "The row gives neither a day nor report_start_day and report_end_day; add one of them.";
      return this.#refuseThis(login, "day", "missing-time", reason);
    }
    const key = `${source}\n${window.start}\n${window.end}`;
    const known = this.#windows.get(key) ?? { source, ...window, row: this.#row, users: new Set<string>() };
    this.#windows.set(key, known);
    if (isActive) known.users.add(login.toLowerCase());
    else
      this.#refuseThis(login, "total_active_days", "no-activity", "Every count is 0: the tool was not used.");
  }

  /** A seat says who could use the tool, and the last day on which the person did. */
  readSeat(row: unknown) {
    this.#row += 1;
    const assignee = isRecord(row) ? recordOf(row, "assignee") : undefined;
    const login = assignee && textOf(assignee, "login");
    if (!isRecord(row) || login === undefined) {
      return this.#refuseThis(
        "",
        "assignee",
        "missing-field",
        "The seat is assigned to nobody with a login.",
      );
    }
    const source = `${this.#page ?? this.#tool} seats`;
    const handles = this.#seats.get(source) ?? new Set<string>();
    handles.add(login);
    this.#seats.set(source, handles);
    const activityMs = instantOf(textOf(row, "last_activity_at"));
    if (activityMs === undefined) return;
    this.#use(login, isoOf(activityMs).slice(0, 10), source);
    this.#lastActivityOnly += 1;
  }

  /** A billed item of a person: a use on its day where the report is of one day, else one user of the period. */
  readCredit(row: unknown, report: JsonRecord) {
    this.#row += 1;
    const login = isRecord(row) ? textOf(row, "user") : undefined;
    if (!isRecord(row) || login === undefined) {
      return this.#refuseThis("", "user", "missing-field", "The billed item names no user.");
    }
    if (!/copilot/i.test(`${textOf(row, "product") ?? ""}${textOf(row, "sku") ?? ""}`)) {
      return this.#refuseThis(login, "product", "other-product", "The billed item is not for Copilot.");
    }
    if (!((countOf(row, "grossQuantity") ?? 0) > 0 || Number(field(row, "grossQuantity")) > 0)) {
      return this.#refuseThis(
        login,
        "grossQuantity",
        "no-activity",
        "The billed quantity is 0: the tool was not used.",
      );
    }
    const source = `${this.#sourceOf(report)} credits`;
    const day = dayIn(row, "date") ?? dayIn(row, "usageAt");
    const period = periodOf(recordOf(report, "timePeriod"));
    if (day !== undefined || (period && period.start === period.end)) {
      return this.#use(login, day ?? period?.start ?? "", source);
    }
    if (!period)
      return this.#refuseThis(
        login,
        "timePeriod",
        "missing-time",
        "The report gives no timePeriod; add year and month.",
      );
    const key = `${source}\n${period.start}\n${period.end}`;
    const known = this.#windows.get(key) ?? { source, ...period, row: this.#row, users: new Set<string>() };
    known.users.add(login.toLowerCase());
    this.#windows.set(key, known);
  }

  finish(): ImportPlan {
    for (const { source, start, end, row, users } of this.#windows.values()) {
      this.#aggregate(
        { source, metric: "window_active", windowStart: start, windowEnd: end, users: users.size },
        row,
      );
      this.note("Some people are reported for a window without days; they are counted for the window only.");
    }
    if (this.#lastActivityOnly > 0) {
      this.note("A seat tells only the last day of activity; earlier uses are not in the file.");
    }
    this.#plan.aggregates = [...this.#aggregates.values()].sort((a, b) =>
      a.windowEnd < b.windowEnd ? -1 : a.windowEnd > b.windowEnd ? 1 : 0,
    );
    for (const [source, days] of this.#coverage) this.#plan.coverage.push({ source, days: [...days].sort() });
    for (const [source, handles] of this.#seats) {
      this.#plan.seats.push({ source, tool: this.#tool, handles: [...handles].sort() });
    }
    return this.#plan;
  }

  #refuseThis(ref: string, name: string, code: string, reason: string): void {
    this.#plan.refusals.push(refusal(this.#row, ref, name, code, reason));
  }

  #use(login: string, day: string, source: string) {
    const key = `${login.toLowerCase()}\n${day}`;
    if (this.#uses.has(key)) {
      return this.#refuseThis(
        login,
        "day",
        "duplicate",
        `${login} on ${day} stands in the file twice; one counts.`,
      );
    }
    this.#uses.add(key);
    const use: AiUse = { handle: login, day, tool: this.#tool, source, row: this.#row };
    this.#plan.aiUse.push(use);
  }

  #aggregate(counts: Omit<AggregateUse, "tool" | "row">, row = this.#row): void {
    const key = `${counts.source}\n${counts.metric}\n${counts.windowStart}\n${counts.windowEnd}`;
    this.#aggregates.set(key, { ...counts, tool: this.#tool, row });
  }

  #cover(source: string, report: JsonRecord, day?: string): void {
    const days = this.#coverage.get(source) ?? new Set<string>();
    this.#coverage.set(source, days);
    if (day !== undefined) days.add(day);
    const window = windowOf(report);
    if (!window || (days.has(`${window.start}`) === true && days.has(window.end))) return;
    for (let at = window.start, count = 0; at <= window.end && count < WINDOW_DAYS_MAX; count += 1) {
      days.add(at);
      at = addDays(at, 1);
    }
  }

  #sourceOf(...records: readonly JsonRecord[]): string {
    if (this.#page) return this.#page;
    for (const key of ["organization_id", "enterprise_id", "organization", "enterprise"] as const) {
      for (const record of records) {
        const id = textOf(record, key);
        if (id !== undefined) return `${this.#tool}, ${key.replace("_id", "")} ${id}`;
      }
    }
    for (const record of records) {
      const params = textOf(record, "raw_params");
      const name = params && /"(?:Organization|Enterprise)"\s*:\s*"([^"]+)"/.exec(params)?.[1];
      if (name) return `${this.#tool}, organization ${name}`;
    }
    return this.#tool;
  }
}

function loginOf(row: JsonRecord): string | undefined {
  return textOf(row, "user_login") ?? textOf(row, "login");
}

function dayIn(row: JsonRecord, key: string): string | undefined {
  const day = textOf(row, key)?.slice(0, 10);
  return day !== undefined && isDay(day) ? day : undefined;
}

function windowOf(report: JsonRecord): { start: string; end: string } | undefined {
  const single = dayIn(report, "report_day");
  const start = dayIn(report, "report_start_day") ?? single;
  const end = dayIn(report, "report_end_day") ?? single;
  return start !== undefined && end !== undefined && start <= end ? { start, end } : undefined;
}

/** The day of a report that covers one day only. */
function oneDayOf(report: JsonRecord): string | undefined {
  const window = windowOf(report);
  return window && window.start === window.end ? window.start : undefined;
}

function periodOf(period: JsonRecord | undefined): { start: string; end: string } | undefined {
  const year = period && countOf(period, "year");
  if (!period || year === undefined) return undefined;
  const month = countOf(period, "month");
  const day = countOf(period, "day");
  const start = new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1));
  const end =
    day !== undefined ? start : new Date(Date.UTC(month === undefined ? year + 1 : year, month ?? 0, 0));
  return { start: isoOf(start.getTime()).slice(0, 10), end: isoOf(end.getTime()).slice(0, 10) };
}

/** Whether any figure or flag of the row says that the tool was used; lines of code alone count too. */
function hasActivity(row: JsonRecord): boolean {
  let told = false;
  for (const [key, value] of Object.entries(row)) {
    const isFigure = /(?:_count|_sum|_used|_active_days|_acceptances|_suggestions)$/.test(key);
    const isFlag = /^used_/.test(key) && !/passive$/.test(key);
    if (!isFigure && !isFlag) continue;
    told = true;
    if (value === true || (typeof value === "number" && value > 0)) return true;
  }
  const cli = recordOf(row, "totals_by_cli");
  if (cli && Object.values(cli).some((value) => typeof value === "number" && value > 0)) return true;
  return !told;
}
