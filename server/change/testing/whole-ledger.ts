import { sql } from "drizzle-orm";
import type { Ctx } from "@/server/context";

/** Everything that was told, without what differs from run to run: ids, versions and when it came in. */
export async function ledgerOf(ctx: Ctx): Promise<unknown> {
  const own = sql`workspace_id = ${ctx.workspaceId}`;
  const lines = async (query: ReturnType<typeof sql>) =>
    (await ctx.db.execute<{ line: unknown }>(query)).rows.map(({ line }) => line);
  const nameOf = (id: string) =>
    sql.raw(`(select min(i.source || ' ' || i.external_id) from change_identity i
      where i.workspace_id = c.workspace_id and i.change_id = ${id} and i.external_id !~ '^(reverts|carries):')`);
  return {
    changes: await lines(sql`
      select to_jsonb(c) - '{workspace_id,id,version,created_at,updated_at,repository_id,author_id,service_ids}'::text[]
        || jsonb_build_object('name', ${nameOf("c.id")}, 'author', p.name,
          'services', (select array_agg(s.slug order by s.slug) from service s where s.id = any(c.service_ids)),
          'filed', (select array_agg(s.slug order by s.slug) from change_service f join service s on s.id = f.service_id
            where f.workspace_id = c.workspace_id and f.change_id = c.id and f.at = c.at)) as line
      from change c left join person p on p.workspace_id = c.workspace_id and p.id = c.author_id
      where c.${own} order by ${nameOf("c.id")}`),
    details: await lines(sql`
      select jsonb_build_object('name', ${nameOf("c.change_id")}, 'description', description, 'labels', labels,
        'paths', paths, 'reverts', reverts, 'facts', facts) as line
      from change_detail c where c.${own} order by ${nameOf("c.change_id")}`),
    evidence: await lines(sql`
      select jsonb_build_array(${nameOf("c.change_id")}, grade, tool, quote, found_in, revision) as line
      from ai_evidence c where c.${own} order by 1`),
    carried: await lines(sql`
      select jsonb_build_array(${nameOf("c.deployment_id")}, ${nameOf("c.change_id")}, deployment_at, change_at, stated) as line
      from deployment_carries c where c.${own} order by 1`),
    days: await lines(sql`
      select jsonb_build_array(s.slug, d.day, d.involvement, sum(changes), sum(failed)) as line
      from change_day d left join service s on s.workspace_id = d.workspace_id and s.id = d.service_id
      where d.${own} group by s.slug, d.day, d.involvement having sum(changes) <> 0 or sum(failed) <> 0 order by 1`),
    identities: await lines(sql`
      select jsonb_build_array(source, regexp_replace(external_id, '(^(reverts|carries):[^:]*):.*', '\\1'), change_id = ${"00000000-0000-0000-0000-000000000000"}) as line
      from change_identity c where ${own} order by 1`),
  };
}
