import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { signOffRequest } from "@/db/schema";
import { canSignOffSomewhere } from "@/domain/access/sign-off";
import { LEVELS } from "@/domain/person/levels";
import { rankOf } from "@/domain/sign-off/approvals";
import type { RequestListQuery } from "@/domain/sign-off/request-list";
import type {
  SignOffRequest,
  SignOffRequestDetail,
  SignOffRequestPage,
} from "@/domain/sign-off/request-schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { readRequestDetail } from "./read-request";
import { readRequestCursor, requestOrder, writeRequestCursor } from "./request-cursor";
import { requestSummary, selectRequests } from "./request-summary";
import { personOf, readSignerOf } from "./signer";

export type ListQuery = Omit<RequestListQuery, "scope">;

/** What somebody could sign now: neither made nor prompted by them, within their level, role and team. */
export function listWaitingForMe(ctx: Ctx, query: ListQuery): Promise<SignOffRequestPage> {
  return listRequests(ctx, { ...query, scope: "for-me" });
}

/** What waits for others of one's own changes, and of what one had an agent make. */
export function listMineWaiting(ctx: Ctx, query: ListQuery): Promise<SignOffRequestPage> {
  return listRequests(ctx, { ...query, scope: "mine" });
}

/** One page of the requests that the filters let through. */
export async function listRequests(ctx: Ctx, query: RequestListQuery): Promise<SignOffRequestPage> {
  authoriseReading(ctx);
  const order = query.order ?? (query.scope === "for-me" || query.scope === "mine" ? "riskiest" : "newest");
  const scope = await scopeOf(ctx, query.scope);
  if (scope === null) return { requests: [], nextCursor: null };
  const after = readRequestCursor(order, query.cursor);
  const found = await selectRequests(ctx, {
    where: and(scope, ...filtersOf(query), after),
    orderBy: requestOrder(order),
    limit: query.limit + 1,
  });
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    requests: page.map((one) => requestSummary(ctx, one)),
    nextCursor: found.length > query.limit && last !== undefined ? writeRequestCursor(order, last.row) : null,
  };
}

/** More than anybody reads; a badge says "99+". */
const COUNT_MAX = 100;

/** How many requests wait for the viewer, at most a hundred. */
export async function countWaitingForMe(ctx: Ctx): Promise<number> {
  authoriseReading(ctx);
  const scope = await scopeOf(ctx, "for-me");
  if (scope === null) return 0;
  const { rows } = await ctx.db.execute<{ n: number }>(sql`
    select count(*)::int as n from (select 1 from ${signOffRequest}
      where ${and(eq(signOffRequest.workspaceId, ctx.workspaceId), scope)} limit ${COUNT_MAX}) found`);
  return rows[0]?.n ?? 0;
}

/** One request with everything that whoever signs wants to see. */
export function readRequest(ctx: Ctx, id: string): Promise<SignOffRequestDetail> {
  authoriseReading(ctx);
  return readRequestDetail(ctx, id);
}

/** What a policy asks of a change, for the change's own page; null where it asks nothing. */
export async function requestOfChange(ctx: Ctx, changeId: string): Promise<SignOffRequest | null> {
  authoriseReading(ctx);
  const [found] = await selectRequests(ctx, {
    where: eq(signOffRequest.changeId, changeId),
    orderBy: [sql`${signOffRequest.id}`],
    limit: 1,
  });
  return found === undefined ? null : requestSummary(ctx, found);
}

function filtersOf({ states, service, team, rule }: RequestListQuery): (SQL | undefined)[] {
  const own = sql`workspace_id = ${signOffRequest.workspaceId}`;
  return [
    states === undefined || states.length === 0 ? undefined : inArray(signOffRequest.state, [...states]),
    rule === undefined ? undefined : eq(signOffRequest.ruleId, rule),
    service === undefined
      ? undefined
      : sql`exists (select from service v where v.${own} and v.slug = ${service}
          and v.id = any(${signOffRequest.serviceIds}))`,
    team === undefined
      ? undefined
      : sql`${signOffRequest.authorTeamId} in (select t.id from team t where t.${own} and t.name = ${team})`,
  ];
}

const WAITING = sql`${signOffRequest.state} in ('waiting', 'declined')`;

/** Null where nothing can be in it: of somebody who is nobody on the roster, or who signs nothing. */
async function scopeOf(ctx: Ctx, scope: RequestListQuery["scope"]): Promise<SQL | null> {
  if (scope === "all") return sql`true`;
  if (scope === "decided") {
    return sql`${signOffRequest.state} in ('satisfied', 'late', 'declined', 'waived', 'missing')`;
  }
  const personId = personOf(ctx.actor);
  if (personId === null) return null;
  if (scope === "mine") {
    return sql`${WAITING} and (${signOffRequest.authorId} = ${personId} or ${personId}::uuid = any(${signOffRequest.prompterIds}))`;
  }
  return canSignOffSomewhere(ctx.actor) ? await waitsForMe(ctx, personId) : null;
}

async function waitsForMe(ctx: Ctx, personId: string): Promise<SQL | null> {
  const signer = await readSignerOf(ctx, personId);
  if (signer === null || !signer.isOnRoster) return null;
  const below = LEVELS.filter((level) => rankOf(level) <= rankOf(signer.level));
  const r = signOffRequest;
  const team = signer.teamId;
  return sql`${r.state} = 'waiting' and ${r.missingApprovals} is not null
    and ${r.authorId} is distinct from ${personId}::uuid and ${personId}::uuid <> all(${r.prompterIds})
    and (${r.assigneeId} is null or ${r.assigneeId} = ${personId}::uuid)
    and (${r.minimumLevel} is null or ${r.minimumLevel} = any(${sql.param(below)}::text[]))
    and (${r.approverRole} is null or ${r.approverRole} = any(${sql.param(rolesOf(ctx, signer.roles))}::text[]))
    and (${r.approverTeam} = 'any'
      or (${r.approverTeam} = 'own' and ${r.authorTeamId} = ${team}::uuid)
      or (${r.approverTeam} = 'another' and ${r.authorTeamId} <> ${team}::uuid))
    and ${withinMyTeams(ctx)}
    and not exists (select from sign_off o where o.workspace_id = ${r.workspaceId} and o.request_id = ${r.id}
      and o.person_id = ${personId}::uuid and o.decision = 'approved' and o.withdrawn_at is null
      and o.revision is not distinct from ${r.revision})`;
}

function rolesOf(ctx: Ctx, ofPerson: readonly string[]): string[] {
  const held = "grants" in ctx.actor ? ctx.actor.grants.map(({ role }) => role) : [];
  return [...new Set([...ofPerson, ...held])];
}

/** A reviewer of one team signs what touches a service of that team, or a service of nobody's. */
function withinMyTeams({ actor }: Ctx): SQL {
  if (actor.kind === "system") return sql`true`;
  const grants = actor.grants.filter(({ role }) => ["reviewer", "admin", "owner"].includes(role));
  if (grants.some(({ teamId }) => teamId === null)) return sql`true`;
  const teams = grants.flatMap(({ teamId }) => teamId ?? []);
  const r = signOffRequest;
  const touched = sql`select s.team_id from service s where s.workspace_id = ${r.workspaceId} and s.id = any(${r.serviceIds})`;
  return sql`(exists (${touched} and s.team_id = any(${sql.param(teams)}::uuid[]))
    or not exists (${touched} and s.team_id is not null))`;
}
