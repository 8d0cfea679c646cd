import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { auditEvent } from "@/db/schema";
import type { Ctx } from "@/server/context";

export const auditEventSchema = z
  .object({
    id: z.string(),
    at: z.string(),
    actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
    action: z.string(),
    objectKind: z.string(),
    objectId: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    requestId: z.string(),
  })
  .meta({ id: "AuditEvent" });

export type AuditEvent = z.output<typeof auditEventSchema>;

export interface AuditQuery {
  objectKind?: string;
  objectId?: string;
  limit: number;
  cursor?: { at: string; id: string };
}

/** A page of who did what, newest first; the key of the next page is the last one's time and id. */
export async function listAudit(
  ctx: Ctx,
  query: AuditQuery,
): Promise<{ events: AuditEvent[]; next: { at: string; id: string } | null }> {
  const rows = await ctx.db
    .select()
    .from(auditEvent)
    .where(
      and(
        eq(auditEvent.workspaceId, ctx.workspaceId),
        query.objectKind === undefined ? undefined : eq(auditEvent.objectKind, query.objectKind),
        query.objectId === undefined ? undefined : eq(auditEvent.objectId, query.objectId),
        query.cursor
          ? sql`(${auditEvent.at}, ${auditEvent.id}) < (${query.cursor.at}::timestamptz, ${query.cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(auditEvent.at), desc(auditEvent.id))
    .limit(query.limit + 1);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    events: shown.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
      action: row.action,
      objectKind: row.objectKind,
      objectId: row.objectId,
      before: row.before,
      after: row.after,
      requestId: row.requestId,
    })),
    next: rows.length > query.limit && last ? { at: last.at.toISOString(), id: last.id } : null,
  };
}
