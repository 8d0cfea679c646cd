import { and, asc, eq, gte, inArray, sql } from "drizzle-orm";
import { integration, webhookDelivery, workspace } from "@/db/schema";
import { canKeepIntegrations } from "@/domain/access/change";
import { Conflict, NotFound } from "@/domain/errors";
import { LATELY_DAYS } from "@/domain/integration/kinds";
import type { Integration } from "@/domain/integration/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { askAll, type Ctx, inTransaction } from "@/server/context";
import { oldSecretUntil } from "@/server/secrets/old-secret";
import { SealError } from "@/server/secrets/seal";
import { openSecret } from "./secret";

export const KEEPING_NEEDS = "Integrations hold secrets and what their senders sent, so they take an admin.";
/** More sources than this nobody can look after; `createIntegration` refuses the next one. */
export const INTEGRATIONS_MAX = 200;
const DAY_MS = 86_400_000;

export type IntegrationRow = typeof integration.$inferSelect;

/** Every source of the workspace, by name. */
export async function listIntegrations(ctx: Ctx): Promise<Integration[]> {
  authorise(canKeepIntegrations(ctx.actor), KEEPING_NEEDS);
  const rows = await ctx.db
    .select()
    .from(integration)
    .where(eq(integration.workspaceId, ctx.workspaceId))
    .orderBy(asc(sql`lower(${integration.name})`), asc(integration.id))
    .limit(INTEGRATIONS_MAX);
  return toIntegrations(ctx, rows);
}

export async function getIntegration(ctx: Ctx, id: string): Promise<Integration> {
  authorise(canKeepIntegrations(ctx.actor), KEEPING_NEEDS);
  return toIntegration(ctx, await findRow(ctx, id, { lock: false }));
}

/** The secret again, for who sets the sender up; that it was shown stands in the trail. */
export function revealSecret(ctx: Ctx, id: string): Promise<{ integration: Integration; secret: string }> {
  authorise(canKeepIntegrations(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const row = await findRow(tx, id, { lock: false });
    await recordAudit(tx, {
      action: "integration.reveal-secret",
      objectKind: "integration",
      objectId: id,
    });
    return { integration: await toIntegration(tx, row), secret: openedSecret(row) };
  });
}

function openedSecret(row: IntegrationRow): string {
  try {
    return openSecret(row, row.sealedSecret);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    throw new Conflict(
      "secret-unreadable",
      `${error.message} Or make another secret and enter that at the sender.`,
      "secret",
    );
  }
}

/** The row itself, locked for a command that will change it. */
export async function findRow(
  ctx: Ctx,
  id: string,
  { lock = true }: { lock?: boolean } = {},
): Promise<IntegrationRow> {
  const query = ctx.db
    .select()
    .from(integration)
    .where(and(eq(integration.workspaceId, ctx.workspaceId), eq(integration.id, id)));
  const [row] = await (lock ? query.for("update") : query);
  if (!row) throw new NotFound("integration", id);
  return row;
}

export async function toIntegration(ctx: Ctx, row: IntegrationRow): Promise<Integration> {
  const [one] = await toIntegrations(ctx, [row]);
  if (!one) throw new NotFound("integration", row.id);
  return one;
}

async function toIntegrations(ctx: Ctx, rows: readonly IntegrationRow[]): Promise<Integration[]> {
  if (rows.length === 0) return [];
  const [[place], failed] = await askAll(
    ctx,
    () =>
      ctx.db
        .select({ slug: workspace.slug })
        .from(workspace)
        .where(eq(workspace.workspaceId, ctx.workspaceId)),
    () =>
      failedLately(
        ctx,
        rows.map(({ id }) => id),
      ),
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    path: `/api/v1/hooks/${place?.slug}/${row.id}`,
    disabledAt: row.disabledAt?.toISOString() ?? null,
    lastDeliveryAt: row.lastDeliveryAt?.toISOString() ?? null,
    oldSecretUntil: oldSecretUntil(row, ctx.now),
    hasApiToken: row.sealedApiToken !== null,
    apiUrl: row.apiUrl,
    failedLately: failed.get(row.id) ?? 0,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    version: row.version,
  }));
}

async function failedLately(ctx: Ctx, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await ctx.db
    .select({ id: webhookDelivery.integrationId, failed: sql<number>`count(*)::int` })
    .from(webhookDelivery)
    .where(
      and(
        eq(webhookDelivery.workspaceId, ctx.workspaceId),
        inArray(webhookDelivery.integrationId, [...ids]),
        sql`${webhookDelivery.status} = 'failed'`,
        gte(webhookDelivery.receivedAt, new Date(ctx.now.getTime() - LATELY_DAYS * DAY_MS)),
      ),
    )
    .groupBy(webhookDelivery.integrationId);
  return new Map(rows.map(({ id, failed }) => [id, failed]));
}
