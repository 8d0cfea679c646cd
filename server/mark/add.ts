import { v7 as uuidv7 } from "uuid";
import { mark } from "@/db/schema";
import { canKeepMarks } from "@/domain/access/incident";
import type { Mark, MarkInput } from "@/domain/mark/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { toMark } from "./queries";

export function addMark(ctx: Ctx, input: MarkInput): Promise<Mark> {
  authorise(
    canKeepMarks(ctx.actor),
    "Adding a mark needs the responder, the author or the policy owner role.",
  );
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .insert(mark)
      .values({ workspaceId: tx.workspaceId, id: uuidv7(), ...input, createdAt: tx.now })
      .returning();
    if (!row) throw new Error("The mark was not returned.");
    const added = toMark(row);
    await recordAudit(tx, { action: "mark.add", objectKind: "mark", objectId: added.id, after: added });
    return added;
  });
}
