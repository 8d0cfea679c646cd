import { v7 as uuidv7 } from "uuid";
import { auditEvent } from "@/db/schema";
import type { Ctx } from "@/server/context";

export interface AuditEntry {
  /** The verb, as the command is named: "incident.acknowledge". */
  action: string;
  objectKind: string;
  objectId: string;
  before?: unknown;
  after?: unknown;
}

/** Writes who did what; called inside the transaction of the change it records. */
export async function recordAudit(ctx: Ctx, ...entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await ctx.db.insert(auditEvent).values(
    entries.map((entry) => ({
      workspaceId: ctx.workspaceId,
      id: uuidv7({ msecs: ctx.now.getTime() }),
      at: ctx.now,
      actorKind: ctx.actor.kind,
      actorId: ctx.actor.kind === "system" ? null : ctx.actor.id,
      actorName: ctx.actor.name,
      action: entry.action,
      objectKind: entry.objectKind,
      objectId: entry.objectId,
      before: entry.before ?? null,
      after: entry.after ?? null,
      requestId: ctx.requestId,
    })),
  );
}
