import { and, desc, eq } from "drizzle-orm";
import { auditEvent } from "@/db/schema";
import { PreconditionFailed } from "@/domain/errors";
import type { Ctx } from "@/server/context";

/** The refusal of an edit that was made from an earlier version: it tells the present one, and whose that is. */
export async function staleEdit(
  ctx: Ctx,
  currentVersion: number,
  [objectKind, objectId]: [kind: string, id: string],
): Promise<PreconditionFailed> {
  const [latest] = await ctx.db
    .select({ by: auditEvent.actorName, at: auditEvent.at })
    .from(auditEvent)
    .where(
      and(
        eq(auditEvent.workspaceId, ctx.workspaceId),
        eq(auditEvent.objectKind, objectKind),
        eq(auditEvent.objectId, objectId),
      ),
    )
    .orderBy(desc(auditEvent.at), desc(auditEvent.id))
    .limit(1);
  const changed = latest === undefined ? null : { by: latest.by, at: latest.at.toISOString() };
  return new PreconditionFailed(currentVersion, changed);
}
