import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { auditVerification } from "@/db/schema";
import type { Ctx } from "@/server/context";
import type { AuditKeys } from "./keys";
import { pruneAudit } from "./prune";
import { type Verification, verifyAudit } from "./verify";

/** A little less than a day, so that a run every hour comes at the same hour each day. */
const EVERY_MS = 23.5 * 3_600_000;

interface Upkeep {
  db: Database;
  keys: AuditKeys;
  now: Date;
  onFindings(workspaceId: string, verification: Verification): void;
}

/**
 * Prunes and verifies every workspace whose last verification is a day old. Several processes may call it: each
 * workspace is taken by one of them.
 */
export async function keepAuditTrails({ db, keys, now, onFindings }: Upkeep): Promise<void> {
  const workspaces = await db.execute<{ workspace_id: string }>(sql`select workspace_id from workspace`);
  for (const { workspace_id: workspaceId } of workspaces.rows) {
    if (!(await claim(db, workspaceId, now))) continue;
    await pruneAudit(upkeepContext(db, workspaceId, now), keys);
    const verification = await verifyAudit(db, workspaceId, keys);
    await storeVerification(db, workspaceId, now, verification);
    if (verification.findings.length > 0) onFindings(workspaceId, verification);
  }
}

function upkeepContext(db: Database, workspaceId: string, now: Date): Ctx {
  return { db, workspaceId, actor: { kind: "system", name: "Faultline" }, now, requestId: uuidv7() };
}

async function claim(db: Database, workspaceId: string, now: Date): Promise<boolean> {
  const before = new Date(now.getTime() - EVERY_MS).toISOString();
  const claimed = await db.execute(sql`
    insert into audit_verification (workspace_id, verified_at, position, findings)
    values (${workspaceId}, ${now.toISOString()}::timestamptz, 0, 0)
    on conflict (workspace_id) do update set verified_at = excluded.verified_at
      where audit_verification.verified_at < ${before}::timestamptz`);
  return claimed.rowCount === 1;
}

/** Remembers what a whole verification found, for the page to show. */
export async function storeVerification(
  db: Database,
  workspaceId: string,
  verifiedAt: Date,
  { head, findings }: Verification,
): Promise<void> {
  const values = {
    verifiedAt,
    position: head.position,
    findings: findings.reduce((sum, { count }) => sum + count, 0),
  };
  await db
    .insert(auditVerification)
    .values({ workspaceId, ...values })
    .onConflictDoUpdate({ target: auditVerification.workspaceId, set: values });
}
