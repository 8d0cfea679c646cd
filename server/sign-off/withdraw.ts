import { and, eq } from "drizzle-orm";
import { signOff } from "@/db/schema";
import { canSignOffSomewhere } from "@/domain/access/sign-off";
import { Conflict, Forbidden, NotFound } from "@/domain/errors";
import type { SignOffRequestDetail } from "@/domain/sign-off/request-schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { assessSubjects } from "./assess";
import { readRequestDetail } from "./read-request";
import { personOf } from "./signer";
import { addEvent, openRequest, type RequestReference } from "./signing";

interface WithdrawCommand extends RequestReference {
  signOffId: string;
  reason: string;
}

/** Takes one's own word back. It stays on record, with when and why; from now on it does not count. */
export async function withdrawSignOff(ctx: Ctx, command: WithdrawCommand): Promise<SignOffRequestDetail> {
  authorise(canSignOffSomewhere(ctx.actor), "Taking a sign-off back needs the reviewer role.");
  const id = await inTransaction(ctx, async (tx) => {
    const { request, subject, key } = await openRequest(tx, command);
    const row = subject.signOffs.find((one) => one.id === command.signOffId);
    if (row === undefined) throw new NotFound("sign-off", command.signOffId);
    if (row.personId !== personOf(tx.actor)) {
      throw new Forbidden("Only whoever gave a sign-off takes it back.");
    }
    if (row.withdrawnAt !== null) throw new Conflict("already-withdrawn", "It was taken back already.");
    await tx.db
      .update(signOff)
      .set({ withdrawnAt: tx.now, withdrawnBy: tx.actor.name, withdrawnReason: command.reason })
      .where(
        and(
          eq(signOff.workspaceId, tx.workspaceId),
          eq(signOff.requestId, request.id),
          eq(signOff.id, row.id),
        ),
      );
    await addEvent(tx, request.id, { kind: "withdrawn", body: command.reason });
    await assessSubjects(tx, [key], { isTold: true });
    await recordAudit(tx, {
      action: "sign-off.withdraw",
      objectKind: "sign-off-request",
      objectId: request.id,
      before: { decision: row.decision, revision: row.revision },
      after: { signOffId: row.id, reason: command.reason, title: request.title },
    });
    return request.id;
  });
  return readRequestDetail(ctx, id);
}
