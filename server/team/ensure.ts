import { and, eq, inArray } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { team } from "@/db/schema";
import { canKeepTeams } from "@/domain/access/roster";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";

/** The ids of the named teams; a team not seen before is made. Called inside the writer's transaction. */
export async function ensureTeams(ctx: Ctx, names: Iterable<string>): Promise<Map<string, string>> {
  const wanted = [...new Set(names)].sort();
  if (wanted.length === 0) return new Map();
  await ctx.db
    .insert(team)
    .values(wanted.map((name) => ({ workspaceId: ctx.workspaceId, id: uuidv7(), name, createdAt: ctx.now })))
    .onConflictDoNothing();
  const rows = await ctx.db
    .select({ id: team.id, name: team.name })
    .from(team)
    .where(and(eq(team.workspaceId, ctx.workspaceId), inArray(team.name, wanted)));
  return new Map(rows.map((row) => [row.name, row.id]));
}

export async function ensureTeam(ctx: Ctx, name: string): Promise<string | null> {
  return (await ensureTeams(ctx, [name])).get(name) ?? null;
}

/** The id of the named team; one that there is not yet is made only for whoever may make teams. */
export async function teamOf(ctx: Ctx, name: string): Promise<string | null> {
  if (canKeepTeams(ctx.actor)) return ensureTeam(ctx, name);
  const [known] = await ctx.db
    .select({ id: team.id })
    .from(team)
    .where(and(eq(team.workspaceId, ctx.workspaceId), eq(team.name, name)));
  authorise(known !== undefined, `There is no team called ${name}, and making one needs the admin role.`);
  return known?.id ?? null;
}
