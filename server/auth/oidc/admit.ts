import { and, eq, isNull, notExists, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { authCredential, authUser, member, person } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import type { AuditedUser } from "@/server/auth/audit-user";
import type { Ctx } from "@/server/context";
import type { Vouched } from "./claims";
import type { ProviderRow } from "./configuration";
import { SsoFailure } from "./failure";
import { replaceGroupGrants } from "./group-grants";

/** Somebody the provider vouches for becomes a user of Faultline and a member of its workspace, or is refused. */
export async function admit(ctx: Ctx, provider: ProviderRow, vouched: Vouched): Promise<AuditedUser> {
  const user = (await connectedUser(ctx, provider, vouched)) ?? (await newUser(ctx, provider, vouched));
  const memberId = await ensureMember(ctx, provider, user);
  await replaceGroupGrants(ctx, provider, memberId, vouched.groups);
  return user;
}

/** The subject is unique within its issuer only, and an issuer may be written down for several providers. */
export const accountIdOf = ({ issuer, subject }: Pick<Vouched, "issuer" | "subject">): string =>
  `${issuer}|${subject}`;

const userColumns = { id: authUser.id, name: authUser.name, email: authUser.email };

async function connectedUser(ctx: Ctx, provider: ProviderRow, vouched: Vouched): Promise<AuditedUser | null> {
  const [row] = await ctx.db
    .select(userColumns)
    .from(authCredential)
    .innerJoin(authUser, eq(authUser.id, authCredential.userId))
    .where(
      and(eq(authCredential.providerId, provider.id), eq(authCredential.accountId, accountIdOf(vouched))),
    );
  return row ?? null;
}

/** An account of the same address is never taken over: the provider vouches to its own workspace, and to no other. */
async function newUser(ctx: Ctx, provider: ProviderRow, vouched: Vouched): Promise<AuditedUser> {
  const { email } = vouched;
  if (email === null) throw new SsoFailure("sso-no-email");
  if (!vouched.isEmailVerified) throw new SsoFailure("sso-unverified-email");
  const sameAddress = () =>
    ctx.db
      .select({ id: authUser.id })
      .from(authUser)
      .where(eq(sql`lower(${authUser.email})`, email));
  const [existing] = await sameAddress();
  if (existing) throw new SsoFailure("sso-account-exists", undefined, existing.id);
  if (!provider.createsMembers) throw new SsoFailure("sso-not-a-member");
  const stamps = { createdAt: ctx.now, updatedAt: ctx.now };
  const [made] = await ctx.db
    .insert(authUser)
    // Verified for this workspace's provider, which says nothing to the others of the installation.
    .values({ id: uuidv7(), name: vouched.name ?? email, email, emailVerified: false, ...stamps })
    .onConflictDoNothing()
    .returning(userColumns);
  if (!made) throw new SsoFailure("sso-account-exists", undefined, (await sameAddress())[0]?.id ?? null);
  await ctx.db.insert(authCredential).values({
    id: uuidv7(),
    userId: made.id,
    providerId: provider.id,
    accountId: accountIdOf(vouched),
    ...stamps,
  });
  return made;
}

async function ensureMember(ctx: Ctx, provider: ProviderRow, user: AuditedUser): Promise<string> {
  const [found] = await ctx.db
    .select({ id: member.id, deactivatedAt: member.deactivatedAt })
    .from(member)
    .where(and(eq(member.workspaceId, ctx.workspaceId), eq(member.userId, user.id)))
    .for("update");
  if (found?.deactivatedAt) throw new SsoFailure("sso-deactivated", undefined, user.id);
  if (found) return found.id;
  if (!provider.createsMembers) throw new SsoFailure("sso-not-a-member", undefined, user.id);
  const id = uuidv7();
  const personId = await personOf(ctx, user.email);
  await ctx.db.insert(member).values({
    workspaceId: ctx.workspaceId,
    id,
    userId: user.id,
    personId,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  await recordAudit(ctx, {
    action: "member.create",
    objectKind: "member",
    objectId: id,
    after: { userId: user.id, email: user.email, personId, provider: provider.name },
  });
  return id;
}

/** The person on the roster with that address, when there is exactly one and nobody is tied to them yet. */
async function personOf(ctx: Ctx, email: string): Promise<string | null> {
  const taken = ctx.db
    .select({ one: sql`1` })
    .from(member)
    .where(and(eq(member.workspaceId, person.workspaceId), eq(member.personId, person.id)));
  const rows = await ctx.db
    .select({ id: person.id })
    .from(person)
    .where(
      and(
        eq(person.workspaceId, ctx.workspaceId),
        eq(sql`lower(${person.email})`, email),
        isNull(person.erasedAt),
        notExists(taken),
      ),
    )
    .limit(2);
  const [only] = rows;
  return rows.length === 1 && only !== undefined ? only.id : null;
}
