import { and, eq, gte, sql } from "drizzle-orm";
import { commitStatus } from "@/db/schema";
import { canKeepIntegrations } from "@/domain/access/change";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";
import { KEEPING_NEEDS } from "@/server/integrations/queries";

const DAY_MS = 86_400_000;

/** With a token that may work, what failed within the last day is tried anew; what is older nobody waits for. */
export async function resendFailed(ctx: Ctx, integrationId: string): Promise<void> {
  authorise(canKeepIntegrations(ctx.actor), KEEPING_NEEDS);
  await ctx.db
    .update(commitStatus)
    .set({ status: "waiting", attempts: 0, dueAt: ctx.now, version: sql`${commitStatus.version} + 1` })
    .where(
      and(
        eq(commitStatus.workspaceId, ctx.workspaceId),
        eq(commitStatus.integrationId, integrationId),
        eq(commitStatus.status, "failed"),
        gte(commitStatus.updatedAt, new Date(ctx.now.getTime() - DAY_MS)),
      ),
    );
}
