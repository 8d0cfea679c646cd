import { and, eq } from "drizzle-orm";
import { signOffRequest } from "@/db/schema";
import { canHandOver } from "@/domain/access/sign-off";
import { Conflict, Invalid } from "@/domain/errors";
import { approvalRefusal, signerRefusal } from "@/domain/sign-off/refusal";
import type { HandOverInput, SignOffRequestDetail } from "@/domain/sign-off/request-schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { readRequestDetail } from "./read-request";
import { readSignerOf } from "./signer";
import { addEvent, type OpenRequest, openRequest, type RequestReference, teamIdsOf } from "./signing";

/** Asks one person in particular; it still counts whoever signs. Null lets go of it, for whoever may. */
export async function handOverRequest(
  ctx: Ctx,
  command: RequestReference & HandOverInput,
): Promise<SignOffRequestDetail> {
  const id = await inTransaction(ctx, async (tx) => {
    const open = await openRequest(tx, command);
    const { request, subject } = open;
    authorise(
      canHandOver(tx.actor, { teamIds: teamIdsOf(subject), authorId: subject.author.personId }),
      "Handing a sign-off over needs the reviewer role for a team whose service it touches.",
    );
    if (request.state !== "waiting" && request.state !== "declined" && request.state !== "missing") {
      throw new Conflict("already-decided", "Nothing is waited for here any more.");
    }
    if (request.assigneeId === command.to) return request.id;
    const name = command.to === null ? null : await nameOfSigner(tx, open, command.to);
    await tx.db
      .update(signOffRequest)
      .set({ assigneeId: command.to, version: request.version + 1, updatedAt: tx.now })
      .where(and(eq(signOffRequest.workspaceId, tx.workspaceId), eq(signOffRequest.id, request.id)));
    const what = name === null ? "Let go of, for whoever may sign" : `Handed over to ${name}`;
    const comment = command.comment == null ? "." : `: ${command.comment}`;
    await addEvent(tx, request.id, { kind: "handed-over", body: `${what}${comment}` });
    await recordAudit(tx, {
      action: "sign-off.hand-over",
      objectKind: "sign-off-request",
      objectId: request.id,
      before: { assigneeId: request.assigneeId },
      after: { assigneeId: command.to, comment: command.comment ?? null, title: request.title },
    });
    return request.id;
  });
  return readRequestDetail(ctx, id);
}

/** Nobody is handed what they could not sign. */
async function nameOfSigner(ctx: Ctx, { subject, deciding }: OpenRequest, personId: string): Promise<string> {
  const signer = await readSignerOf(ctx, personId);
  if (signer === null)
    throw new Invalid("to", `No person ${personId} in this workspace.`, "person-not-found");
  const at = subject.liveAt ?? ctx.now.toISOString();
  const refusal =
    signerRefusal(subject, signer) ?? approvalRefusal(subject, signer, { policy: deciding.policy, at });
  if (refusal === null) return signer.name;
  throw new Conflict(
    "could-not-sign",
    `${signer.name} could not sign this (${refusal.code}). Choose somebody else.`,
    "to",
  );
}
