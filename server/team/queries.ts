import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { team } from "@/db/schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";

const TEAMS_MAX = 1000;

export const teamSchema = z.object({ id: z.string(), name: z.string() }).meta({ id: "Team" });
export type Team = z.output<typeof teamSchema>;

/** The teams of the workspace, by name. */
export async function listTeams(ctx: Ctx): Promise<Team[]> {
  authoriseReading(ctx);
  return ctx.db
    .select({ id: team.id, name: team.name })
    .from(team)
    .where(eq(team.workspaceId, ctx.workspaceId))
    .orderBy(asc(team.name))
    .limit(TEAMS_MAX);
}
