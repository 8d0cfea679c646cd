import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { insertRows } from "@/db/insert-rows";
import { involvementStatement } from "@/db/schema";
import type { SampleChange, SampleStatement } from "@/domain/sample/change-texts";
import { keepingDayRollup } from "@/server/change/day-rollup";
import type { Ctx } from "@/server/context";

interface Stated {
  id: string;
  statement: SampleStatement;
}

/** The few statements that people made about AI's part, and what stands after them; what was detected is kept. */
export async function writeSampleStatements(
  ctx: Ctx,
  changes: ReadonlyMap<SampleChange, string>,
): Promise<void> {
  const stated = [...changes].flatMap(([{ statement }, id]): Stated[] => {
    const isPast = statement !== null && Date.parse(statement.statedAt) < ctx.now.getTime();
    return isPast ? [{ id, statement }] : [];
  });
  if (stated.length === 0) return;
  await keepingDayRollup(
    ctx,
    stated.map(({ id }) => id),
    async (tx) => {
      await keepDetected(tx, stated);
      await insertRows(
        tx.db,
        involvementStatement,
        stated.map(({ id, statement: { statedAt, ...said } }) => ({
          workspaceId: tx.workspaceId,
          changeId: id,
          id: uuidv7(),
          ...said,
          statedAt: new Date(statedAt),
          generated: true,
        })),
      );
      await letStand(tx, stated);
    },
  );
}

/** Kept apart from the first statement on, contested or corrected, as the command of a person does it. */
async function keepDetected(ctx: Ctx, stated: readonly Stated[]): Promise<void> {
  await ctx.db.execute(sql`
    insert into change_detail as d (workspace_id, change_id, detected)
    select c.workspace_id, c.id, jsonb_build_object('involvement', c.involvement, 'role', c.ai_role,
      'tool', c.ai_tool, 'model', c.ai_model)
    from change_identity i
    join change c on c.workspace_id = i.workspace_id and c.id = i.change_id and c.at = i.change_at
    where i.workspace_id = ${ctx.workspaceId} and i.change_id = any(${sql.param(stated.map(({ id }) => id))}::uuid[])
    on conflict (workspace_id, change_id) do update set detected = excluded.detected`);
}

/** A contest leaves the class as it is; a correction sets it. */
async function letStand(ctx: Ctx, stated: readonly Stated[]): Promise<void> {
  const column = (of: (said: SampleStatement) => string | null) =>
    sql.param(stated.map(({ statement }) => of(statement)));
  await ctx.db.execute(sql`
    update change c set involvement_standing = t.kind,
      involvement = coalesce(t.involvement, c.involvement),
      ai_role = case when t.involvement is null then c.ai_role else t.role end,
      ai_tool = case when t.involvement is null then c.ai_tool else t.tool end,
      ai_model = case when t.involvement is null then c.ai_model end,
      ai_grade = case when t.involvement is null then c.ai_grade when t.involvement = 'ai' then 'declared' end
    from unnest(
      ${sql.param(stated.map(({ id }) => id))}::uuid[],
      ${column(({ kind }) => kind)}::text[],
      ${column(({ involvement }) => involvement)}::text[],
      ${column(({ role }) => role)}::text[],
      ${column(({ tool }) => tool)}::text[]) as t (id, kind, involvement, role, tool)
    join change_identity i on i.workspace_id = ${ctx.workspaceId}::uuid and i.change_id = t.id
    where c.workspace_id = ${ctx.workspaceId}::uuid and c.id = t.id and c.at = i.change_at`);
}
