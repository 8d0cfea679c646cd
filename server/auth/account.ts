import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { authUser, member, memberGrant, team, workspace } from "@/db/schema";
import type { Account, AccountEdit } from "@/domain/account/schema";
import { Conflict, NotFound, PreconditionFailed } from "@/domain/errors";
import { accountTransaction, type SignedInCtx } from "./account-context";
import { auditUser } from "./audit-user";
import { lockUser } from "./begin-session";
import { findHolderById } from "./credential";
import type { SessionPrincipal } from "./principal";
import { provePassword } from "./prove-password";
import { isFreshFromLink } from "./recent-link";
import { refuseForeignVouching } from "./vouched";

/** Who is signed in, and what they are in which workspace. */
export async function getAccount(db: Database, principal: SessionPrincipal, now: Date): Promise<Account> {
  const holder = await findHolderById(db, principal.userId);
  if (holder === null) throw new NotFound("user", principal.userId);
  const { id, name, email, version, twoFactorEnabled, passwordHash } = holder;
  const hasPassword = passwordHash !== null;
  const currentPasswordNeeded = hasPassword && !(await isFreshFromLink(db, principal.sessionId, now));
  return {
    user: { id, name, email, version, twoFactorEnabled, hasPassword, currentPasswordNeeded },
    workspaces: await listMemberships(db, principal),
  };
}

async function listMemberships(db: Database, principal: SessionPrincipal): Promise<Account["workspaces"]> {
  const rows = await db
    .select({
      slug: workspace.slug,
      name: workspace.name,
      isSample: workspace.isSample,
      role: memberGrant.role,
      team: team.name,
    })
    .from(member)
    .innerJoin(workspace, eq(workspace.workspaceId, member.workspaceId))
    .leftJoin(
      memberGrant,
      and(eq(memberGrant.workspaceId, member.workspaceId), eq(memberGrant.memberId, member.id)),
    )
    .leftJoin(team, and(eq(team.workspaceId, memberGrant.workspaceId), eq(team.id, memberGrant.teamId)))
    .where(
      and(
        eq(member.userId, principal.userId),
        isNull(member.deactivatedAt),
        principal.onlyWorkspaceId === null ? undefined : eq(member.workspaceId, principal.onlyWorkspaceId),
      ),
    )
    .orderBy(asc(workspace.isSample), asc(workspace.createdAt), asc(workspace.slug));
  const bySlug = new Map<string, Account["workspaces"][number]>();
  for (const { role, team: teamName, ...of } of rows) {
    const found = bySlug.get(of.slug) ?? { ...of, roles: [] };
    bySlug.set(of.slug, found);
    if (role !== null) found.roles.push({ role, team: teamName });
  }
  return [...bySlug.values()];
}

/** A new name needs nothing more; a new e-mail address is a new way in, so it takes the password where there is one. */
export async function editAccount(
  ctx: SignedInCtx,
  { version, edit }: { version: number | null; edit: AccountEdit },
): Promise<Account> {
  const before = await findHolderById(ctx.db, ctx.principal.userId);
  const movesEmail = edit.email !== undefined && edit.email !== before?.email;
  if (movesEmail) {
    await refuseForeignVouching(ctx);
    if (before?.passwordHash) await provePassword(ctx, edit.currentPassword, "currentPassword");
  }
  return accountTransaction(ctx, async (tx) => {
    const user = await lockUser(tx, tx.principal.userId);
    if (user === null) throw new NotFound("user", tx.principal.userId);
    if (version !== null && version !== user.version) throw new PreconditionFailed(user.version);
    if (movesEmail) await refuseTakenEmail(tx.db, user.id, edit.email ?? "");
    const after = { name: edit.name ?? user.name, email: edit.email ?? user.email };
    await tx.db
      .update(authUser)
      // Nobody has shown that the new address is theirs.
      .set({
        ...after,
        ...(movesEmail ? { emailVerified: false } : {}),
        version: user.version + 1,
        updatedAt: tx.now,
      })
      .where(eq(authUser.id, user.id));
    const { name, email } = user;
    if (after.name !== name || after.email !== email) {
      await auditUser(
        tx,
        { id: user.id, ...after },
        { action: "account.edit", before: { name, email }, after },
      );
    }
    return getAccount(tx.db, tx.principal, tx.now);
  });
}

async function refuseTakenEmail(db: Database, userId: string, email: string): Promise<void> {
  const [other] = await db
    .select({ id: authUser.id })
    .from(authUser)
    .where(and(eq(sql`lower(${authUser.email})`, email.toLowerCase()), ne(authUser.id, userId)));
  if (other)
    throw new Conflict("email-taken", "This e-mail address cannot be used here. Give another.", "email");
}
