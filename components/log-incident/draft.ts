import { readNumber, readRegions } from "@/components/incident/typed-number";
import { isoOf, NO_TIME, type TypedTime } from "@/components/incident/typed-time";
import { type AiClaim, type AiRole, type CauseRole, type CauseStatus, isAiCause } from "@/domain/cause/kinds";
import type { CauseInput } from "@/domain/cause/schema";
import {
  amountText,
  causeNamed,
  type ImpactAmount,
  parseQuickLine,
  type QuickToken,
} from "@/domain/incident/quick-entry";
import type { IncidentInput, Severity } from "@/domain/incident/schema";

export const STAMPS = [
  { key: "impactStartedAt", label: "Impact start" },
  { key: "detectedAt", label: "Detected" },
  { key: "declaredAt", label: "Declared" },
  { key: "acknowledgedAt", label: "Acknowledged" },
  { key: "mitigatedAt", label: "Mitigated" },
  { key: "resolvedAt", label: "Resolved" },
] as const;
export type StampKey = (typeof STAMPS)[number]["key"];

export type DraftImpact = { service: string; amount: ImpactAmount };

/** What the log dialog holds until it is sent. All of it is text or plain values, so that it can be kept. */
export type Draft = {
  /** Sent as Idempotency-Key: pressing twice, or again after a lost answer, logs one incident. */
  key: string;
  title: string;
  severity: Severity | null;
  impacts: DraftImpact[];
  times: Record<StampKey, TypedTime>;
  cause: string | null;
  causeRole: CauseRole;
  causeStatus: CauseStatus;
  aiRole: AiRole | null;
  tool: string;
  permissions: string;
  claim: AiClaim | null;
  causeNote: string;
  causeSource: string;
  customersPercent: string;
  regions: string;
  ordersLost: string;
  revenueLost: string;
  currency: string;
  summary: string;
  /** What stands in the line and is not a token yet. */
  rest: string;
  /** The tokens of the line in the order they were set: "severity", "start", "cause", or a service's slug. */
  order: string[];
};

export function emptyDraft(key: string): Draft {
  return {
    key,
    title: "",
    severity: null,
    impacts: [],
    times: {
      impactStartedAt: NO_TIME,
      detectedAt: NO_TIME,
      declaredAt: NO_TIME,
      acknowledgedAt: NO_TIME,
      mitigatedAt: NO_TIME,
      resolvedAt: NO_TIME,
    },
    cause: null,
    causeRole: "primary",
    causeStatus: "suspected",
    aiRole: null,
    tool: "",
    permissions: "",
    claim: null,
    causeNote: "",
    causeSource: "",
    customersPercent: "",
    regions: "",
    ordersLost: "",
    revenueLost: "",
    currency: "",
    summary: "",
    rest: "",
    order: [],
  };
}

/** Nothing typed yet that would be missed. */
export function isEmptyDraft(draft: Draft): boolean {
  return (
    draft.title.trim() === "" &&
    draft.rest.trim() === "" &&
    draft.order.length === 0 &&
    [draft.summary, draft.regions, draft.customersPercent, draft.ordersLost, draft.revenueLost].every(
      (text) => text.trim() === "",
    )
  );
}

const SERVICE = "@";

/** The draft after one of the line's parts was set; it goes to the end of the line unless it stands there already. */
function mark(draft: Draft, part: string): Draft {
  return draft.order.includes(part) ? draft : { ...draft, order: [...draft.order, part] };
}

function unmark(draft: Draft, part: string): Draft {
  return { ...draft, order: draft.order.filter((one) => one !== part) };
}

export function setSeverity(draft: Draft, severity: Severity | null): Draft {
  const next = { ...draft, severity };
  return severity === null ? unmark(next, "severity") : mark(next, "severity");
}

export function setCause(draft: Draft, cause: string | null): Draft {
  const next = { ...draft, cause };
  return cause === null ? unmark(next, "cause") : mark(next, "cause");
}

export function setTime(draft: Draft, stamp: StampKey, time: TypedTime): Draft {
  const next = { ...draft, times: { ...draft.times, [stamp]: time } };
  if (stamp !== "impactStartedAt") return next;
  return time.text.trim() === "" ? unmark(next, "start") : mark(next, "start");
}

export function setImpact(draft: Draft, service: string, amount: ImpactAmount): Draft {
  const known = draft.impacts.some((impact) => impact.service === service);
  const impacts = known
    ? draft.impacts.map((impact) => (impact.service === service ? { service, amount } : impact))
    : [...draft.impacts, { service, amount }];
  return mark({ ...draft, impacts }, SERVICE + service);
}

export function removeImpact(draft: Draft, service: string): Draft {
  const impacts = draft.impacts.filter((impact) => impact.service !== service);
  return unmark({ ...draft, impacts }, SERVICE + service);
}

export type LineToken = { part: string; mark: string; detail: string };

/** The line's tokens, from what is set: fields and line can never disagree. */
export function lineTokens(draft: Draft): LineToken[] {
  return draft.order.flatMap((part): LineToken[] => {
    if (part === "severity") return [{ part, mark: (draft.severity ?? "").toLowerCase(), detail: "" }];
    if (part === "cause") return [{ part, mark: `#${draft.cause ?? ""}`, detail: "" }];
    if (part === "start") return [{ part, mark: "from", detail: draft.times.impactStartedAt.text }];
    const impact = draft.impacts.find((one) => SERVICE + one.service === part);
    return impact ? [{ part, mark: part, detail: amountText(impact.amount) }] : [];
  });
}

export function removePart(draft: Draft, part: string): Draft {
  if (part === "severity") return setSeverity(draft, null);
  if (part === "cause") return setCause(draft, null);
  if (part === "start") return setTime(draft, "impactStartedAt", NO_TIME);
  return removeImpact(draft, part.slice(SERVICE.length));
}

export type LineReader = {
  /** The slug that "@…" names, or null. */
  serviceNamed: (name: string) => string | null;
  readTime: (text: string) => TypedTime;
};

/**
 * Moves what is settled at the front of the line into the draft; `all` takes the unsettled end too (Enter, leaving the
 * line, sending). What is not understood stays in the line, where it is seen.
 */
export function absorbLine(draft: Draft, text: string, reader: LineReader, all: boolean): Draft {
  const kept: string[] = [];
  let next: Draft = draft;
  const tokens = parseQuickLine(text);
  for (const token of tokens) {
    const applied = all || token.settled ? applyToken(next, token, reader) : null;
    if (applied) next = applied;
    else kept.push(token.text);
  }
  const tail = kept.length > 0 && /\s$/.test(text) ? " " : "";
  return { ...next, rest: kept.length === tokens.length ? text : kept.join(" ") + tail };
}

function applyToken(draft: Draft, token: QuickToken, reader: LineReader): Draft | null {
  if (token.kind === "severity") return setSeverity(draft, token.severity);
  if (token.kind === "cause") {
    const kind = causeNamed(token.name);
    return kind ? setCause(draft, kind) : null;
  }
  if (token.kind === "start") {
    const time = reader.readTime(token.when);
    return time.ms === null ? null : setTime(draft, "impactStartedAt", time);
  }
  if (token.kind !== "service") return null;
  const service = reader.serviceNamed(token.name);
  return service ? setImpact(draft, service, token.amount ?? { level: "major" }) : null;
}

export type Problems = Partial<Record<string, string>>;

/** What still keeps the draft from being logged, by field; empty when it can go. */
export function problemsOf(draft: Draft): Problems {
  const problems: Problems = {};
  if (draft.title.trim() === "") problems.title = "Give it a title.";
  if (draft.severity === null) problems.severity = "Choose a severity, or Unknown.";
  if (draft.impacts.length === 0) problems.impacts = "Name at least one service that was hit.";
  if (draft.rest.trim() !== "") problems.line = `“${draft.rest.trim()}” is not understood yet.`;
  for (const { key } of STAMPS) {
    const { text, ms, reason } = draft.times[key];
    if (text.trim() !== "" && ms === null) problems[key] = reason ?? "This time is not understood.";
  }
  Object.assign(problems, amountProblems(draft));
  return problems;
}

function amountProblems(draft: Draft): Problems {
  const problems: Problems = {};
  const percent = readNumber(draft.customersPercent);
  if (percent === undefined || (percent !== null && (percent < 0 || percent > 100)))
    problems.customersAffectedRatio = "Give 0 to 100 %.";
  const orders = readNumber(draft.ordersLost);
  if (orders === undefined || (orders !== null && (orders < 0 || !Number.isInteger(orders))))
    problems.ordersLost = "Give a whole number.";
  const revenue = readNumber(draft.revenueLost);
  if (revenue === undefined || (revenue !== null && revenue < 0)) problems.revenueLost = "Give an amount.";
  if (draft.currency.trim() !== "" && !/^[A-Za-z]{3}$/.test(draft.currency.trim()))
    problems.currency = "A currency is its three letters, such as USD.";
  return problems;
}

/**
 * The request that logs the draft; call it only without problems. A time that was not typed is left to the server:
 * sent again after a lost answer, the request must be the same to the letter.
 */
export function inputOf(draft: Draft): IncidentInput {
  const stamps = Object.fromEntries(
    STAMPS.flatMap(({ key }) => {
      const iso = isoOf(draft.times[key]);
      return iso === null ? [] : [[key, iso]];
    }),
  );
  const percent = readNumber(draft.customersPercent);
  const regions = readRegions(draft.regions);
  return {
    title: draft.title.trim(),
    severity: draft.severity ?? "unknown",
    impacts: draft.impacts.map(({ service, amount }) => ({ service, ...amount })),
    ...stamps,
    ...(draft.cause ? { causes: [causeOf(draft, draft.cause)] } : {}),
    ...(draft.summary.trim() ? { summary: draft.summary.trim() } : {}),
    ...(percent != null ? { customersAffectedRatio: percent / 100 } : {}),
    ...(regions.length > 0 ? { regions } : {}),
    ...(readNumber(draft.ordersLost) != null ? { ordersLost: readNumber(draft.ordersLost) } : {}),
    ...(readNumber(draft.revenueLost) != null ? { revenueLost: readNumber(draft.revenueLost) } : {}),
    ...(draft.currency.trim() ? { currency: draft.currency.trim().toUpperCase() } : {}),
  };
}

function causeOf(draft: Draft, kind: string): CauseInput {
  const ai = isAiCause(kind)
    ? {
        aiRole: draft.aiRole,
        tool: draft.tool.trim() || null,
        permissions: draft.permissions.trim() || null,
        claim: draft.claim,
      }
    : {};
  return {
    kind,
    role: draft.causeRole,
    status: draft.causeStatus,
    ...ai,
    note: draft.causeNote.trim() || null,
    source: draft.causeSource.trim() || null,
  };
}
