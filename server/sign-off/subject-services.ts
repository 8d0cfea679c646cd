import { namedQuery } from "@/db/named-query";
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

interface Row {
  id: string;
  slug: string;
  name: string;
  weight: number;
  teamId: string | null;
  wholeWeight: number;
}

const SERVICES = `
  select s.id, s.slug, s.name, s.weight, s.team_id as "teamId",
    (select sum(weight) from service where workspace_id = $1)::float8 as "wholeWeight"
  from service s where s.workspace_id = $1 and s.id = any($2::uuid[])
  order by s.slug`;

/** The services of the subjects, by id. */
export async function readServices(
  ctx: Ctx,
  drafts: readonly Pick<Draft, "serviceIds">[],
): Promise<Map<string, SubjectService>> {
  const ids = [...new Set(drafts.flatMap(({ serviceIds }) => serviceIds))];
  if (ids.length === 0) return new Map();
  const rows = await namedQuery<Row>(ctx.db, SERVICES, [ctx.workspaceId, ids]);
  return new Map(
    rows.map(({ wholeWeight, ...one }) => [
      one.id,
      { ...one, weightShareRatio: wholeWeight > 0 ? one.weight / wholeWeight : 0 },
    ]),
  );
}
