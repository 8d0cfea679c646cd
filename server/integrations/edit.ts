import { and, eq } from "drizzle-orm";
import { integration } from "@/db/schema";
import { canKeepIntegrations } from "@/domain/access/change";
import { Invalid, PreconditionFailed } from "@/domain/errors";
import type { Integration, IntegrationEdit } from "@/domain/integration/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { resendFailed } from "@/server/commit-status/resend-failed";
import { type Ctx, inTransaction } from "@/server/context";
import { refuseTakenName } from "@/server/limits/refuse-taken-name";
import { nameTaken } from "./create";
import { findRow, type IntegrationRow, KEEPING_NEEDS, toIntegration } from "./queries";
import { sealApiToken } from "./secret";

/**
 * Renames it, switches it off and on, or enters the token with which something is said back to the host; while off,
 * what its sender posts is refused, and nothing is said.
 */
export function editIntegration(
  ctx: Ctx,
  { id, version, edit }: { id: string; version: number | null; edit: IntegrationEdit },
): Promise<Integration> {
  authorise(canKeepIntegrations(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const row = await findRow(tx, id);
    if (version !== null && version !== row.version) throw new PreconditionFailed(row.version);
    if (edit.name !== undefined) {
      await refuseTakenName(tx, integration, { id, name: edit.name }, nameTaken);
    }
    const [changed] = await tx.db
      .update(integration)
      .set({
        ...apiOf(row, edit),
        ...(edit.name === undefined ? {} : { name: edit.name }),
        ...(edit.disabled === undefined
          ? {}
          : { disabledAt: edit.disabled ? (row.disabledAt ?? tx.now) : null }),
        version: row.version + 1,
        updatedAt: tx.now,
      })
      .where(and(eq(integration.workspaceId, tx.workspaceId), eq(integration.id, id)))
      .returning();
    if (edit.apiToken) await resendFailed(tx, id);
    const after = await toIntegration(tx, changed ?? row);
    await recordAudit(tx, {
      action: "integration.edit",
      objectKind: "integration",
      objectId: id,
      before: await toIntegration(tx, row),
      after,
    });
    return after;
  });
}

function apiOf(row: IntegrationRow, { apiToken, apiUrl }: IntegrationEdit) {
  if (apiToken === undefined && apiUrl === undefined) return {};
  if (row.kind !== "github") {
    const field = apiToken === undefined ? "apiUrl" : "apiToken";
    throw new Invalid(
      field,
      "Only GitHub is told anything back, so only its integrations take an API token.",
    );
  }
  return {
    ...(apiUrl === undefined ? {} : { apiUrl }),
    ...(apiToken === undefined
      ? {}
      : { sealedApiToken: apiToken === null ? null : sealApiToken(row, apiToken) }),
  };
}
