import { sql } from "drizzle-orm";
import { AI_ROLES } from "@/domain/cause/kinds";
import { CHANGE_KIND_VALUES, INVOLVEMENTS } from "@/domain/change/kinds";
import { LEVELS } from "@/domain/person/levels";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import type { Approval } from "@/domain/sign-off/approvals";
import type { GovernedChange } from "@/domain/sign-off/conditions";
import type { Policy } from "@/domain/sign-off/policy";
import type { PastChange } from "@/domain/sign-off/replay";
import { REVIEW_COST, type ReviewCost } from "@/domain/sign-off/review-cost";
import { askAll, type Ctx } from "@/server/context";
import type { Scope } from "@/server/measure/scope";
import { isoOf, type PastPeople, readPastApprovals, readPastPeople } from "./past-approvals";
import { type PastIncidents, readPastIncidents } from "./past-incidents";
import { BETWEEN_REVIEWS, type PastRow, readPastRows, SEPARATOR } from "./past-rows";
import { type PastServices, readPastServices } from "./past-services";

export interface Past {
  /** Those that the policies decide alike stand as one. */
  changes: PastChange[];
  /** All of them, with those that no rule could ask anything of. */
  count: number;
  /** Begins later than was asked where only the newest are replayed. */
  fromMs: number;
  isCut: boolean;
  generated: boolean;
  incidents: PastIncidents;
}

/** What else is known of single changes. */
interface Known {
  people: PastPeople;
  services: PastServices;
  incidents: PastIncidents;
  signed: ReadonlyMap<string, readonly Approval[]>;
  requestedAt: ReadonlyMap<string, string>;
  glasses: ReadonlyMap<string, Glass[]>;
  prompters: ReadonlyMap<string, string[]>;
}

/** What one replay looks at. */
const CHANGES_MAX = 200_000;

/** The changes that the figures count, as they stood when they went live, for these policies and no others. */
export async function readPast(
  ctx: Ctx,
  scope: Scope,
  given: { fromMs: number; policies: readonly Policy[]; cost?: ReviewCost; changesMax?: number | undefined },
): Promise<Past> {
  const { fromMs, policies, cost = REVIEW_COST, changesMax = CHANGES_MAX } = given;
  const services = await readPastServices(ctx, scope, { fromMs, policies });
  const [past, people, { signed, requestedAt }, incidents, glasses, prompters] = await askAll(
    ctx,
    () => readPastRows(ctx, { fromMs, policies, cost, changesMax }, services),
    () => readPastPeople(ctx, scope.timeZone),
    () => readPastApprovals(ctx, fromMs),
    () => readPastIncidents(ctx, scope, fromMs),
    () => readBreakGlass(ctx, fromMs),
    () => readPrompters(ctx, fromMs),
  );
  const known = { people, services, incidents, signed, requestedAt, glasses, prompters };
  const changes: PastChange[] = [];
  for (const [index, row] of past.rows.entries()) {
    if (index % ROWS_PER_BREATH === 0) await breathe();
    if (row.text !== "") changes.push(changeOf(row, known));
  }
  const { isCut, count } = past;
  const generated = past.rows.some((row) => row.generated);
  return { changes, count, isCut, fromMs: past.fromMs, generated, incidents };
}

/** Rows after which others get their turn: the process answers the gate meanwhile. */
export const ROWS_PER_BREATH = 10_000;
export const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

const NONE: readonly never[] = [];

/** The words that a part of a row may be. Comparing and looking up by these is quick, by pieces of a longer text slow. */
function wordsOf<W extends string>(words: readonly W[]): (text: string | undefined) => W | null {
  const known = new Map<string, W>(words.map((word) => [word, word]));
  return (text = "") => known.get(text) ?? null;
}

const kindOf = wordsOf(CHANGE_KIND_VALUES);
const involvementOf = wordsOf(INVOLVEMENTS);
const levelOf = wordsOf(LEVELS);
const roleOf = wordsOf(AI_ROLES);
const gradeOf = wordsOf(EVIDENCE_GRADES);

function changeOf({ text, count, atMs, reviewMinutes }: PastRow, known: Known): PastChange {
  const parts = text.split(SEPARATOR);
  const [kind, environment = "", involvement, level, aiRole, aiTool, aiGrade] = parts;
  const [additions, deletions, files, services = "", _day, _time, id = "", revision, authorId, reviews] =
    parts.slice(7);
  const isOne = id !== "";
  // Put together in one piece: of objects that are copied into others, deciding takes twice as long.
  const change: GovernedChange = {
    kind: kindOf(kind) ?? "code",
    environment,
    involvement: involvementOf(involvement) ?? "unknown",
    aiRole: roleOf(aiRole),
    aiTool: aiTool || null,
    aiGrade: gradeOf(aiGrade),
    revision: revision || null,
    additions: numberOr(additions),
    deletions: numberOr(deletions),
    files: numberOr(files),
    services: known.services.at(services, atMs),
    prompterIds: isOne ? known.prompters.get(id) : undefined,
    requestedAt: isOne ? (known.requestedAt.get(id) ?? null) : null,
    breakGlass: isOne ? known.glasses.get(id) : undefined,
  };
  const personId = authorId || null;
  const teamId = isOne ? known.people.teamOf(personId) : null;
  const author = { personId, level: levelOf(level), teamId };
  const at = isoOf(atMs);
  if (!isOne) {
    return { id, at, change, author, approvals: NONE, incidents: NONE, alike: { count, reviewMinutes } };
  }
  const approvals = known.signed.get(id) ?? reviewsOf(reviews, change.revision, known.people);
  return { id, at, change, author, approvals, incidents: known.incidents.ofChange.get(id) ?? NONE };
}

const numberOr = (text: string | undefined) => (text ? Number(text) : null);

/** Of a change that nobody signed, an approval on record would have counted: for the final revision, as far as is known. */
function reviewsOf(
  text: string | undefined,
  revision: string | null,
  people: PastPeople,
): readonly Approval[] {
  if (!text) return NONE;
  return text.split(BETWEEN_REVIEWS).map((review) => {
    const [personId = "", at = ""] = review.split(" ");
    const level = people.levelAt(personId, Date.parse(at));
    return { personId, level, teamId: people.teamOf(personId), revision, at };
  });
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
    union select change_id, unnest(prompter_ids) from sign_off_request
    where workspace_id = ${ctx.workspaceId} and change_id is not null and prompter_ids <> '{}'
      and live_at >= ${isoOf(fromMs)}`);
  const prompters = new Map<string, string[]>();
  for (const { id, personId } of rows) prompters.set(id, [...(prompters.get(id) ?? []), personId]);
  return prompters;
}
