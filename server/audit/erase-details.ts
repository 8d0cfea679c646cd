import { type SQL, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { jsonbText } from "@/domain/audit/jsonb-text";
import type { Ctx } from "@/server/context";
import { ERASURE_ACTION, ErasureDigest, type ErasureProof, signedOfErasure } from "./erasure-proofs";
import { type Details, digestOf, newSalt } from "./hash";
import { type AuditKeys, macOf } from "./keys";
import { recordAudit } from "./record";
import { lockHead, sealAllLocked } from "./seal";

const ROWS_PER_PAGE = 1_000;

export interface DetailsErasure {
  /** Which events may name the person: a condition on a row of `audit_event`. */
  mayName: SQL;
  replace(details: Details, actorId: string | null): Details;
  /** Whom it is about. */
  personId: string;
}

interface Altered {
  id: string;
  digest: Buffer;
}

/**
 * Replaces what names a person in the trail, and records an event that vouches for exactly the rows altered. Their
 * hashes stay; with their salts gone, nobody can tell from a hash what stood there. In the caller's transaction, which
 * holds the chain's lock until it ends; writers do not wait for it.
 * @returns the number of rows altered
 */
export async function eraseDetails(ctx: Ctx, keys: AuditKeys, erasure: DetailsErasure): Promise<number> {
  const { db, workspaceId, now } = ctx;
  const head = await lockHead(db, workspaceId);
  if (head === null) return 0;
  const erasureId = uuidv7({ msecs: now.getTime() });
  const altered: Altered[] = [];
  let done = 0;
  do {
    altered.push(...(await alterBetween(ctx, erasure, erasureId, done, head.position)));
    done = head.position;
    // What waits for its place, or was committed meanwhile, is chained and looked through as well.
    await sealAllLocked({ db, keys, now }, workspaceId, head);
  } while (head.position > done);
  altered.sort((a, b) => (a.id < b.id ? -1 : 1));
  await db.execute(sql`
    insert into audit_erased_row (workspace_id, erasure_id, event_id, details_digest)
    select ${workspaceId}::uuid, ${erasureId}::uuid, * from unnest(
      ${sql.param(altered.map(({ id }) => id))}::uuid[], ${sql.param(altered.map((row) => row.digest))}::bytea[])`);
  await recordAudit(ctx, {
    id: erasureId,
    action: ERASURE_ACTION,
    objectKind: "person",
    objectId: erasure.personId,
    after: proofOf(workspaceId, erasureId, altered, keys),
  });
  // The event vouches only from its place in the chain on.
  await sealAllLocked({ db, keys, now }, workspaceId, head);
  return altered.length;
}

async function alterBetween(
  ctx: Ctx,
  erasure: DetailsErasure,
  erasureId: string,
  after: number,
  end: number,
): Promise<Altered[]> {
  const altered: Altered[] = [];
  for (let last = after; ; ) {
    const found = await ctx.db.execute<StoredDetails>(sql`
      select id, position, actor_id, actor_name, address, before, after from audit_event
      where workspace_id = ${ctx.workspaceId} and position > ${last} and position <= ${end} and ${erasure.mayName}
      order by position limit ${ROWS_PER_PAGE}`);
    for (const row of found.rows) {
      const digest = await alterRow(ctx, erasure, erasureId, row);
      if (digest !== null) altered.push({ id: row.id, digest });
      last = row.position;
    }
    if (found.rows.length < ROWS_PER_PAGE) return altered;
  }
}

interface StoredDetails extends Record<string, unknown> {
  id: string;
  position: number;
  actor_id: string | null;
  actor_name: string;
  address: string | null;
  before: unknown;
  after: unknown;
}

/** The digest of the row's new details; null for a row that does not name the person after all. */
async function alterRow(
  ctx: Ctx,
  erasure: DetailsErasure,
  erasureId: string,
  row: StoredDetails,
): Promise<Buffer | null> {
  const details = { actorName: row.actor_name, address: row.address, before: row.before, after: row.after };
  const replaced = erasure.replace(details, row.actor_id);
  if (textOf(replaced) === textOf(details)) return null;
  const salt = newSalt();
  const written = await ctx.db.execute<{ text: string }>(sql`
    update audit_event set actor_name = ${replaced.actorName}, address = ${replaced.address},
      before = ${jsonOf(replaced.before)}::jsonb, after = ${jsonOf(replaced.after)}::jsonb,
      details_salt = ${salt}, erasure_id = ${erasureId}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}
    returning jsonb_build_array(actor_name, address, before, after)::text as text`);
  // What Postgres holds now is hashed, not what it was given: an adopted row may hold more than JavaScript can.
  const [stored] = written.rows;
  if (stored === undefined) throw new Error("An audit event vanished while a person was erased from it.");
  return digestOf(salt, stored.text);
}

const textOf = ({ actorName, address, before, after }: Details): string =>
  jsonbText([actorName, address, before, after]);

const jsonOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);

function proofOf(
  workspaceId: string,
  erasureId: string,
  altered: readonly Altered[],
  keys: AuditKeys,
): ErasureProof {
  const digest = new ErasureDigest();
  for (const row of altered) digest.add(row.id, row.digest);
  const said = { rows: altered.length, digest: digest.hex(), keyId: keys.current.id };
  const mac = macOf(keys.current.key, signedOfErasure(workspaceId, erasureId, said));
  return { ...said, mac: mac.toString("hex") };
}
