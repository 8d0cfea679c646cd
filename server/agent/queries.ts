import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import { agent, person, team } from "@/db/schema";
import type { RegisteredAgent } from "@/domain/agent/schema";
import { NotFound } from "@/domain/errors";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";

export const KEEPING_NEEDS =
  "Keeping the register of agents needs the policy owner or the admin role, and a token the admin scope.";

export type AgentRow = typeof agent.$inferSelect;

/** A page of the register, by slug; the key of the next page is the last one's. */
export async function listAgents(
  ctx: Ctx,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<{ agents: RegisteredAgent[]; next: string | null }> {
  authoriseReading(ctx);
  const rows = await ctx.db
    .select()
    .from(agent)
    .where(
      and(eq(agent.workspaceId, ctx.workspaceId), after === undefined ? undefined : gt(agent.slug, after)),
    )
    .orderBy(asc(agent.slug))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  return {
    agents: await toAgents(ctx, shown),
    next: rows.length > limit ? (shown.at(-1)?.slug ?? null) : null,
  };
}

export async function getAgent(ctx: Ctx, slug: string): Promise<RegisteredAgent> {
  authoriseReading(ctx);
  const row = await findAgentRow(ctx, slug);
  if (row === null) throw new NotFound("agent", slug);
  return toAgent(ctx, row);
}

/** The entry itself; locked, no action of the agent is decided while it changes. */
export async function findAgentRow(
  ctx: Ctx,
  slug: string,
  lock?: "share" | "no key update",
): Promise<AgentRow | null> {
  const query = ctx.db
    .select()
    .from(agent)
    .where(and(eq(agent.workspaceId, ctx.workspaceId), eq(agent.slug, slug)));
  const [row] = await (lock === undefined ? query : query.for(lock));
  return row ?? null;
}

export async function findAgentById(ctx: Ctx, id: string): Promise<AgentRow> {
  const [row] = await ctx.db
    .select()
    .from(agent)
    .where(and(eq(agent.workspaceId, ctx.workspaceId), eq(agent.id, id)));
  if (!row) throw new NotFound("agent", id);
  return row;
}

export async function toAgent(ctx: Ctx, row: AgentRow): Promise<RegisteredAgent> {
  const [one] = await toAgents(ctx, [row]);
  if (!one) throw new NotFound("agent", row.slug);
  return one;
}

async function toAgents(ctx: Ctx, rows: readonly AgentRow[]): Promise<RegisteredAgent[]> {
  if (rows.length === 0) return [];
  // One after the other: in a command they share a connection.
  const ownerIds = rows.flatMap(({ ownerId }) => ownerId ?? []);
  const owners = await namesOf(ctx, person, ownerIds);
  const teamIds = rows.flatMap(({ teamId }) => teamId ?? []);
  const teams = await namesOf(ctx, team, teamIds);
  const ids = rows.map(({ id }) => id);
  const lastActionAt = await lastActions(ctx, ids);
  return rows.map((row) => {
    const ownerName = row.ownerId === null ? undefined : owners.get(row.ownerId);
    return {
      id: row.id,
      slug: row.slug,
      name: row.name,
      owner: row.ownerId === null || ownerName === undefined ? null : { id: row.ownerId, name: ownerName },
      team: row.teamId === null ? null : (teams.get(row.teamId) ?? null),
      tool: row.tool,
      description: row.description,
      credentialScope: row.credentialScope,
      permissions: row.permissions,
      disabledAt: row.disabledAt?.toISOString() ?? null,
      lastActionAt: lastActionAt.get(row.id) ?? null,
      generated: row.generated,
      version: row.version,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    };
  });
}

/** What people, or teams, are called now. */
export async function namesOf(
  ctx: Ctx,
  table: typeof person | typeof team,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: table.id, name: table.name })
    .from(table)
    .where(and(eq(table.workspaceId, ctx.workspaceId), inArray(table.id, [...new Set(ids)])));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Each from the end of its index. */
async function lastActions(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await ctx.db.execute<{ id: string; atMs: number }>(sql`
    select a.id, (extract(epoch from newest.requested_at) * 1000)::float8 as "atMs"
    from unnest(${sql.param([...ids])}::uuid[]) as a (id)
    cross join lateral (
      select requested_at from agent_action where workspace_id = ${ctx.workspaceId} and agent_id = a.id
      order by requested_at desc limit 1
    ) newest`);
  return new Map(rows.map(({ id, atMs }) => [id, new Date(atMs).toISOString()]));
}
