import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "@/server/context";
import { workspaceZone } from "@/server/rollup/service-lock";
import { queueAssessments } from "./queue-assessment";

/**
 * Makes everybody's word of one person another's, within a merge: two handles of one person are one person, so that an
 * approval may turn out to be the author's own. Whatever either signed or made is assessed anew.
 */
export async function moveWords(ctx: Ctx, fromId: string, intoId: string): Promise<void> {
  const touched = await requestsOf(ctx, [fromId, intoId]);
  if (touched.length === 0) return;
  const zone = await workspaceZone(ctx);
  // Of somebody known by a login alone no level was ever on record; it is that of the day of their word.
  await ctx.db.execute(sql`
    update sign_off s set person_id = ${intoId}, team_id = coalesce(s.team_id, i.team_id),
      level = coalesce(s.level, ${sql`case when f.on_roster then null else ${levelThen(intoId, zone)} end`})
    from person f, person i
    where s.workspace_id = ${ctx.workspaceId} and s.person_id = ${fromId}
      and f.workspace_id = s.workspace_id and f.id = ${fromId}
      and i.workspace_id = s.workspace_id and i.id = ${intoId}`);
  for (const column of ["author_id", "assignee_id"]) {
    await ctx.db.execute(sql`
      update sign_off_request set ${sql.identifier(column)} = ${intoId}
      where workspace_id = ${ctx.workspaceId} and ${sql.identifier(column)} = ${fromId}`);
  }
  await ctx.db.execute(sql`
    update sign_off_request set prompter_ids = case when ${intoId}::uuid = any(prompter_ids)
      then array_remove(prompter_ids, ${fromId}::uuid) else array_replace(prompter_ids, ${fromId}::uuid, ${intoId}::uuid) end
    where workspace_id = ${ctx.workspaceId} and ${fromId}::uuid = any(prompter_ids)`);
  await ctx.db.execute(sql`
    update break_glass set person_id = ${intoId} where workspace_id = ${ctx.workspaceId} and person_id = ${fromId}`);
  await queueAssessments(ctx, {
    changeIds: touched.flatMap(({ change_id }) => change_id ?? []),
    pullRequests: touched.flatMap((row) =>
      row.change_id === null && row.repository_id !== null && row.pull_request !== null
        ? [{ repositoryId: row.repository_id, pullRequest: row.pull_request }]
        : [],
    ),
    agentActionIds: touched.flatMap((row) => (row.change_id === null ? (row.agent_action_id ?? []) : [])),
  });
}

function levelThen(personId: string, zone: string): SQL {
  return sql`(select l.level from person_level l
    where l.workspace_id = s.workspace_id and l.person_id = ${personId}::uuid
      and l.effective_from <= (s.at at time zone ${zone})::date
    order by l.effective_from desc limit 1)`;
}

type Touched = {
  change_id: string | null;
  repository_id: string | null;
  pull_request: number | null;
  agent_action_id: string | null;
};

/** Every request that one of them signed, made, or had an agent make. */
async function requestsOf(ctx: Ctx, personIds: readonly string[]): Promise<Touched[]> {
  const people = sql`any(${sql.param([...personIds])}::uuid[])`;
  const { rows } = await ctx.db.execute<Touched>(sql`
    select r.change_id, r.repository_id, r.pull_request, r.agent_action_id from sign_off_request r
    where r.workspace_id = ${ctx.workspaceId} and (r.author_id = ${people} or r.prompter_ids && ${sql.param([...personIds])}::uuid[]
      or r.assignee_id = ${people} or r.id in (select s.request_id from sign_off s
        where s.workspace_id = ${ctx.workspaceId} and s.person_id = ${people}))`);
  return rows;
}
