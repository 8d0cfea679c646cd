import { and, desc, eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { auditCheckpoint, auditHead, auditSeal } from "@/db/schema";
import {
  CHAIN_START,
  chainHashOf,
  digestOf,
  newSalt,
  rowHashOf,
  storedDetailsText,
  storedRowText,
} from "./hash";
import { type AuditKeys, macOf, type Signed } from "./keys";

/** One statement's worth; a sealer that finds more goes on until nothing is left. */
const ROWS_PER_SEAL = 2_000;

/** What sealing needs: the store, the keys and the time. */
export interface Sealing {
  db: Database;
  keys: AuditKeys;
  now: Date;
}

export interface ChainHead {
  position: number;
  hash: Buffer;
}

/**
 * Gives every event that has no place in the workspace's chain yet its place. Several processes may call it at once:
 * they take turns at the head's row.
 * @returns the number of events chained
 */
export async function sealWorkspace(sealing: Sealing, workspaceId: string): Promise<number> {
  for (let total = 0; ; ) {
    const sealed = await sealing.db.transaction(async (tx) => {
      const head = await lockHead(tx, workspaceId);
      return head === null ? 0 : sealBatch({ ...sealing, db: tx }, workspaceId, head);
    });
    total += sealed;
    if (sealed === 0) return total;
  }
}

/** The end of the chain, locked until the transaction ends; null for a workspace that is gone. */
export async function lockHead(tx: Database, workspaceId: string): Promise<ChainHead | null> {
  await tx.execute(sql`
    insert into audit_head (workspace_id, position, hash)
    select workspace_id, 0, ${CHAIN_START} from workspace where workspace_id = ${workspaceId}
    on conflict do nothing`);
  const [head] = await tx
    .select({ position: auditHead.position, hash: auditHead.hash })
    .from(auditHead)
    .where(eq(auditHead.workspaceId, workspaceId))
    .for("update");
  return head ?? null;
}

/** Chains everything that the transaction sees, under the head's lock that it holds already. */
export async function sealAllLocked(sealing: Sealing, workspaceId: string, head: ChainHead): Promise<void> {
  while ((await sealBatch(sealing, workspaceId, head)) > 0);
}

/** Chains a batch and moves `head` to its end. */
async function sealBatch(sealing: Sealing, workspaceId: string, head: ChainHead): Promise<number> {
  const adopted = await adoptBatch(sealing.db, workspaceId);
  const rows = adopted.length > 0 ? adopted : await unchainedRows(sealing.db, workspaceId);
  if (rows.length === 0) return 0;
  let hash = head.hash;
  const hashes = rows.map((row) => {
    hash = chainHashOf(hash, row.rowHash);
    return hash;
  });
  const written = await sealing.db.execute(sql`
    update audit_event e set position = placed.position, chain_hash = placed.chain_hash
    from unnest(${sql.param(rows.map(({ id }) => id))}::uuid[],
      ${sql.param(rows.map((_, index) => head.position + 1 + index))}::bigint[],
      ${sql.param(hashes)}::bytea[]) as placed (id, position, chain_hash)
    where e.workspace_id = ${workspaceId} and e.id = placed.id`);
  if (written.rowCount !== rows.length) throw new Error("An audit event vanished while it was chained.");
  const position = head.position + rows.length;
  await writeSeal(sealing, workspaceId, {
    previousPosition: head.position,
    position,
    hash,
    adopted: adopted.length > 0,
  });
  await sealing.db.update(auditHead).set({ position, hash }).where(eq(auditHead.workspaceId, workspaceId));
  head.position = position;
  head.hash = hash;
  return rows.length;
}

interface Unchained {
  id: string;
  rowHash: Buffer;
}

async function unchainedRows(db: Database, workspaceId: string): Promise<Unchained[]> {
  const found = await db.execute<{ id: string; row_hash: Buffer }>(sql`
    select id, row_hash from audit_event
    where workspace_id = ${workspaceId} and position is null and row_hash is not null
    order by at, id limit ${ROWS_PER_SEAL}`);
  return found.rows.map((row) => ({ id: row.id, rowHash: row.row_hash }));
}

/**
 * Rows from before there was a chain get their hashes at the workspace's first sealing, and never afterwards: else a
 * changed row without its hash would be taken for one of them.
 */
async function adoptBatch(db: Database, workspaceId: string): Promise<Unchained[]> {
  if (!(await mayAdopt(db, workspaceId))) return [];
  const found = await db.execute<{ id: string; details: string; core: string }>(sql`
    select id, ${storedDetailsText} as details, ${storedRowText} as core from audit_event
    where workspace_id = ${workspaceId} and position is null and row_hash is null
    order by at, id limit ${ROWS_PER_SEAL}`);
  const rows = found.rows.map(({ id, details, core }) => {
    const salt = newSalt();
    const digest = digestOf(salt, details);
    return { id, salt, digest, rowHash: rowHashOf(core, digest) };
  });
  if (rows.length === 0) return [];
  await db.execute(sql`
    update audit_event e set details_salt = made.salt, details_digest = made.digest, row_hash = made.row_hash
    from unnest(${sql.param(rows.map(({ id }) => id))}::uuid[],
      ${sql.param(rows.map(({ salt }) => salt))}::bytea[],
      ${sql.param(rows.map(({ digest }) => digest))}::bytea[],
      ${sql.param(rows.map(({ rowHash }) => rowHash))}::bytea[]) as made (id, salt, digest, row_hash)
    where e.workspace_id = ${workspaceId} and e.id = made.id`);
  return rows;
}

async function mayAdopt(db: Database, workspaceId: string): Promise<boolean> {
  const [newest] = await db
    .select({ adopted: auditSeal.adopted })
    .from(auditSeal)
    .where(eq(auditSeal.workspaceId, workspaceId))
    .orderBy(desc(auditSeal.position))
    .limit(1);
  if (newest !== undefined) return newest.adopted;
  const [checkpoint] = await db
    .select({ position: auditCheckpoint.position })
    .from(auditCheckpoint)
    .where(and(eq(auditCheckpoint.workspaceId, workspaceId)));
  return checkpoint === undefined;
}

interface Stretch {
  previousPosition: number;
  position: number;
  hash: Buffer;
  adopted: boolean;
}

async function writeSeal({ db, keys, now }: Sealing, workspaceId: string, stretch: Stretch): Promise<void> {
  const seal = { workspaceId, ...stretch, sealedAt: now, keyId: keys.current.id };
  await db.insert(auditSeal).values({ ...seal, mac: macOf(keys.current.key, signedOfSeal(seal)) });
}

export function signedOfSeal(seal: Stretch & { workspaceId: string; sealedAt: Date; keyId: string }): Signed {
  return [
    "seal",
    seal.workspaceId,
    seal.previousPosition,
    seal.position,
    seal.hash.toString("hex"),
    seal.adopted,
    seal.sealedAt.getTime(),
    seal.keyId,
  ];
}
