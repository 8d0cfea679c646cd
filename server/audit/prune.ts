import { sql } from "drizzle-orm";
import { auditCheckpoint } from "@/db/schema";
import { canPruneAudit } from "@/domain/access/reading";
import { authorise } from "@/server/access";
import { type Ctx, inTransaction } from "@/server/context";
import type { AuditKeys, Signed } from "./keys";
import { macOf } from "./keys";
import { recordAudit } from "./record";
import { lockHead, sealAllLocked } from "./seal";

const DAY_MS = 24 * 3_600_000;
/** One transaction's worth. */
const ROWS_PER_PRUNING = 50_000;

/**
 * Deletes the beginning of the chain up to the first event that is younger than the workspace's retention, and leaves
 * a signed checkpoint from which the rest is verified. What was pruned is audited itself.
 * @returns the number of events deleted
 */
export async function pruneAudit(ctx: Ctx, keys: AuditKeys): Promise<number> {
  authorise(canPruneAudit(ctx.actor), "Pruning the audit trail needs an owner.");
  const retentionDays = await retentionDaysOf(ctx);
  if (retentionDays === null) return 0;
  const olderThan = new Date(ctx.now.getTime() - retentionDays * DAY_MS);
  for (let total = 0; ; ) {
    const pruned = await inTransaction(ctx, (tx) => pruneBatch(tx, keys, olderThan, retentionDays));
    total += pruned;
    if (pruned < ROWS_PER_PRUNING) return total;
  }
}

async function retentionDaysOf(ctx: Ctx): Promise<number | null> {
  const found = await ctx.db.execute<{ days: number | null }>(sql`
    select audit_retention_days as days from workspace where workspace_id = ${ctx.workspaceId}`);
  return found.rows[0]?.days ?? null;
}

async function pruneBatch(
  ctx: Ctx,
  keys: AuditKeys,
  olderThan: Date,
  retentionDays: number,
): Promise<number> {
  const { db, workspaceId } = ctx;
  const head = await lockHead(db, workspaceId);
  if (head === null) return 0;
  await sealAllLocked({ db, keys, now: ctx.now }, workspaceId, head);
  const end = await endOfPruned(ctx, head.position, olderThan);
  if (end === null) return 0;
  const deleted = await db.execute(sql`
    delete from audit_event where workspace_id = ${workspaceId} and position <= ${end.position}`);
  await db.execute(sql`
    delete from audit_seal where workspace_id = ${workspaceId} and position <= ${end.position}`);
  // An erasure's rows all come before its event: when the event is gone, so are they.
  await db.execute(sql`
    delete from audit_erased_row r where workspace_id = ${workspaceId} and not exists
      (select 1 from audit_event e where e.workspace_id = r.workspace_id and e.id = r.erasure_id)`);
  const checkpoint = { workspaceId, ...end, prunedAt: ctx.now, keyId: keys.current.id };
  const stored = { ...checkpoint, mac: macOf(keys.current.key, signedOfCheckpoint(checkpoint)) };
  await db
    .insert(auditCheckpoint)
    .values(stored)
    .onConflictDoUpdate({ target: auditCheckpoint.workspaceId, set: stored });
  await recordAudit(ctx, {
    action: "audit.prune",
    objectKind: "audit",
    objectId: workspaceId,
    after: {
      events: deleted.rowCount ?? 0,
      upTo: end.position,
      hash: end.hash.toString("hex"),
      olderThan: olderThan.toISOString(),
      retentionDays,
    },
  });
  return deleted.rowCount ?? 0;
}

/** The last event of the beginning of the chain that is old throughout, as far as one transaction takes it. */
async function endOfPruned(ctx: Ctx, headPosition: number, olderThan: Date) {
  const found = await ctx.db.execute<{ position: number; chain_hash: Buffer }>(sql`
    with beginning as (
      select min(position) as first from audit_event where workspace_id = ${ctx.workspaceId}
    ), younger as (
      select min(position) as position from audit_event
      where workspace_id = ${ctx.workspaceId} and at >= ${olderThan.toISOString()}::timestamptz
    )
    select position, chain_hash from audit_event where workspace_id = ${ctx.workspaceId}
      and position = least((select position from younger) - 1, ${headPosition}::bigint,
        (select first from beginning) + ${ROWS_PER_PRUNING - 1}::bigint)`);
  const [row] = found.rows;
  return row ? { position: row.position, hash: row.chain_hash } : null;
}

export function signedOfCheckpoint(checkpoint: {
  workspaceId: string;
  position: number;
  hash: Buffer;
  prunedAt: Date;
  keyId: string;
}): Signed {
  const { workspaceId, position, hash, prunedAt, keyId } = checkpoint;
  return ["checkpoint", workspaceId, position, hash.toString("hex"), prunedAt.getTime(), keyId];
}
