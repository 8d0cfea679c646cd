import { v7 as uuidv7 } from "uuid";
import { integration } from "@/db/schema";
import { canKeepIntegrations } from "@/domain/access/change";
import { Conflict } from "@/domain/errors";
import type { IntegrationInput, IntegrationWithSecret } from "@/domain/integration/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { refuseBeyond } from "@/server/limits/refuse-beyond";
import { INTEGRATIONS_MAX, KEEPING_NEEDS, toIntegration } from "./queries";
import { makeSecret, sealSecret } from "./secret";

/** Makes a place for a sender to post to, and the secret that it signs with. */
export function createIntegration(ctx: Ctx, input: IntegrationInput): Promise<IntegrationWithSecret> {
  authorise(canKeepIntegrations(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    await refuseTooMany(tx);
    const place = { workspaceId: tx.workspaceId, id: uuidv7({ msecs: tx.now.getTime() }) };
    const secret = makeSecret(input.kind);
    const [row] = await tx.db
      .insert(integration)
      .values({
        ...place,
        ...input,
        sealedSecret: sealSecret(place, secret),
        createdBy: tx.actor.name,
        createdAt: tx.now,
        updatedAt: tx.now,
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw nameTaken(input.name);
    const created = await toIntegration(tx, row);
    await recordAudit(tx, {
      action: "integration.create",
      objectKind: "integration",
      objectId: row.id,
      after: created,
    });
    return { integration: created, secret };
  });
}

export const nameTaken = (name: string) =>
  new Conflict("integration-exists", `There is an integration called ${name} already.`, "name");

const refuseTooMany = (ctx: Ctx) =>
  refuseBeyond(ctx, integration, {
    max: INTEGRATIONS_MAX,
    code: "too-many-integrations",
    message: `The workspace has ${INTEGRATIONS_MAX} integrations; remove some that nothing comes from.`,
  });
