import { and, eq } from "drizzle-orm";
import { authCredential, authOidcAttempt, identityProvider } from "@/db/schema";
import { canKeepIdentityProviders } from "@/domain/access/workspace";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { KEEPING_NEEDS, lockIdentityProvider, teamNames, toIdentityProvider } from "./queries";
import { endSessionsOf, withdrawGrants } from "./stored";

/** Removes the provider, with the sessions, the roles and the connected accounts that stood on it. Members stay. */
export function removeIdentityProvider(ctx: Ctx, id: string): Promise<void> {
  authorise(canKeepIdentityProviders(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const row = await lockIdentityProvider(tx, id);
    await endSessionsOf(tx, id);
    await withdrawGrants(tx, id, []);
    await tx.db.delete(authOidcAttempt).where(eq(authOidcAttempt.identityProviderId, id));
    await tx.db.delete(authCredential).where(eq(authCredential.providerId, id));
    await tx.db
      .delete(identityProvider)
      .where(and(eq(identityProvider.workspaceId, tx.workspaceId), eq(identityProvider.id, id)));
    await recordAudit(tx, {
      action: "identity-provider.remove",
      objectKind: "identity-provider",
      objectId: id,
      before: toIdentityProvider(row, await teamNames(tx)),
    });
  });
}
