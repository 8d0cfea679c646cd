import { getTableColumns, getTableName, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { insertRows } from "@/db/insert-rows";
import { change, changeDetail, changeService } from "@/db/schema";
import { evidenceKey } from "@/domain/change/merge";
import { involvementOf } from "@/domain/change/project";
import type { ChangeState } from "@/domain/change/telling";
import { effectiveInvolvement, type StatedInvolvement } from "@/domain/provenance/effective";
import type { Ctx } from "@/server/context";
import { queueWritten } from "@/server/sign-off/queue-assessment";
import { type RollupMove, readCounted, refreshCounts, withBlamedCarriers } from "./day-rollup";
import { readStatements } from "./involvement-statements";
import type { KnownChange } from "./record-claim";
import type { KnownRepository } from "./record-inputs";
import { detailOf, isEmptyDetail, rowOf, servicesOf, type ToldChange } from "./record-row";
import type { ChangeRow, DetailRow } from "./record-state";

/** Brings known changes to what is told of them now, wherever their rows lie. */
export async function updateChanges(
  ctx: Ctx,
  told: readonly ToldChange[],
  repositories: ReadonlyMap<string, KnownRepository>,
): Promise<RollupMove[]> {
  const news = told.flatMap((one) =>
    one.known !== null && one.isNews ? [{ ...one, known: one.known }] : [],
  );
  if (news.length === 0) return [];
  const ids = news.map(({ id }) => id);
  const counted = await withBlamedCarriers(ctx, ids);
  const before = await readCounted(ctx, counted);
  const statements = await readStatements(ctx, ids);
  const moved = news.map((one) => ({
    from: one.known.row,
    to: nextRow(ctx, one, repositories, statements.get(one.id) ?? []),
  }));
  await replaceRows(ctx, moved);
  await queueWritten(
    ctx,
    moved.map(({ to }) => to),
  );
  await replaceDetails(
    ctx,
    news.flatMap((one) => nextDetail(ctx, one) ?? []),
  );
  await refreshCounts(ctx, ids);
  const after = await readCounted(ctx, counted);
  return counted.map((id) => ({
    before: before.get(id)?.counted ?? null,
    after: after.get(id)?.counted ?? null,
  }));
}

type KnownAndTold = ToldChange & { known: KnownChange };

function nextRow(
  ctx: Ctx,
  { known, ...one }: KnownAndTold,
  repositories: ReadonlyMap<string, KnownRepository>,
  statements: readonly StatedInvolvement[],
): ChangeRow {
  const { row } = known;
  return {
    ...rowOf(ctx, one, repositories),
    ...(statements.length === 0 ? {} : standingInvolvement(one.state, statements)),
    verdict: row.verdict,
    signOff: row.signOff,
    counts: row.counts,
    version: one.isVisible ? row.version + 1 : row.version,
    createdAt: row.createdAt,
    updatedAt: one.isVisible ? ctx.now : row.updatedAt,
  };
}

/** What people said stands over what is detected, whenever it was. */
function standingInvolvement(state: ChangeState, statements: readonly StatedInvolvement[]) {
  const evidence = state.evidence.map((one) => ({ id: evidenceKey(one), grade: one.grade }));
  const standing = effectiveInvolvement(involvementOf(state), evidence, statements);
  return {
    involvement: standing.involvement,
    involvementStanding: standing.standing,
    aiRole: standing.role,
    aiTool: standing.tool,
    aiModel: standing.model,
    aiGrade: standing.grade,
  };
}

function nextDetail(ctx: Ctx, one: KnownAndTold): DetailRow | null {
  const detail = detailOf(ctx, one);
  const stored = one.known.detail;
  if (stored === null) return isEmptyDetail(detail) ? null : detail;
  if (stored.detected === null) return detail;
  const { involvement, role, tool, model } = involvementOf(one.state);
  return { ...detail, detected: { involvement, role, tool, model } };
}

/** By the instant a row is found by, so a change of it takes every row along that holds it. */
async function replaceRows(ctx: Ctx, moved: readonly { from: ChangeRow; to: ChangeRow }[]): Promise<void> {
  const ids = moved.map(({ to }) => to.id);
  const own = sql`workspace_id = ${ctx.workspaceId}`;
  const olds = sql`unnest(${sql.param(ids)}::uuid[],
    ${sql.param(moved.map(({ from }) => from.at.toISOString()))}::timestamptz[],
    ${sql.param(moved.map(({ to }) => to.at.toISOString()))}::timestamptz[]) as t (id, was_at, at)`;
  await ctx.db.execute(sql`
    update change c set ${assignments(change, "n")}
    from ${populated(
      change,
      moved.map(({ to }) => to),
    )} as n join ${olds} on t.id = n.id
    where c.${own} and c.id = t.id and c.at = t.was_at`);
  await ctx.db.execute(sql`
    delete from change_service s using unnest(
      ${sql.param(moved.flatMap(({ from }) => from.serviceIds))}::uuid[],
      ${sql.param(moved.flatMap(({ from }) => from.serviceIds.map(() => from.at.toISOString())))}::timestamptz[],
      ${sql.param(moved.flatMap(({ from }) => from.serviceIds.map(() => from.id)))}::uuid[]) as t (service_id, at, id)
    where s.${own} and s.service_id = t.service_id and s.at = t.at and s.change_id = t.id`);
  await insertRows(
    ctx.db,
    changeService,
    moved.flatMap(({ to }) => servicesOf(to)),
  );
  const isMoved = moved.some(({ from, to }) => from.at.getTime() !== to.at.getTime());
  if (!isMoved) return;
  await ctx.db.execute(sql`
    update change_identity i set change_at = t.at from ${olds}
    where i.${own} and i.change_id = t.id and i.change_at <> t.at`);
  await ctx.db.execute(sql`
    update deployment_carries d set change_at = t.at from ${olds}
    where d.${own} and d.change_id = t.id and d.change_at <> t.at`);
  await ctx.db.execute(sql`
    update deployment_carries d set deployment_at = t.at from ${olds}
    where d.${own} and d.deployment_id = t.id and d.deployment_at <> t.at`);
  await ctx.db.execute(sql`
    update change_link l set change_at = t.at from ${olds}
    where l.${own} and l.change_id = t.id and l.change_at <> t.at`);
}

async function replaceDetails(
  ctx: Ctx,
  details: readonly (typeof changeDetail.$inferSelect)[],
): Promise<void> {
  if (details.length === 0) return;
  await ctx.db.execute(sql`
    insert into change_detail select * from ${populated(changeDetail, details)} as n
    on conflict (workspace_id, change_id) do update set ${assignments(changeDetail, "excluded")}`);
}

function populated<T extends PgTable>(table: T, rows: readonly T["$inferSelect"][]): SQL {
  const columns = Object.entries(getTableColumns(table));
  const payload = rows.map((row: Record<string, unknown>) =>
    Object.fromEntries(columns.map(([property, { name }]) => [name, row[property] ?? null])),
  );
  return sql`json_populate_recordset(null::${sql.identifier(getTableName(table))}, ${JSON.stringify(payload)}::json)`;
}

/** Every column but those that name the row. */
function assignments(table: PgTable, from: "n" | "excluded"): SQL {
  const names = Object.values(getTableColumns(table)).map(({ name }) => name);
  const set = names.filter((name) => !["workspace_id", "id", "change_id"].includes(name));
  return sql.join(
    set.map((name) => sql`${sql.identifier(name)} = ${sql.identifier(from)}.${sql.identifier(name)}`),
    sql`, `,
  );
}
