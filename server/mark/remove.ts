import { and, eq } from "drizzle-orm";
import { mark } from "@/db/schema";
import { canKeepMarks } from "@/domain/access/incident";
import { NotFound } from "@/domain/errors";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { toMark } from "./queries";

export function removeMark(ctx: Ctx, id: string): Promise<void> {
  authorise(
    canKeepMarks(ctx.actor),
    "Removing a mark needs the responder, the author or the policy owner role.",
  );
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .delete(mark)
      .where(and(eq(mark.workspaceId, tx.workspaceId), eq(mark.id, id)))
      .returning();
    if (!row) throw new NotFound("mark", id);
    await recordAudit(tx, { action: "mark.remove", objectKind: "mark", objectId: id, before: toMark(row) });
  });
}
