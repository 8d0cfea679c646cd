import { and, eq, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { authUser, invitation, member, person } from "@/db/schema";
import type { Actor } from "@/domain/access/actor";
import { canKeepMembers } from "@/domain/access/workspace";
import { Conflict, Invalid } from "@/domain/errors";
import type { Invitation, InvitationInput } from "@/domain/invitation/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { refuseBeyond } from "@/server/limits/refuse-beyond";
import { authoriseGrants, readGrants } from "@/server/member/stored-grants";
import { makeInvitationToken } from "./invitation-token";
import { INVITATIONS_MAX, INVITING_NEEDS, selectInvitations } from "./queries";
import { revokeOpen } from "./revoke";

const DAY_MS = 86_400_000;

/** Lets one e-mail address join; returns the invitation with its token, this once. An earlier one is revoked. */
export function createInvitation(
  ctx: Ctx,
  input: InvitationInput,
): Promise<{ invitation: Invitation; token: string }> {
  authorise(canKeepMembers(ctx.actor), INVITING_NEEDS);
  const email = input.email.toLowerCase();
  return inTransaction(ctx, async (tx) => {
    const grants = await readGrants(tx, input.grants);
    authoriseGrants(tx.actor, grants);
    await refuseMember(tx, email);
    await refuseTooMany(tx);
    if (input.personId) await refuseTied(tx, input.personId);
    await revokeOpen(tx, sql`lower(${invitation.email}) = ${email}`);
    const { text, hash } = makeInvitationToken();
    const id = uuidv7();
    await tx.db.insert(invitation).values({
      workspaceId: tx.workspaceId,
      id,
      email,
      tokenHash: hash,
      grants,
      personId: input.personId ?? null,
      invitedBy: tx.actor.name,
      invitedByUserId: inviterOf(tx.actor),
      createdAt: tx.now,
      expiresAt: new Date(tx.now.getTime() + input.expiresInDays * DAY_MS),
    });
    const [made] = await selectInvitations(tx, eq(invitation.id, id));
    if (!made) throw new Error("The invitation was not found right after it was made.");
    await recordAudit(tx, {
      action: "invitation.create",
      objectKind: "invitation",
      objectId: id,
      after: made,
    });
    return { invitation: made, token: text };
  });
}

function inviterOf(actor: Actor): string | null {
  if (actor.kind === "user") return actor.id;
  return actor.kind === "token" ? actor.userId : null;
}

async function refuseMember(ctx: Ctx, email: string): Promise<void> {
  const [found] = await ctx.db
    .select({ deactivatedAt: member.deactivatedAt })
    .from(member)
    .innerJoin(authUser, eq(authUser.id, member.userId))
    .where(and(eq(member.workspaceId, ctx.workspaceId), eq(sql`lower(${authUser.email})`, email)));
  if (!found) return;
  const fix =
    found.deactivatedAt === null
      ? "Edit their roles instead."
      : "They are deactivated: reactivate them instead.";
  throw new Conflict("already-member", `${email} is a member of this workspace already. ${fix}`, "email");
}

async function refuseTied(ctx: Ctx, personId: string): Promise<void> {
  const [found] = await ctx.db
    .select({ onRoster: person.onRoster, memberId: member.id })
    .from(person)
    .leftJoin(member, and(eq(member.workspaceId, person.workspaceId), eq(member.personId, person.id)))
    .where(and(eq(person.workspaceId, ctx.workspaceId), eq(person.id, personId)));
  if (!found?.onRoster) throw new Invalid("personId", "There is no such person on the roster.");
  if (found.memberId === null) return;
  throw new Conflict("person-taken", "A member is this person already. Choose somebody else.", "personId");
}

const refuseTooMany = (ctx: Ctx) =>
  refuseBeyond(ctx, invitation, {
    max: INVITATIONS_MAX,
    code: "too-many-invitations",
    message: `The workspace has ${INVITATIONS_MAX} open invitations; revoke some that nobody will accept.`,
    where: and(isNull(invitation.acceptedAt), isNull(invitation.revokedAt)),
  });
