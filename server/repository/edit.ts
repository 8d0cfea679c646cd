import { and, eq } from "drizzle-orm";
import { repository } from "@/db/schema";
import { canKeepRepositories } from "@/domain/access/change";
import { PreconditionFailed } from "@/domain/errors";
import type { Repository, RepositoryEdit } from "@/domain/repository/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { findRow, KEEPING_NEEDS, toRepository } from "./queries";
import { serviceSlugs, storedRules } from "./stored-rules";

/** Changes what is named. Other rules are for what comes from now on; `applyRules` takes them to what is on record. */
export function editRepository(
  ctx: Ctx,
  { id, version, edit }: { id: string; version: number | null; edit: RepositoryEdit },
): Promise<Repository> {
  authorise(canKeepRepositories(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const row = await findRow(tx, id);
    if (version !== null && version !== row.version) throw new PreconditionFailed(row.version);
    const slugs = await serviceSlugs(tx);
    const { pathRules, deploymentsFrom, ...columns } = edit;
    const [changed] = await tx.db
      .update(repository)
      .set({
        ...columns,
        ...(pathRules === undefined ? {} : { pathRules: storedRules(pathRules, slugs) }),
        ...(deploymentsFrom === undefined ? {} : { deploymentsFrom: [...new Set(deploymentsFrom)] }),
        version: row.version + 1,
        updatedAt: tx.now,
      })
      .where(and(eq(repository.workspaceId, tx.workspaceId), eq(repository.id, id)))
      .returning();
    const after = await toRepository(tx, changed ?? row, slugs);
    await recordAudit(tx, {
      action: "repository.edit",
      objectKind: "repository",
      objectId: id,
      before: await toRepository(tx, row, slugs),
      after,
    });
    return after;
  });
}
