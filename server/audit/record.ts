import { v7 as uuidv7 } from "uuid";
import { auditEvent } from "@/db/schema";
import { storable, storableText } from "@/domain/audit/jsonb-text";
import type { Ctx } from "@/server/context";
import { hashesOf } from "./hash";

export interface AuditEntry {
  /** The verb, as the command is named: "incident.acknowledge". */
  action: string;
  objectKind: string;
  objectId: string;
  before?: unknown;
  after?: unknown;
  /** Given by an event whose own content refers to its id. */
  id?: string;
}

/**
 * Writes who did what; called inside the transaction of the change it records. It waits for nobody: the row's place in
 * the chain is given afterwards.
 * @returns the ids of the events
 */
export async function recordAudit(ctx: Ctx, ...entries: AuditEntry[]): Promise<string[]> {
  if (entries.length === 0) return [];
  const rows = entries.map((entry) => auditRow(ctx, entry));
  await ctx.db.insert(auditEvent).values(rows);
  return rows.map(({ id }) => id);
}

export type AuditRow = ReturnType<typeof auditRow>;

/** The row of an event, for a statement that writes it together with what it records. */
export function auditRow(ctx: Ctx, entry: AuditEntry) {
  const core = {
    workspaceId: ctx.workspaceId,
    id: entry.id ?? uuidv7({ msecs: ctx.now.getTime() }),
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.kind === "system" ? null : storableText(ctx.actor.id),
    action: storableText(entry.action),
    objectKind: storableText(entry.objectKind),
    objectId: storableText(entry.objectId),
    requestId: storableText(ctx.requestId),
  };
  const details = {
    actorName: storableText(ctx.actor.name),
    address: ctx.address ? storableText(ctx.address) : null,
    before: storable(entry.before),
    after: storable(entry.after),
  };
  const hashes = hashesOf({ ...core, atMs: ctx.now.getTime() }, details);
  return { ...core, ...details, ...hashes, at: ctx.now };
}
