import { and, eq } from "drizzle-orm";
import { mark } from "@/db/schema";
import { NotFound } from "@/domain/errors";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { toMark } from "./queries";

export function removeMark(ctx: Ctx, id: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .delete(mark)
      .where(and(eq(mark.workspaceId, tx.workspaceId), eq(mark.id, id)))
      .returning();
    if (!row) throw new NotFound("mark", id);
    await recordAudit(tx, { action: "mark.remove", objectKind: "mark", objectId: id, before: toMark(row) });
  });
}
