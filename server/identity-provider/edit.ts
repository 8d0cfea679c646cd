import { and, eq } from "drizzle-orm";
import { identityProvider } from "@/db/schema";
import { canKeepIdentityProviders } from "@/domain/access/workspace";
import { Invalid, PreconditionFailed } from "@/domain/errors";
import type { IdentityProvider, IdentityProviderEdit } from "@/domain/identity-provider/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { KEEPING_NEEDS, lockIdentityProvider, teamNames, toIdentityProvider } from "./queries";
import { endSessionsOf, sealClientSecret, storedGroupRoles, withdrawGrants } from "./stored";

/**
 * Changes what is named. Another issuer is somebody else vouching, and one that is switched off vouches for nobody: both
 * end the sessions and withdraw the roles that came from it.
 */
export function editIdentityProvider(
  ctx: Ctx,
  { id, version, edit }: { id: string; version: number | null; edit: IdentityProviderEdit },
): Promise<IdentityProvider> {
  authorise(canKeepIdentityProviders(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const row = await lockIdentityProvider(tx, id);
    if (version !== null && version !== row.version) throw new PreconditionFailed(row.version);
    const { clientSecret, groupRoles, ...columns } = edit;
    const hasNewIssuer = edit.issuer !== undefined && edit.issuer !== row.issuer;
    if (hasNewIssuer && row.clientSecretSealed !== null && clientSecret === undefined) {
      throw new Invalid(
        "clientSecret",
        "Give the client secret again: the stored one is never sent to another issuer.",
      );
    }
    const [changed] = await tx.db
      .update(identityProvider)
      .set({
        ...columns,
        ...(clientSecret === undefined
          ? {}
          : { clientSecretSealed: sealClientSecret(tx.workspaceId, id, clientSecret) }),
        ...(groupRoles === undefined ? {} : { groupRoles: await storedGroupRoles(tx, groupRoles) }),
        version: row.version + 1,
        updatedAt: tx.now,
      })
      .where(and(eq(identityProvider.workspaceId, tx.workspaceId), eq(identityProvider.id, id)))
      .returning();
    const after = changed ?? row;
    const vouchesNoMore = hasNewIssuer || !after.enabled;
    if (vouchesNoMore) await endSessionsOf(tx, id);
    await withdrawGrants(tx, id, vouchesNoMore ? [] : after.groupRoles);
    const teams = await teamNames(tx);
    await recordAudit(tx, {
      action: "identity-provider.edit",
      objectKind: "identity-provider",
      objectId: id,
      before: toIdentityProvider(row, teams),
      after: {
        ...toIdentityProvider(after, teams),
        ...(clientSecret === undefined ? {} : { clientSecretReplaced: true }),
      },
    });
    return toIdentityProvider(after, teams);
  });
}
