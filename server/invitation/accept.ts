import { and, eq, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { authCredential, authUser, invitation, member, person, workspace } from "@/db/schema";
import { Conflict, Forbidden, Invalid } from "@/domain/errors";
import type { AcceptanceInput } from "@/domain/invitation/schema";
import { recordAudit } from "@/server/audit/record";
import { refuseWeakPassword } from "@/server/auth/common-passwords";
import type { Principal } from "@/server/auth/principal";
import type { Ctx } from "@/server/context";
import { insertGrants } from "@/server/member/stored-grants";
import { type Account, findAccount, openInvitation } from "./queries";

interface Acceptance {
  db: Database;
  now: Date;
  requestId: string;
  address?: string | null;
  principal: Principal | null;
  hashPassword(password: string): Promise<string>;
}

export interface Accepted {
  userId: string;
  workspaceId: string;
  workspace: string;
  /** Whether the account was made just now, so that nobody is signed in to it yet. */
  isNew: boolean;
}

/**
 * Joins the workspace: as a new account, or as the one that is signed in with the invited address. The invitation's lock
 * lets one acceptance through; all of it is one transaction.
 */
export function acceptInvitation(
  { db, principal, hashPassword, ...request }: Acceptance,
  input: AcceptanceInput,
): Promise<Accepted> {
  return db.transaction(async (tx) => {
    const { now } = request;
    const invited = await openInvitation({ db: tx, now }, input.token, { lock: true });
    const existing = await findAccount(tx, invited.email);
    if (principal !== null) refuseOther(principal, invited, existing);
    else if (existing !== null) {
      throw new Conflict(
        "sign-in-first",
        `There is an account for ${invited.email} already. Sign in with it, then accept the invitation.`,
      );
    }
    const user = existing ?? (await addAccount(tx, now, invited.email, input, hashPassword));
    const ctx: Ctx = {
      ...request,
      db: tx,
      workspaceId: invited.workspaceId,
      actor: { kind: "user", ...user, personId: null, grants: [] },
    };
    await join(ctx, user, invited);
    const [found] = await tx
      .select({ slug: workspace.slug })
      .from(workspace)
      .where(eq(workspace.workspaceId, invited.workspaceId));
    return {
      userId: user.id,
      workspaceId: invited.workspaceId,
      workspace: found?.slug ?? "",
      isNew: existing === null,
    };
  });
}

type InvitationRow = typeof invitation.$inferSelect;

function refuseOther(principal: Principal, invited: InvitationRow, existing: Account | null): void {
  if (principal.kind === "token") {
    throw new Forbidden("An invitation is accepted by a person; send it without a token.");
  }
  if (principal.userId !== existing?.id) {
    throw new Conflict(
      "signed-in-as-another",
      `The invitation is for ${invited.email}, and you are signed in as ${principal.email}. Sign out, then open the link again.`,
    );
  }
  if (principal.onlyWorkspaceId !== null && principal.onlyWorkspaceId !== invited.workspaceId) {
    throw new Conflict(
      "session-of-another-workspace",
      "You are signed in through another workspace's identity provider, which vouches for you there only. Sign in with your password.",
    );
  }
}

async function addAccount(
  tx: Database,
  now: Date,
  email: string,
  { name, password }: AcceptanceInput,
  hashPassword: Acceptance["hashPassword"],
): Promise<Account> {
  if (name === undefined) throw new Invalid("name", "Say what you are called.");
  if (password === undefined) throw new Invalid("password", "Choose a password.");
  await refuseWeakPassword(password, { name, email });
  const id = uuidv7();
  const stamps = { createdAt: now, updatedAt: now };
  // Whoever has the link may use it, but nobody has shown that the address is theirs.
  const made = await tx
    .insert(authUser)
    .values({ id, name, email, emailVerified: false, ...stamps })
    .onConflictDoNothing()
    .returning({ id: authUser.id });
  if (made.length === 0) {
    throw new Conflict("sign-in-first", `There is an account for ${email} already. Sign in with it first.`);
  }
  await tx.insert(authCredential).values({
    id: uuidv7(),
    userId: id,
    providerId: "credential",
    accountId: id,
    password: await hashPassword(password),
    ...stamps,
  });
  return { id, name, email };
}

async function join(ctx: Ctx, user: Account, invited: InvitationRow): Promise<void> {
  const memberId = await findOrAddMember(ctx, user, invited);
  // Teams that are gone since then give nothing; the roles of the others are given.
  await insertGrants(ctx, memberId, await grantsStillThere(ctx, invited));
  await ctx.db
    .update(invitation)
    .set({ acceptedAt: ctx.now })
    .where(and(eq(invitation.workspaceId, ctx.workspaceId), eq(invitation.id, invited.id)));
  await recordAudit(ctx, {
    action: "invitation.accept",
    objectKind: "invitation",
    objectId: invited.id,
    after: { member: memberId, email: invited.email, grants: invited.grants },
  });
}

async function findOrAddMember(ctx: Ctx, user: Account, invited: InvitationRow): Promise<string> {
  const { workspaceId, now } = ctx;
  const id = uuidv7();
  const personId = await freePerson(ctx, invited, user.email);
  const added = await ctx.db
    .insert(member)
    .values({ workspaceId, id, userId: user.id, personId, createdAt: now, updatedAt: now })
    .onConflictDoNothing({ target: [member.workspaceId, member.userId] })
    .returning({ id: member.id });
  if (added.length > 0) return id;
  const [known] = await ctx.db
    .select({ id: member.id, deactivatedAt: member.deactivatedAt })
    .from(member)
    .where(and(eq(member.workspaceId, workspaceId), eq(member.userId, user.id)));
  if (known?.deactivatedAt === null) return known.id;
  throw new Conflict(
    "member-deactivated",
    "Your membership of this workspace was ended. Ask an admin to reactivate it.",
  );
}

/** The person named by the invitation, or else the one of the roster with the same address, unless tied meanwhile. */
async function freePerson(ctx: Ctx, invited: InvitationRow, email: string): Promise<string | null> {
  const wanted =
    invited.personId === null
      ? sql`lower(${person.email}) = ${email.toLowerCase()}`
      : eq(person.id, invited.personId);
  const [found] = await ctx.db
    .select({ id: person.id })
    .from(person)
    .leftJoin(member, and(eq(member.workspaceId, person.workspaceId), eq(member.personId, person.id)))
    .where(and(eq(person.workspaceId, ctx.workspaceId), person.onRoster, wanted, isNull(member.id)));
  return found?.id ?? null;
}

async function grantsStillThere(ctx: Ctx, invited: InvitationRow) {
  const { rows } = await ctx.db.execute<{ id: string }>(
    sql`select id from team where workspace_id = ${ctx.workspaceId}`,
  );
  const teams = new Set(rows.map(({ id }) => id));
  return invited.grants.filter(({ teamId }) => teamId === null || teams.has(teamId));
}
