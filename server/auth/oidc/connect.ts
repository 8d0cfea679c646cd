import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { authCredential } from "@/db/schema";
import type { Actor } from "@/domain/access/actor";
import { recordAudit } from "@/server/audit/record";
import { sessionPrincipal } from "@/server/auth/session";
import { type Ctx, inTransaction } from "@/server/context";
import { actorIn } from "@/server/member/actor";
import { accountIdOf } from "./admit";
import type { Vouched } from "./claims";
import type { ProviderRow } from "./configuration";
import type { OidcDependencies } from "./dependencies";
import { SsoFailure } from "./failure";

/** The member that the request's session is of, if it is the session that began to connect. */
export async function requireLinkingSession(
  dependencies: OidcDependencies,
  ctx: Ctx,
  headers: Headers,
  begun: { userId: string; sessionId: string | null },
): Promise<Actor> {
  const principal = await sessionPrincipal(dependencies.accounts().on(ctx.db), headers);
  const isSame = principal?.sessionId === begun.sessionId && principal?.userId === begun.userId;
  if (principal === null || !isSame) throw new SsoFailure("sso-connect-session");
  const actor = await actorIn(ctx.db, principal, ctx.workspaceId);
  if (actor === null) throw new SsoFailure("sso-not-a-member", undefined, principal.userId);
  return actor;
}

/** Connects the account at the provider to the actor's own, so that the next sign-in finds it. */
export function connect(ctx: Ctx, provider: ProviderRow, vouched: Vouched): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new SsoFailure("sso-connect-session");
  return inTransaction(ctx, async (tx) => {
    const accountId = accountIdOf(vouched);
    const [made] = await tx.db
      .insert(authCredential)
      .values({
        id: uuidv7(),
        userId: actor.id,
        providerId: provider.id,
        accountId,
        createdAt: tx.now,
        updatedAt: tx.now,
      })
      .onConflictDoNothing()
      .returning({ id: authCredential.id });
    if (made) {
      const after = { provider: provider.name, userId: actor.id };
      await recordAudit(tx, { action: "identity.connect", objectKind: "identity", objectId: made.id, after });
      return;
    }
    const [there] = await tx.db
      .select({ userId: authCredential.userId })
      .from(authCredential)
      .where(and(eq(authCredential.providerId, provider.id), eq(authCredential.accountId, accountId)));
    if (there?.userId !== actor.id) throw new SsoFailure("sso-connected-elsewhere", undefined, actor.id);
  });
}
