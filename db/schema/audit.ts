import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, instant, workspaceId } from "./columns";
import { workspace } from "./workspace";

const position = () => bigint("position", { mode: "number" });

/**
 * Who changed what, inserted in the transaction of the change itself with the hash of its content. A sealer gives each
 * row its place in the workspace's chain soon after, in batches, so that no writer waits for another.
 */
export const auditEvent = pgTable(
  "audit_event",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    at: instant("at").notNull(),
    actorKind: text("actor_kind", { enum: ["user", "token", "integration", "system"] }).notNull(),
    actorId: text("actor_id"),
    actorName: text("actor_name").notNull(),
    action: text("action").notNull(),
    objectKind: text("object_kind").notNull(),
    objectId: text("object_id").notNull(),
    before: jsonb("before"),
    after: jsonb("after"),
    requestId: text("request_id").notNull(),
    address: text("address"),
    /** Of what may name a person: SHA-256 of salt and text. Without its salt it tells nothing of what was erased. */
    detailsSalt: bytes("details_salt"),
    detailsDigest: bytes("details_digest"),
    /** SHA-256 of everything else and the digest; null only in rows from before there was a chain, until adopted. */
    rowHash: bytes("row_hash"),
    position: position(),
    chainHash: bytes("chain_hash"),
    /** The event that vouches for these details, which are not the first ones. */
    erasureId: uuid("erasure_id"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    index("audit_event_object").on(table.workspaceId, table.objectKind, table.objectId, table.at),
    index("audit_event_at").on(table.workspaceId, table.at, table.id),
    index("audit_event_action").on(table.workspaceId, table.action, table.at, table.id),
    index("audit_event_actor").on(table.workspaceId, table.actorId, table.at, table.id),
    index("audit_event_request").on(table.workspaceId, table.requestId),
    uniqueIndex("audit_event_position").on(table.workspaceId, table.position),
    // What the sealer has still to do: empty but for moments.
    index("audit_event_unchained").on(table.workspaceId, table.at, table.id).where(sql`position is null`),
  ],
);

/** Where a workspace's chain ends; its lock lets one sealer work at a time. */
export const auditHead = pgTable(
  "audit_head",
  {
    workspaceId: workspaceId().primaryKey(),
    position: position().notNull(),
    hash: bytes("hash").notNull(),
  },
  (table) => [
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
  ],
);

/** A stretch of the chain, signed with a key that the database does not hold. */
export const auditSeal = pgTable(
  "audit_seal",
  {
    workspaceId: workspaceId(),
    position: position().notNull(),
    previousPosition: bigint("previous_position", { mode: "number" }).notNull(),
    hash: bytes("hash").notNull(),
    /** Of rows from before there was a chain: it says what they were then, not that they had never been changed. */
    adopted: boolean("adopted").notNull(),
    sealedAt: instant("sealed_at").notNull(),
    keyId: text("key_id").notNull(),
    mac: bytes("mac").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.position] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
  ],
);

/** Where the chain begins since its older part was pruned; signed like a seal. */
export const auditCheckpoint = pgTable(
  "audit_checkpoint",
  {
    workspaceId: workspaceId().primaryKey(),
    position: position().notNull(),
    hash: bytes("hash").notNull(),
    prunedAt: instant("pruned_at").notNull(),
    keyId: text("key_id").notNull(),
    mac: bytes("mac").notNull(),
  },
  (table) => [
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
  ],
);

/** A row whose details an erasure replaced; the erasure's own event holds the digest of all of its rows. */
export const auditErasedRow = pgTable(
  "audit_erased_row",
  {
    workspaceId: workspaceId(),
    erasureId: uuid("erasure_id").notNull(),
    eventId: uuid("event_id").notNull(),
    detailsDigest: bytes("details_digest").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.erasureId, table.eventId] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    index("audit_erased_row_event").on(table.workspaceId, table.eventId),
  ],
);

/** What the last whole verification found; shown on the page, and proof of nothing. */
export const auditVerification = pgTable(
  "audit_verification",
  {
    workspaceId: workspaceId().primaryKey(),
    verifiedAt: instant("verified_at").notNull(),
    position: position().notNull(),
    findings: integer("findings").notNull(),
  },
  (table) => [
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
  ],
);
