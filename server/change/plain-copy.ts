import { sql } from "drizzle-orm";
import { BinaryRows, copyRows } from "@/db/copy-rows";
import { type Ctx, inTransaction } from "@/server/context";
import { rootOf } from "@/server/database-error";
import { newChangeId } from "./id-pool";
import { namesStatement, type PlainRow } from "./plain-statement";
import { claimKey } from "./record-claim";

/**
 * Writes those of the rows whose names are new, within a transaction, and answers them. Thousands are copied: no
 * statement takes lists apart, and the table takes them page by page.
 */
export async function copyPlain(ctx: Ctx, rows: readonly PlainRow[]): Promise<PlainRow[]> {
  const fresh = await claimNames(ctx, rows);
  if (fresh.length === 0) return fresh;
  // Side by side in the tables and their indexes, as they are read.
  const ordered = fresh.toSorted((a, b) => a.at - b.at);
  await copyChanges(ctx, ordered);
  await copyServices(ctx, ordered);
  await copyEvidence(ctx, ordered);
  await copyTold(ctx, ordered);
  return fresh;
}

/** Puts down the names that nobody has yet; of two rows of one name the first. */
async function claimNames(ctx: Ctx, rows: readonly PlainRow[]): Promise<PlainRow[]> {
  const byName = new Map<string, PlainRow>();
  for (const row of rows) {
    const key = claimKey({ source: row.identitySource, externalId: row.externalId });
    if (!byName.has(key)) byName.set(key, row);
  }
  for (const key of await knownNames(ctx, [...byName.values()])) byName.delete(key);
  const claims = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  if (claims.length === 0) return claims;
  const names = new BinaryRows();
  for (const row of claims) {
    names.row(5);
    names.uuid(ctx.workspaceId);
    names.text(row.identitySource);
    names.text(row.externalId);
    names.uuid(row.id);
    names.instant(row.at);
  }
  const columns = ["workspace_id", "source", "external_id", "change_id", "change_at"];
  try {
    await inTransaction(ctx, (point) => copyRows(point.db, "change_identity", columns, names));
    return claims;
  } catch (error) {
    if (rootOf(error).code !== "23505") throw error;
    // Somebody has just taken one of them.
    return await claimOneByOne(ctx, claims);
  }
}

async function knownNames(ctx: Ctx, rows: readonly PlainRow[]): Promise<string[]> {
  const sources = [...new Set(rows.map(({ identitySource }) => identitySource))];
  const { rows: known } = await ctx.db.execute<{ source: string; external_id: string }>(sql`
    select source, external_id from change_identity where workspace_id = ${ctx.workspaceId}
      and external_id = any(${sql.param(rows.map(({ externalId }) => externalId))}::text[])
      and source = any(${sql.param(sources)}::text[])`);
  return known.map(({ source, external_id: externalId }) => claimKey({ source, externalId }));
}

async function claimOneByOne(ctx: Ctx, rows: readonly PlainRow[]): Promise<PlainRow[]> {
  const { rows: claimed } = await ctx.db.execute<{ change_id: string }>(namesStatement(ctx, rows));
  const ids = new Set(claimed.map((row) => row.change_id));
  return rows.filter(({ id }) => ids.has(id));
}

interface Field {
  name: string;
  /** Of a column that may be empty: whether it is in this row. Where it is in all rows, it is left out. */
  isNull?: (row: PlainRow) => boolean;
  write: (to: BinaryRows, row: PlainRow) => void;
}

type Nullable = "text" | "int" | "instant";
type Key<T> = { [K in keyof PlainRow]: PlainRow[K] extends T ? K : never }[keyof PlainRow];

const text = (name: string, key: Key<string>): Field => ({ name, write: (to, row) => to.text(row[key]) });
const bool = (name: string, key: Key<boolean>): Field => ({ name, write: (to, row) => to.bool(row[key]) });

function optional(name: string, key: Key<string | number | null>, as: Nullable | "uuid"): Field {
  const isNull = (row: PlainRow) => row[key] === null;
  if (as === "int") return { name, isNull, write: (to, row) => to.int(row[key] as number | null) };
  if (as === "uuid") return { name, isNull, write: (to, row) => to.uuid(row[key] as string | null) };
  if (as === "text") return { name, isNull, write: (to, row) => to.text(row[key] as string | null) };
  const msOf = (told: string | null) => (told === null ? null : Date.parse(told));
  return { name, isNull, write: (to, row) => to.instant(msOf(row[key] as string | null)) };
}

const CHANGE_FIELDS: readonly Field[] = [
  { name: "id", write: (to, row) => to.uuid(row.id) },
  { name: "at", write: (to, row) => to.instant(row.at) },
  { name: "service_ids", write: (to, row) => to.uuids(row.serviceIds) },
  text("kind", "kind"),
  text("title", "title"),
  text("environment", "environment"),
  text("involvement", "involvement"),
  text("source", "source"),
  bool("production", "production"),
  bool("author_is_bot", "authorIsBot"),
  bool("counts", "counts"),
  bool("generated", "generated"),
  optional("author_id", "authorId", "uuid"),
  optional("url", "url", "text"),
  optional("revision", "revision", "text"),
  optional("author_name", "authorName", "text"),
  optional("author_level", "authorLevel", "text"),
  optional("outcome", "outcome", "text"),
  optional("ai_role", "aiRole", "text"),
  optional("ai_tool", "aiTool", "text"),
  optional("ai_model", "aiModel", "text"),
  optional("ai_grade", "aiGrade", "text"),
  optional("pull_request", "pullRequest", "int"),
  optional("additions", "additions", "int"),
  optional("deletions", "deletions", "int"),
  optional("files", "files", "int"),
  optional("authored_at", "authoredAt", "instant"),
  optional("merged_at", "mergedAt", "instant"),
  optional("deployed_at", "deployedAt", "instant"),
];

async function copyChanges(ctx: Ctx, rows: readonly PlainRow[]): Promise<void> {
  const fields = CHANGE_FIELDS.filter(({ isNull }) => isNull === undefined || !rows.every(isNull));
  const nowMs = ctx.now.getTime();
  const copied = new BinaryRows();
  for (const row of rows) {
    copied.row(fields.length + 3);
    copied.uuid(ctx.workspaceId);
    copied.instant(nowMs);
    copied.instant(nowMs);
    for (const { write } of fields) write(copied, row);
  }
  const columns = ["workspace_id", "created_at", "updated_at", ...fields.map(({ name }) => name)];
  await copyRows(ctx.db, "change", columns, copied);
}

async function copyServices(ctx: Ctx, rows: readonly PlainRow[]): Promise<void> {
  const filed = new Map<string, PlainRow[]>();
  for (const row of rows) {
    for (const serviceId of row.serviceIds) {
      const known = filed.get(serviceId);
      if (known === undefined) filed.set(serviceId, [row]);
      else known.push(row);
    }
  }
  if (filed.size === 0) return;
  const copied = new BinaryRows();
  for (const serviceId of [...filed.keys()].sort()) {
    for (const row of filed.get(serviceId) ?? []) {
      copied.row(4);
      copied.uuid(ctx.workspaceId);
      copied.uuid(serviceId);
      copied.instant(row.at);
      copied.uuid(row.id);
    }
  }
  await copyRows(ctx.db, "change_service", ["workspace_id", "service_id", "at", "change_id"], copied);
}

async function copyEvidence(ctx: Ctx, rows: readonly PlainRow[]): Promise<void> {
  if (rows.every(({ evidence }) => evidence.length === 0)) return;
  const nowMs = ctx.now.getTime();
  const copied = new BinaryRows();
  for (const { id, evidence, generated } of rows) {
    for (const one of evidence) {
      copied.row(9);
      copied.uuid(ctx.workspaceId);
      copied.uuid(id);
      copied.uuid(newChangeId(nowMs));
      copied.text(one.grade);
      copied.text(one.tool);
      copied.text(one.quote);
      copied.text(one.foundIn);
      copied.instant(nowMs);
      copied.bool(generated);
    }
  }
  const own = ["workspace_id", "change_id", "id"];
  const columns = [...own, "grade", "tool", "quote", "found_in", "recorded_at", "generated"];
  await copyRows(ctx.db, "ai_evidence", columns, copied);
}

async function copyTold(ctx: Ctx, rows: readonly PlainRow[]): Promise<void> {
  if (rows.every(({ told }) => told === null)) return;
  const nowMs = ctx.now.getTime();
  const copied = new BinaryRows();
  for (const { id, told, source } of rows) {
    if (told === null) continue;
    copied.row(7);
    copied.uuid(ctx.workspaceId);
    copied.uuid(id);
    copied.uuid(newChangeId(nowMs));
    copied.text(source);
    copied.text(told.what);
    copied.uuid(told.deliveryId);
    copied.instant(nowMs);
  }
  const columns = ["workspace_id", "change_id", "id", "source", "what", "delivery_id", "told_at"];
  await copyRows(ctx.db, "change_telling", columns, copied);
}
