import { and, eq, inArray } from "drizzle-orm";
import { signOff } from "@/db/schema";
import { Conflict } from "@/domain/errors";
import {
  approvalRefusal,
  revisionRefusal,
  type Signer,
  signerRefusal,
  standingWord,
} from "@/domain/sign-off/refusal";
import type { ApprovalInput, DeclineInput, SignOffRequestDetail } from "@/domain/sign-off/request-schema";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { idMaker } from "@/server/new-id";
import { notifyAll } from "@/server/notification/notify";
import { assessSubjects } from "./assess";
import { givenNotice } from "./assessed-notices";
import { readRequestDetail } from "./read-request";
import { readSigner } from "./signer";
import {
  addEvent,
  authoriseSigning,
  type OpenRequest,
  openRequest,
  type RequestReference,
  refuseEndedAction,
  refuseTokenForAgent,
  throwRefusal,
} from "./signing";

type Decision = "approved" | "declined";

interface Word {
  decision: Decision;
  revision?: string | null | undefined;
  comment?: string | null | undefined;
}

/** Approves a request at its final revision, with the level that the approver has today. */
export function approveRequest(
  ctx: Ctx,
  command: RequestReference & ApprovalInput,
): Promise<SignOffRequestDetail> {
  return giveWord(ctx, command, { ...command, decision: "approved" });
}

/** Holds the final revision back for as long as this stands, whoever else approves. */
export function declineRequest(
  ctx: Ctx,
  command: RequestReference & DeclineInput,
): Promise<SignOffRequestDetail> {
  return giveWord(ctx, command, { ...command, decision: "declined" });
}

async function giveWord(ctx: Ctx, reference: RequestReference, word: Word): Promise<SignOffRequestDetail> {
  const id = await inTransaction(ctx, async (tx) => {
    const open = await openRequest(tx, reference);
    authoriseSigning(tx, open.subject, word.decision === "approved" ? "Approving" : "Declining");
    const signer = await readSigner(tx);
    refuse(tx, open, { signer, word });
    refuseTokenForAgent(tx, open.request);
    await refuseEndedAction(tx, open.request);
    await takeBackOpposite(tx, open, { signer, word });
    await addWord(tx, open, { signer, word });
    const [assessed] = await assessSubjects(tx, [open.key], { isTold: true });
    const given = { decision: word.decision, name: tx.actor.name, comment: word.comment ?? null };
    await notifyAll(tx, [givenNotice(assessed?.after ?? open.request, given)]);
    return open.request.id;
  });
  return readRequestDetail(ctx, id);
}

function refuse(
  ctx: Ctx,
  { subject, request, deciding }: OpenRequest,
  given: { signer: Signer; word: Word },
): void {
  const { signer, word } = given;
  throwRefusal(signerRefusal(subject, signer));
  throwRefusal(revisionRefusal({ ...subject.draft, revision: subject.draft.revision }, word.revision));
  const words = word.decision === "approved" ? subject.approvals : subject.declines;
  const own = { personId: signer.personId, revision: subject.draft.revision };
  if (standingWord(words, own) !== null) {
    throw new Conflict("already-signed", `You have ${word.decision} this revision already.`);
  }
  const isLive = subject.liveAt !== null;
  if (isLive && ["satisfied", "late", "waived"].includes(request.state)) {
    throw new Conflict("already-decided", "It went live with what was asked for. Nothing is left to decide.");
  }
  if (request.state === "lapsed") {
    throw new Conflict("already-decided", "Nothing is asked for any more.");
  }
  if (word.decision === "declined") return;
  if (request.state === "satisfied" || request.state === "late") {
    throw new Conflict("already-decided", "Everything that is asked for has been given already.");
  }
  const at = subject.liveAt ?? ctx.now.toISOString();
  throwRefusal(approvalRefusal(subject, signer, { policy: deciding.policy, at }));
}

/** Who changes their mind takes their other word back; both stay on record. */
async function takeBackOpposite(
  ctx: Ctx,
  { request, subject }: OpenRequest,
  { signer, word }: { signer: Signer; word: Word },
): Promise<void> {
  const stands = subject.signOffs.filter(
    (row) => row.personId === signer.personId && row.decision !== word.decision && row.withdrawnAt === null,
  );
  if (stands.length === 0) return;
  await ctx.db
    .update(signOff)
    .set({
      withdrawnAt: ctx.now,
      withdrawnBy: ctx.actor.name,
      withdrawnReason: word.decision === "approved" ? "Approved after all." : "Declined after all.",
    })
    .where(
      and(
        eq(signOff.workspaceId, ctx.workspaceId),
        eq(signOff.requestId, request.id),
        inArray(
          signOff.id,
          stands.map(({ id }) => id),
        ),
      ),
    );
}

async function addWord(
  ctx: Ctx,
  { request, subject }: OpenRequest,
  { signer, word }: { signer: Signer; word: Word },
): Promise<void> {
  const id = idMaker(ctx)();
  const { actor } = ctx;
  const { revision } = subject.draft;
  await ctx.db.insert(signOff).values({
    workspaceId: ctx.workspaceId,
    requestId: request.id,
    id,
    personId: signer.personId,
    userId: actor.kind === "user" ? actor.id : actor.kind === "token" ? actor.userId : null,
    decision: word.decision,
    level: signer.level,
    teamId: signer.teamId,
    roles: [...signer.roles],
    revision,
    at: ctx.now,
    source: actor.kind === "token" ? "api" : "app",
    comment: word.comment ?? null,
    recordedAt: ctx.now,
  });
  const what = `${word.decision === "approved" ? "Approved" : "Declined"}${revision === null ? "" : ` ${revision.slice(0, 7)}`}`;
  const comment = word.comment == null ? "." : `: ${word.comment}`;
  await addEvent(ctx, request.id, { kind: word.decision, body: `${what}${comment}` });
  await recordAudit(ctx, {
    action: word.decision === "approved" ? "sign-off.approve" : "sign-off.decline",
    objectKind: "sign-off-request",
    objectId: request.id,
    after: {
      revision,
      level: signer.level,
      comment: word.comment ?? null,
      title: request.title,
      signOffId: id,
    },
  });
}
