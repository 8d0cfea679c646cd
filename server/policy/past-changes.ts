import { sql } from "drizzle-orm";
import { type Day, dayStartMs } from "@/domain/calendar/day";
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

interface PastRow extends Record<string, unknown> {
  id: string;
  atMs: number;
  kind: ChangeKind;
  revision: string | null;
  environment: string;
  services: string;
  authorId: string | null;
  authorLevel: Level | null;
  additions: number | null;
  deletions: number | null;
  files: number | null;
  involvement: Involvement;
  aiRole: AiRole | null;
  aiTool: string | null;
  aiGrade: EvidenceGrade | null;
  generated: boolean;
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
  const rows = await readRows(ctx, fromMs);
  const isCut = rows.length > CHANGES_MAX;
  if (isCut) rows.length = CHANGES_MAX;
  const beginMs = isCut ? (rows.at(-1)?.atMs ?? fromMs) : fromMs;
  const people = await readPastPeople(ctx, scope.timeZone);
  const { signed, requestedAt } = await readPastApprovals(ctx, { fromMs: beginMs, people });
  const incidents = await readPastIncidents(ctx, scope, beginMs);
  const glasses = await readBreakGlass(ctx, beginMs);
  const prompters = await readPrompters(ctx, beginMs);
  const servicesAt = await serviceReader(ctx, scope, { fromMs: beginMs, policies });
  const changes = rows.map((row): PastChange => {
    const { id, authorId, revision } = row;
    return {
      id,
      at: isoOf(row.atMs),
      author: { personId: authorId, level: row.authorLevel, teamId: people.teamOf(authorId) },
      approvals: finalOf(signed.get(id), revision),
      incidents: incidents.ofChange.get(id) ?? NONE,
      change: {
        revision,
        involvement: row.involvement,
        aiRole: row.aiRole,
        aiTool: row.aiTool,
        aiGrade: row.aiGrade,
        kind: row.kind,
        additions: row.additions,
        deletions: row.deletions,
        files: row.files,
        environment: row.environment,
        services: servicesAt(row.services, row.atMs),
        promptedBy: prompters.get(id) ?? null,
        requestedAt: requestedAt.get(id) ?? null,
        breakGlass: glasses.get(id),
      },
    };
  });
  return { changes, fromMs: beginMs, isCut, generated: rows.some((row) => row.generated), incidents };
}

const NONE: readonly never[] = [];

/** Of more than are replayed, one more tells that there are. */
async function readRows(ctx: Ctx, fromMs: number): Promise<PastRow[]> {
  const { rows } = await ctx.db.execute<PastRow>(sql`
    select id, (extract(epoch from at) * 1000)::float8 as "atMs", kind, revision, environment,
      service_ids::text as services, author_id as "authorId", author_level as "authorLevel", additions, deletions,
      files, involvement, ai_role as "aiRole", ai_tool as "aiTool", ai_grade as "aiGrade", generated
    from change
    where workspace_id = ${ctx.workspaceId} and at >= ${isoOf(fromMs)} and at < ${ctx.now.toISOString()} and counts
    order by at desc, id desc limit ${CHANGES_MAX + 1}`);
  return rows;
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
    return list.ids.flatMap((id) => {
      const one = known.get(id);
      return one === undefined ? [] : [{ ...one.fixed, budgetSpentRatio: one.spentAt(atMs) }];
    });
  };
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
async function readPrompters(ctx: Ctx, fromMs: number): Promise<Map<string, string>> {
  const { rows } = await ctx.db.execute<{ id: string; personId: string }>(sql`
    select change_id as id, prompted_by_id as "personId" from agent_action
    where workspace_id = ${ctx.workspaceId} and change_id is not null and prompted_by_id is not null
      and requested_at >= ${isoOf(fromMs)}::timestamptz - interval '30 days'`);
  return new Map(rows.map(({ id, personId }) => [id, personId]));
}
