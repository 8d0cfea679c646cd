import { and, eq, sql } from "drizzle-orm";
import { preparedQuery } from "@/db/named-query";
import { breakGlass } from "@/db/schema";
import type { Ctx } from "@/server/context";
import type { Draft } from "./draft";

export const BREAK_GLASS_NEEDS =
  "Break-glass needs a person with the responder or reviewer role for a team whose service it touches.";

export type BreakGlassRow = typeof breakGlass.$inferSelect;

const rowsNamed = preparedQuery((db) => {
  const workspaceId = sql.placeholder("workspaceId");
  return db
    .select()
    .from(breakGlass)
    .where(
      and(
        eq(breakGlass.workspaceId, workspaceId),
        sql`${breakGlass.id} in (
          select g.id from break_glass g where g.workspace_id = ${workspaceId}
            and g.change_id = any(${sql.placeholder("changeIds")}::uuid[])
          union all
          select g.id from unnest(${sql.placeholder("repositoryIds")}::uuid[], ${sql.placeholder("revisions")}::text[])
              as t (repository_id, revision)
            join break_glass g on g.workspace_id = ${workspaceId} and g.repository_id = t.repository_id
              and g.revision = t.revision)`,
      ),
    )
    .orderBy(breakGlass.openedAt)
    .prepare("break_glass_named");
});

/** What was ever opened for each subject, by its change or by one of its revisions, whatever the environment. */
export async function readBreakGlassRows(
  ctx: Ctx,
  drafts: readonly Pick<Draft, "changeId" | "repositoryId" | "revision" | "sameContent">[],
): Promise<BreakGlassRow[][]> {
  const places = drafts.flatMap((one) =>
    one.repositoryId === null
      ? []
      : revisionsOf(one).map((revision) => ({ repositoryId: one.repositoryId, revision })),
  );
  const rows = await rowsNamed(ctx.db).execute({
    workspaceId: ctx.workspaceId,
    changeIds: drafts.flatMap(({ changeId }) => changeId ?? []),
    repositoryIds: places.map(({ repositoryId }) => repositoryId),
    revisions: places.map(({ revision }) => revision),
  });
  if (rows.length === 0) return drafts.map(() => []);
  return drafts.map((draft) =>
    rows.filter(
      (row) =>
        (row.changeId !== null && row.changeId === draft.changeId) ||
        (row.repositoryId !== null &&
          row.repositoryId === draft.repositoryId &&
          row.revision !== null &&
          revisionsOf(draft).includes(row.revision)),
    ),
  );
}

const revisionsOf = ({ revision, sameContent }: Pick<Draft, "revision" | "sameContent">) =>
  [revision, ...sameContent].flatMap((one) => one?.toLowerCase() ?? []);

/** The same as a policy sees them. */
export async function readBreakGlass(ctx: Ctx, drafts: readonly Draft[]) {
  const rows = await readBreakGlassRows(ctx, drafts);
  return rows.map((own) =>
    own.map(({ openedBy, openedAt, expiresAt, endedAt, environment }) => ({
      by: openedBy,
      from: openedAt.toISOString(),
      until: expiresAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      environment,
    })),
  );
}
