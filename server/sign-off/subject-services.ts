import { sql } from "drizzle-orm";
import type { Ctx } from "@/server/context";
import type { Draft } from "./draft";

export interface SubjectService {
  id: string;
  slug: string;
  name: string;
  weight: number;
  teamId: string | null;
  /** Of the workspace's whole weight, 0..1. */
  weightShareRatio: number;
}

/** The services of the subjects, by id. */
export async function readServices(
  ctx: Ctx,
  drafts: readonly Pick<Draft, "serviceIds">[],
): Promise<Map<string, SubjectService>> {
  const ids = [...new Set(drafts.flatMap(({ serviceIds }) => serviceIds))];
  if (ids.length === 0) return new Map();
  const { rows } = await ctx.db.execute<{
    id: string;
    slug: string;
    name: string;
    weight: number;
    team_id: string | null;
    whole: number;
  }>(sql`
    select s.id, s.slug, s.name, s.weight, s.team_id,
      (select sum(weight) from service where workspace_id = ${ctx.workspaceId})::float8 as whole
    from service s where s.workspace_id = ${ctx.workspaceId} and s.id = any(${sql.param(ids)}::uuid[])
    order by s.slug`);
  return new Map(
    rows.map(({ id, slug, name, weight, team_id: teamId, whole }) => [
      id,
      { id, slug, name, weight, teamId, weightShareRatio: whole > 0 ? weight / whole : 0 },
    ]),
  );
}
