import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import { authCredential, authSession, identityProvider, member, workspace } from "@/db/schema";
import { Conflict, NotFound } from "@/domain/errors";
import type { Identities } from "@/domain/identity-provider/schema";
import { recordAudit } from "@/server/audit/record";
import type { SessionPrincipal } from "@/server/auth/principal";
import type { Ctx } from "@/server/context";

const SHOWN_MAX = 100;

type AccountContext = Omit<Ctx, "workspaceId" | "actor">;

/** A session by single sign-on sees the accounts of its own workspace's providers only. */
const reachedBy = ({ onlyWorkspaceId }: SessionPrincipal) =>
  onlyWorkspaceId === null ? undefined : eq(identityProvider.workspaceId, onlyWorkspaceId);

const providerColumns = {
  id: identityProvider.id,
  name: identityProvider.name,
  workspace: workspace.name,
};

/** The accounts at providers that are connected to the signed-in user's own, and the providers one may still connect. */
export async function listIdentities(ctx: AccountContext, principal: SessionPrincipal): Promise<Identities> {
  const connected = await ctx.db
    .select({ id: authCredential.id, connectedAt: authCredential.createdAt, provider: providerColumns })
    .from(authCredential)
    .innerJoin(identityProvider, eq(sql`${identityProvider.id}::text`, authCredential.providerId))
    .innerJoin(workspace, eq(workspace.workspaceId, identityProvider.workspaceId))
    .where(and(eq(authCredential.userId, principal.userId), reachedBy(principal)))
    .orderBy(asc(authCredential.createdAt), asc(authCredential.id))
    .limit(SHOWN_MAX);
  const connectable = await ctx.db
    .select(providerColumns)
    .from(identityProvider)
    .innerJoin(workspace, eq(workspace.workspaceId, identityProvider.workspaceId))
    .innerJoin(
      member,
      and(eq(member.workspaceId, identityProvider.workspaceId), eq(member.userId, principal.userId)),
    )
    .where(and(eq(identityProvider.enabled, true), isNull(member.deactivatedAt), reachedBy(principal)))
    .orderBy(asc(identityProvider.name), asc(identityProvider.id))
    .limit(SHOWN_MAX);
  const taken = new Set(connected.map(({ provider }) => provider.id));
  return {
    identities: connected.map((row) => ({ ...row, connectedAt: row.connectedAt.toISOString() })),
    connectable: connectable.filter(({ id }) => !taken.has(id)),
  };
}

/** Disconnects an account at a provider and ends the sessions through it; the last way to sign in stays. */
export async function disconnectIdentity(
  ctx: AccountContext,
  principal: SessionPrincipal,
  id: string,
): Promise<void> {
  await ctx.db.transaction(async (db) => {
    const [row] = await db
      .select({ provider: identityProvider })
      .from(authCredential)
      .innerJoin(identityProvider, eq(sql`${identityProvider.id}::text`, authCredential.providerId))
      .where(
        and(eq(authCredential.id, id), eq(authCredential.userId, principal.userId), reachedBy(principal)),
      );
    if (!row) throw new NotFound("identity", id);
    const others = await db
      .select({ id: authCredential.id })
      .from(authCredential)
      .where(and(eq(authCredential.userId, principal.userId), ne(authCredential.id, id)))
      .for("update");
    if (others.length === 0) {
      throw new Conflict(
        "last-way-to-sign-in",
        "This is the only way you can sign in. Set a password first, then disconnect it.",
      );
    }
    await db.delete(authCredential).where(eq(authCredential.id, id));
    await db
      .delete(authSession)
      .where(
        and(
          eq(authSession.userId, principal.userId),
          eq(authSession.identityProviderId, row.provider.id),
          ne(authSession.id, principal.sessionId),
        ),
      );
    const actor = {
      kind: "user",
      id: principal.userId,
      name: principal.name,
      email: principal.email,
      personId: null,
      grants: [],
    } as const;
    await recordAudit(
      { ...ctx, db, actor, workspaceId: row.provider.workspaceId },
      {
        action: "identity.disconnect",
        objectKind: "identity",
        objectId: id,
        before: { provider: row.provider.name, userId: principal.userId },
      },
    );
  });
}
