import { createHash, randomBytes } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { jsonbText } from "@/domain/audit/jsonb-text";

const SALT_BYTES = 16;

/** Before the first row of a chain. */
export const CHAIN_START = Buffer.alloc(32);

export interface Details {
  actorName: string;
  address: string | null;
  before: unknown;
  after: unknown;
}

export interface RowCore {
  workspaceId: string;
  id: string;
  atMs: number;
  actorKind: string;
  actorId: string | null;
  action: string;
  objectKind: string;
  objectId: string;
  requestId: string;
}

export interface RowHashes {
  detailsSalt: Buffer;
  detailsDigest: Buffer;
  rowHash: Buffer;
}

/** What a new row is inserted with; `core` and `details` hold only what Postgres stores as it is given. */
export function hashesOf(core: RowCore, details: Details): RowHashes {
  const detailsSalt = newSalt();
  const { actorName, address, before, after } = details;
  const detailsDigest = digestOf(detailsSalt, jsonbText([actorName, address, before, after]));
  return { detailsSalt, detailsDigest, rowHash: rowHashOf(rowText(core), detailsDigest) };
}

export const newSalt = (): Buffer => randomBytes(SALT_BYTES);

export function digestOf(salt: Buffer, detailsText: string): Buffer {
  return createHash("sha256").update(salt).update(detailsText).digest();
}

export function rowHashOf(text: string, detailsDigest: Buffer): Buffer {
  return createHash("sha256").update(text).update(detailsDigest).digest();
}

export function chainHashOf(previous: Buffer, rowHash: Buffer): Buffer {
  return createHash("sha256").update(previous).update(rowHash).digest();
}

function rowText(core: RowCore): string {
  const { workspaceId, id, atMs, actorKind, actorId, action, objectKind, objectId, requestId } = core;
  return jsonbText([workspaceId, id, atMs, actorKind, actorId, action, objectKind, objectId, requestId]);
}

/** The same two texts of a stored row, as Postgres prints them. */
export const storedDetailsText: SQL = sql`jsonb_build_array(actor_name, address, before, after)::text`;
export const storedRowText: SQL = sql`jsonb_build_array(workspace_id, id,
  case when isfinite(at) then (extract(epoch from at) * 1000)::bigint end,
  actor_kind, actor_id, action, object_kind, object_id, request_id)::text`;
