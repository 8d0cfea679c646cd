import { sql } from "drizzle-orm";
import { type Day, dayStartMs } from "@/domain/calendar/day";
import { DAY_MS } from "@/domain/calendar/zone";
import type { AiRole } from "@/domain/cause/kinds";
import type { ChangeKind, Involvement } from "@/domain/change/kinds";
import type { Level } from "@/domain/person/levels";
import type { EvidenceGrade } from "@/domain/provenance/grades";
import type { GovernedChange } from "@/domain/sign-off/conditions";
import { BUDGET_DAYS, budgetSpentReader, type DailyLoss } from "@/domain/sign-off/past-budget";
import type { Policy } from "@/domain/sign-off/policy";
import type { PastChange } from "@/domain/sign-off/replay";
import type { Scope } from "@/server/availability/overview-scope";
import type { Ctx } from "@/server/context";
import { isoOf, type PastApproval, readPastApprovals, readPastPeople } from "./past-approvals";
import { type PastIncidents, readPastIncidents } from "./past-incidents";

/** What one process keeps of the past at once; a longer period is replayed from the newest back to here. */
const CHANGES_MAX = 200_000;

/** What many changes have in common. */
type Traits = Pick<
  GovernedChange,
  "kind" | "environment" | "involvement" | "aiRole" | "aiTool" | "aiGrade"
> & { authorLevel: Level | null; generated: boolean };

interface PastRow {
  id: string;
  atMs: number;
  revision: string | null;
  /** As Postgres writes an array. */
  services: string;
  authorId: string | null;
  additions: number | null;
  deletions: number | null;
  files: number | null;
  traits: Traits;
}

export interface Past {
  changes: PastChange[];
  /** Begins later than was asked where only the newest are replayed. */
  fromMs: number;
  isCut: boolean;
  generated: boolean;
  incidents: PastIncidents;
}

/** The changes that the figures count, as they stood when they went live. Budgets take reading: only where asked for. */
export async function readPast(
  ctx: Ctx,
  scope: Scope,
  { fromMs, policies }: { fromMs: number; policies: readonly Policy[] },
): Promise<Past> {
  const people = await readPastPeople(ctx, scope.timeZone);
  const [rows, { signed, requestedAt }, incidents, glasses, prompters, servicesAt] = await Promise.all([
    readRows(ctx, fromMs),
    readPastApprovals(ctx, { fromMs, people }),
    readPastIncidents(ctx, scope, fromMs),
    readBreakGlass(ctx, fromMs),
    readPrompters(ctx, fromMs),
    serviceReader(ctx, scope, { fromMs, policies }),
  ]);
  const isCut = rows.length > CHANGES_MAX;
  if (isCut) rows.length = CHANGES_MAX;
  const changes: PastChange[] = [];
  const authors = new Map<string, PastChange["author"]>();
  const authorOf = (personId: string | null, level: Level | null) => {
    const key = `${personId} ${level}`;
    const known = authors.get(key) ?? { personId, level, teamId: people.teamOf(personId) };
    authors.set(key, known);
    return known;
  };
  for (const row of rows) {
    if (changes.length % ROWS_PER_BREATH === 0) await breathe();
    const { id, authorId, revision, traits, additions, deletions, files } = row;
    changes.push({
      id,
      at: isoOf(row.atMs),
      author: authorOf(authorId, traits.authorLevel),
      approvals: finalOf(signed.get(id), revision),
      incidents: incidents.ofChange.get(id) ?? NONE,
      change: {
        ...traits,
        revision,
        additions,
        deletions,
        files,
        services: servicesAt(row.services, row.atMs),
        promptedBy: prompters.get(id),
        requestedAt: requestedAt.get(id) ?? null,
        breakGlass: glasses.get(id),
      },
    });
  }
  return {
    changes,
    isCut,
    fromMs: isCut ? (rows.at(-1)?.atMs ?? fromMs) : fromMs,
    generated: rows.some(({ traits }) => traits.generated),
    incidents,
  };
}

/** Rows after which others get their turn: the process answers the gate meanwhile. */
const ROWS_PER_BREATH = 10_000;
export const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

const NONE: readonly never[] = [];

/** Between the parts of a row. Names that people gave may not hold it. */
const SEPARATOR = "\u001f";
const plainText = (column: string) => `translate(coalesce(${column}, ''), chr(31), ' ')`;

const ROW = sql.raw(
  `concat_ws(chr(31), id, (extract(epoch from at) * 1000)::bigint, coalesce(revision, ''), service_ids::text,
    coalesce(author_id::text, ''), coalesce(additions::text, ''), coalesce(deletions::text, ''),
    coalesce(files::text, ''), kind, ${plainText("environment")}, involvement, coalesce(ai_role, ''),
    ${plainText("ai_tool")}, coalesce(ai_grade, ''), coalesce(author_level, ''), generated)`,
);

/**
 * Each row as one text: a hundred thousand of them take half the time to read so. Of more than are replayed, one more
 * tells that there are.
 */
async function readRows(ctx: Ctx, fromMs: number): Promise<PastRow[]> {
  const { rows } = await ctx.db.execute<{ text: string }>(sql`
    select ${ROW} as text from change
    where workspace_id = ${ctx.workspaceId} and at >= ${isoOf(fromMs)} and at < ${ctx.now.toISOString()} and counts
    order by at desc, id desc limit ${CHANGES_MAX + 1}`);
  const known = new Map<string, Traits>();
  return rows.map(({ text }) => rowOf(text, known));
}

function rowOf(text: string, known: Map<string, Traits>): PastRow {
  const parts = text.split(SEPARATOR, 8);
  const [id = "", atMs, revision, services = "", authorId, additions, deletions, files] = parts;
  let head = SEPARATOR.length * parts.length;
  for (const part of parts) head += part.length;
  const rest = text.slice(head);
  let traits = known.get(rest);
  if (traits === undefined) {
    traits = traitsOf(rest);
    known.set(rest, traits);
  }
  return {
    id,
    atMs: Number(atMs),
    revision: revision || null,
    services,
    authorId: authorId || null,
    additions: numberOr(additions),
    deletions: numberOr(deletions),
    files: numberOr(files),
    traits,
  };
}

const numberOr = (text: string | undefined) => (text ? Number(text) : null);

/** The columns' own words, which the schema of the table holds them to. */
function traitsOf(text: string): Traits {
  const [kind, environment = "", involvement, aiRole, aiTool, aiGrade, level, generated] =
    text.split(SEPARATOR);
  return {
    kind: kind as ChangeKind,
    environment,
    involvement: involvement as Involvement,
    aiRole: (aiRole || null) as AiRole | null,
    aiTool: aiTool || null,
    aiGrade: (aiGrade || null) as EvidenceGrade | null,
    authorLevel: (level || null) as Level | null,
    generated: generated === "t" || generated === "true",
  };
}

function finalOf(
  given: readonly PastApproval[] | undefined,
  revision: string | null,
): PastChange["approvals"] {
  if (given === undefined) return NONE;
  return given.map((one) => (one.revision === "final" ? { ...one, revision } : one));
}

/** The services of a change with what was left of their budgets; the same lists come again and again. */
async function serviceReader(
  ctx: Ctx,
  scope: Scope,
  { fromMs, policies }: { fromMs: number; policies: readonly Policy[] },
): Promise<(ids: string, atMs: number) => GovernedChange["services"]> {
  const asksForBudgets = policies.some(({ rules }) =>
    rules.some(({ when }) => when.minimumBudgetSpentRatio !== undefined),
  );
  const losses = asksForBudgets ? await readLosses(ctx, scope, fromMs) : new Map<string, DailyLoss[]>();
  const known = new Map(
    scope.all.map((service) => {
      const { id, slug, weight, sloTarget: objectiveRatio, trackedFromMs } = service;
      const spentAt = budgetSpentReader({ objectiveRatio, trackedFromMs, losses: losses.get(id) ?? [] });
      return [id, { fixed: { slug, weight }, spentAt }] as const;
    }),
  );
  const days = new Map<string, GovernedChange["services"]>();
  const lists = new Map<string, { fixed: GovernedChange["services"]; ids: readonly string[] }>();
  return (text, atMs) => {
    let list = lists.get(text);
    if (list === undefined) {
      const ids = text
        .slice(1, -1)
        .split(",")
        .filter((id) => known.has(id));
      list = { ids, fixed: ids.flatMap((id) => known.get(id)?.fixed ?? []) };
      lists.set(text, list);
    }
    if (!asksForBudgets) return list.fixed;
    // A budget is of whole days, and a hundred thousand objects fewer are a second less of clearing up.
    const dayMs = Math.floor(atMs / DAY_MS) * DAY_MS;
    const key = `${text}${dayMs}`;
    const ofDay = days.get(key) ?? list.ids.flatMap((id) => withBudget(id, dayMs));
    days.set(key, ofDay);
    return ofDay;
  };

  function withBudget(id: string, dayMs: number): GovernedChange["services"] {
    const one = known.get(id);
    return one === undefined ? [] : [{ ...one.fixed, budgetSpentRatio: one.spentAt(dayMs) }];
  }
}

async function readLosses(ctx: Ctx, { timeZone }: Scope, fromMs: number): Promise<Map<string, DailyLoss[]>> {
  const { rows } = await ctx.db.execute<{ id: string; day: Day; lostMs: number }>(sql`
    select service_id as id, day::text as day, lost_ms as "lostMs" from service_day
    where workspace_id = ${ctx.workspaceId}
      and day >= ${isoOf(fromMs)}::date - ${BUDGET_DAYS + 2}::int order by service_id, day`);
  const starts = new Map<Day, number>();
  const losses = new Map<string, DailyLoss[]>();
  for (const { id, day, lostMs } of rows) {
    const dayMs = starts.get(day) ?? dayStartMs(day, timeZone);
    starts.set(day, dayMs);
    const own = losses.get(id) ?? [];
    losses.set(id, own);
    own.push({ dayMs, lostMs });
  }
  return losses;
}

type Glass = NonNullable<GovernedChange["breakGlass"]>[number];

async function readBreakGlass(ctx: Ctx, fromMs: number): Promise<Map<string, Glass[]>> {
  const { rows } = await ctx.db.execute<{
    id: string;
    by: string;
    from: Date;
    until: Date;
    ended: Date | null;
  }>(sql`
    select change_id as id, opened_by as by, opened_at as "from", expires_at as until, ended_at as ended
    from break_glass
    where workspace_id = ${ctx.workspaceId} and change_id is not null and expires_at >= ${isoOf(fromMs)}`);
  const glasses = new Map<string, Glass[]>();
  for (const { id, by, from, until, ended } of rows) {
    const glass = {
      by,
      from: new Date(from).toISOString(),
      until: new Date(until).toISOString(),
      endedAt: ended === null ? null : new Date(ended).toISOString(),
    };
    glasses.set(id, [...(glasses.get(id) ?? []), glass]);
  }
  return glasses;
}

/** Whoever had an agent do it, whose own approval never counts. */
async function readPrompters(ctx: Ctx, fromMs: number): Promise<Map<string, string[]>> {
  const { rows } = await ctx.db.execute<{ id: string; personId: string }>(sql`
    select change_id as id, prompted_by_id as "personId" from agent_action
    where workspace_id = ${ctx.workspaceId} and change_id is not null and prompted_by_id is not null
      and requested_at >= ${isoOf(fromMs)}::timestamptz - interval '30 days'
    union select change_id, prompted_by_id from sign_off_request
    where workspace_id = ${ctx.workspaceId} and change_id is not null and prompted_by_id is not null
      and live_at >= ${isoOf(fromMs)}`);
  const prompters = new Map<string, string[]>();
  for (const { id, personId } of rows) prompters.set(id, [...(prompters.get(id) ?? []), personId]);
  return prompters;
}
