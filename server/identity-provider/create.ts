import { v7 as uuidv7 } from "uuid";
import { identityProvider } from "@/db/schema";
import { canKeepIdentityProviders } from "@/domain/access/workspace";
import { Conflict } from "@/domain/errors";
import type { IdentityProvider, IdentityProviderInput } from "@/domain/identity-provider/schema";
import { slugOf } from "@/domain/import/service-registry";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { KEEPING_NEEDS, teamNames, toIdentityProvider } from "./queries";
import { sealClientSecret, storedGroupRoles } from "./stored";

export function createIdentityProvider(ctx: Ctx, input: IdentityProviderInput): Promise<IdentityProvider> {
  authorise(canKeepIdentityProviders(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const id = uuidv7({ msecs: tx.now.getTime() });
    const { clientSecret, groupRoles, ...columns } = input;
    const [row] = await tx.db
      .insert(identityProvider)
      .values({
        ...columns,
        workspaceId: tx.workspaceId,
        id,
        slug: slugOf(input.name) || id,
        clientSecretSealed: sealClientSecret(tx.workspaceId, id, clientSecret),
        groupRoles: await storedGroupRoles(tx, groupRoles),
        createdAt: tx.now,
        updatedAt: tx.now,
      })
      .onConflictDoNothing()
      .returning();
    if (!row) {
      throw new Conflict(
        "identity-provider-exists",
        `There is a provider called ${input.name} already. Choose another name.`,
        "name",
      );
    }
    const created = toIdentityProvider(row, await teamNames(tx));
    await recordAudit(tx, {
      action: "identity-provider.create",
      objectKind: "identity-provider",
      objectId: id,
      after: created,
    });
    return created;
  });
}
