import { and, eq, inArray, or } from "drizzle-orm";
import { breakGlass } from "@/db/schema";
import type { Ctx } from "@/server/context";
import type { Draft } from "./draft";

export type BreakGlassRow = typeof breakGlass.$inferSelect;

/** What was ever opened for each subject, by its change or by one of its revisions, whatever the environment. */
export async function readBreakGlassRows(
  ctx: Ctx,
  drafts: readonly Pick<Draft, "changeId" | "repositoryId" | "revision" | "sameContent">[],
): Promise<BreakGlassRow[][]> {
  const changeIds = drafts.flatMap(({ changeId }) => changeId ?? []);
  const revisions = drafts.flatMap((one) => (one.repositoryId === null ? [] : revisionsOf(one)));
  const named = [
    ...(changeIds.length === 0 ? [] : [inArray(breakGlass.changeId, changeIds)]),
    ...(revisions.length === 0 ? [] : [inArray(breakGlass.revision, revisions)]),
  ];
  if (named.length === 0) return drafts.map(() => []);
  const rows = await ctx.db
    .select()
    .from(breakGlass)
    .where(and(eq(breakGlass.workspaceId, ctx.workspaceId), or(...named)))
    .orderBy(breakGlass.openedAt);
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
