import { and, eq } from "drizzle-orm";
import { absence } from "@/db/schema";
import { canKeepAbsence } from "@/domain/access/roster";
import { NotFound } from "@/domain/errors";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";

/** Takes back that somebody is away. */
export function removeAbsence(ctx: Ctx, id: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const isIt = and(eq(absence.workspaceId, tx.workspaceId), eq(absence.id, id));
    const [row] = await tx.db.select().from(absence).where(isIt).for("update");
    if (row === undefined) throw new NotFound("absence", id);
    authorise(canKeepAbsence(tx.actor, row.personId), "Changing when somebody else is away needs an admin.");
    await tx.db.delete(absence).where(isIt);
    const { personId, fromDay, toDay } = row;
    const before = { personId, fromDay, toDay };
    await recordAudit(tx, { action: "absence.remove", objectKind: "absence", objectId: id, before });
  });
}
