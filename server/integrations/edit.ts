import { and, eq, ne, sql } from "drizzle-orm";
import { integration } from "@/db/schema";
import { canKeepIntegrations } from "@/domain/access/change";
import { PreconditionFailed } from "@/domain/errors";
import type { Integration, IntegrationEdit } from "@/domain/integration/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { nameTaken } from "./create";
import { findRow, KEEPING_NEEDS, toIntegration } from "./queries";

/** Renames it, or switches it off and on; while off, what its sender posts is refused. */
export function editIntegration(
  ctx: Ctx,
  { id, version, edit }: { id: string; version: number | null; edit: IntegrationEdit },
): Promise<Integration> {
  authorise(canKeepIntegrations(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const row = await findRow(tx, id);
    if (version !== null && version !== row.version) throw new PreconditionFailed(row.version);
    if (edit.name !== undefined) await refuseTakenName(tx, id, edit.name);
    const [changed] = await tx.db
      .update(integration)
      .set({
        ...(edit.name === undefined ? {} : { name: edit.name }),
        ...(edit.disabled === undefined
          ? {}
          : { disabledAt: edit.disabled ? (row.disabledAt ?? tx.now) : null }),
        version: row.version + 1,
        updatedAt: tx.now,
      })
      .where(and(eq(integration.workspaceId, tx.workspaceId), eq(integration.id, id)))
      .returning();
    const after = await toIntegration(tx, changed ?? row);
    await recordAudit(tx, {
      action: "integration.edit",
      objectKind: "integration",
      objectId: id,
      before: await toIntegration(tx, row),
      after,
    });
    return after;
  });
}

async function refuseTakenName(ctx: Ctx, id: string, name: string): Promise<void> {
  const [taken] = await ctx.db
    .select({ id: integration.id })
    .from(integration)
    .where(
      and(
        eq(integration.workspaceId, ctx.workspaceId),
        ne(integration.id, id),
        sql`lower(${integration.name}) = lower(${name})`,
      ),
    )
    .limit(1);
  if (taken) throw nameTaken(name);
}
