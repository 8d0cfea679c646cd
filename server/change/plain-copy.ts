import { sql } from "drizzle-orm";
import { BinaryRows, copyRows } from "@/db/copy-rows";
import { PRODUCTION } from "@/domain/change/kinds";
import { type Ctx, inTransaction } from "@/server/context";
import { rootOf } from "@/server/database-error";
import { newChangeId } from "./id-pool";
import { namesStatement, type PlainRow } from "./plain-statement";
import { claimKey } from "./record-claim";

const NAMES_TRIED = 50;

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
  let claims = inOrderOfNames(rows);
  // What comes again repeats much of itself, and what is new nothing: a few names tell which it is.
  const step = Math.max(1, Math.floor(claims.length / NAMES_TRIED));
  const tried = claims.filter((_, place) => place % step === 0);
  if ((await knownNames(ctx, tried)).size > 0) claims = await withoutKnown(ctx, claims);
  for (let attempt = 1; attempt <= 2 && claims.length > 0; attempt += 1) {
    try {
      await inTransaction(ctx, (point) => copyNames(point, claims));
      return claims;
    } catch (error) {
      if (rootOf(error).code !== "23505") throw error;
      claims = await withoutKnown(ctx, claims);
    }
  }
  // Others are taking them at this moment.
  return claims.length === 0 ? claims : await claimOneByOne(ctx, claims);
}

function inOrderOfNames(rows: readonly PlainRow[]): PlainRow[] {
  const byName = new Map<string, PlainRow>();
  for (const row of rows) {
    const key = keyOf(row);
    if (!byName.has(key)) byName.set(key, row);
  }
  return [...byName.keys()].sort().flatMap((key) => byName.get(key) ?? []);
}

const keyOf = ({ identitySource, externalId }: PlainRow) => claimKey({ source: identitySource, externalId });

async function withoutKnown(ctx: Ctx, rows: readonly PlainRow[]): Promise<PlainRow[]> {
  const known = await knownNames(ctx, rows);
  return rows.filter((row) => !known.has(keyOf(row)));
}

async function copyNames(ctx: Ctx, claims: readonly PlainRow[]): Promise<void> {
  const beginning = BinaryRows.beginning(5, (to) => to.uuid(ctx.workspaceId));
  const columns = ["workspace_id", "source", "external_id", "change_id", "change_at"];
  await copyRows(ctx.db, { table: "change_identity", columns }, claims, (to, row) => {
    to.rowLike(beginning);
    to.text(row.identitySource);
    to.text(row.externalId);
    to.uuid(row.id);
    to.instant(row.at);
  });
}

async function knownNames(ctx: Ctx, rows: readonly PlainRow[]): Promise<Set<string>> {
  const sources = [...new Set(rows.map(({ identitySource }) => identitySource))];
  const { rows: known } = await ctx.db.execute<{ source: string; external_id: string }>(sql`
    select source, external_id from change_identity where workspace_id = ${ctx.workspaceId}
      and external_id = any(${sql.param(rows.map(({ externalId }) => externalId))}::text[])
      and source = any(${sql.param(sources)}::text[])`);
  return new Set(known.map(({ source, external_id: externalId }) => claimKey({ source, externalId })));
}

async function claimOneByOne(ctx: Ctx, rows: readonly PlainRow[]): Promise<PlainRow[]> {
  const { rows: claimed } = await ctx.db.execute<{ change_id: string }>(namesStatement(ctx, rows));
  const ids = new Set(claimed.map((row) => row.change_id));
  return rows.filter(({ id }) => ids.has(id));
}

interface Field {
  name: string;
  /** Whether this row has what the column has by itself. Where all rows do, it is left out. */
  isDefault?: (row: PlainRow) => boolean;
  write: (to: BinaryRows, row: PlainRow) => void;
}

const instantOf = (told: string | null) => (told === null ? null : Date.parse(told));

// Each reads its own property: one function for all would look up every property anew in every row.
const CHANGE_FIELDS: readonly Field[] = [
  { name: "id", write: (to, row) => to.uuid(row.id) },
  { name: "at", write: (to, row) => to.instant(row.at) },
  { name: "service_ids", write: (to, row) => to.uuids(row.serviceIds) },
  { name: "kind", write: (to, row) => to.text(row.kind) },
  { name: "title", write: (to, row) => to.text(row.title) },
  { name: "involvement", write: (to, row) => to.text(row.involvement) },
  { name: "source", write: (to, row) => to.text(row.source) },
  {
    name: "environment",
    isDefault: (row) => row.environment === PRODUCTION,
    write: (to, row) => to.text(row.environment),
  },
  { name: "production", isDefault: (row) => row.production, write: (to, row) => to.bool(row.production) },
  {
    name: "author_is_bot",
    isDefault: (row) => !row.authorIsBot,
    write: (to, row) => to.bool(row.authorIsBot),
  },
  { name: "counts", isDefault: (row) => row.counts, write: (to, row) => to.bool(row.counts) },
  { name: "generated", isDefault: (row) => !row.generated, write: (to, row) => to.bool(row.generated) },
  ...[
    nullable("author_id", "authorId", (to, row) => to.uuid(row.authorId)),
    nullable("url", "url", (to, row) => to.text(row.url)),
    nullable("revision", "revision", (to, row) => to.text(row.revision)),
    nullable("author_name", "authorName", (to, row) => to.text(row.authorName)),
    nullable("author_level", "authorLevel", (to, row) => to.text(row.authorLevel)),
    nullable("outcome", "outcome", (to, row) => to.text(row.outcome)),
    nullable("ai_role", "aiRole", (to, row) => to.text(row.aiRole)),
    nullable("ai_tool", "aiTool", (to, row) => to.text(row.aiTool)),
    nullable("ai_model", "aiModel", (to, row) => to.text(row.aiModel)),
    nullable("ai_grade", "aiGrade", (to, row) => to.text(row.aiGrade)),
    nullable("pull_request", "pullRequest", (to, row) => to.int(row.pullRequest)),
    nullable("additions", "additions", (to, row) => to.int(row.additions)),
    nullable("deletions", "deletions", (to, row) => to.int(row.deletions)),
    nullable("files", "files", (to, row) => to.int(row.files)),
    nullable("authored_at", "authoredAt", (to, row) => to.instant(instantOf(row.authoredAt))),
    nullable("merged_at", "mergedAt", (to, row) => to.instant(instantOf(row.mergedAt))),
    nullable("deployed_at", "deployedAt", (to, row) => to.instant(instantOf(row.deployedAt))),
  ],
];

function nullable(name: string, key: keyof PlainRow, write: Field["write"]): Field {
  return { name, isDefault: (row) => row[key] === null, write };
}

async function copyChanges(ctx: Ctx, rows: readonly PlainRow[]): Promise<void> {
  const fields = CHANGE_FIELDS.filter(({ isDefault }) => isDefault === undefined || !rows.every(isDefault));
  const nowMs = ctx.now.getTime();
  const beginning = BinaryRows.beginning(fields.length + 3, (to) => {
    to.uuid(ctx.workspaceId);
    to.instant(nowMs);
    to.instant(nowMs);
  });
  const columns = ["workspace_id", "created_at", "updated_at", ...fields.map(({ name }) => name)];
  await copyRows(ctx.db, { table: "change", columns }, rows, (to, row) => {
    to.rowLike(beginning);
    for (const { write } of fields) write(to, row);
  });
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
  const filings = [...filed.keys()].sort().flatMap((serviceId) => {
    const beginning = BinaryRows.beginning(4, (to) => {
      to.uuid(ctx.workspaceId);
      to.uuid(serviceId);
    });
    return (filed.get(serviceId) ?? []).map((row) => ({ beginning, row }));
  });
  if (filings.length === 0) return;
  const columns = ["workspace_id", "service_id", "at", "change_id"];
  await copyRows(ctx.db, { table: "change_service", columns }, filings, (to, { beginning, row }) => {
    to.rowLike(beginning);
    to.instant(row.at);
    to.uuid(row.id);
  });
}

async function copyEvidence(ctx: Ctx, rows: readonly PlainRow[]): Promise<void> {
  const proven = rows.filter(({ evidence }) => evidence.length > 0);
  if (proven.length === 0) return;
  const nowMs = ctx.now.getTime();
  const beginning = BinaryRows.beginning(9, (to) => {
    to.uuid(ctx.workspaceId);
    to.instant(nowMs);
  });
  const own = ["workspace_id", "recorded_at", "change_id", "id"];
  const columns = [...own, "grade", "tool", "quote", "found_in", "generated"];
  await copyRows(ctx.db, { table: "ai_evidence", columns }, proven, (to, { id, evidence, generated }) => {
    for (const one of evidence) {
      to.rowLike(beginning);
      to.uuid(id);
      to.uuid(newChangeId(nowMs));
      to.text(one.grade);
      to.text(one.tool);
      to.text(one.quote);
      to.text(one.foundIn);
      to.bool(generated);
    }
  });
}

async function copyTold(ctx: Ctx, rows: readonly PlainRow[]): Promise<void> {
  const single = rows.flatMap(({ id, told, source }) => (told === null ? [] : [{ id, source, ...told }]));
  if (single.length === 0) return;
  const nowMs = ctx.now.getTime();
  const beginning = BinaryRows.beginning(7, (to) => {
    to.uuid(ctx.workspaceId);
    to.instant(nowMs);
  });
  const columns = ["workspace_id", "told_at", "change_id", "id", "source", "what", "delivery_id"];
  await copyRows(ctx.db, { table: "change_telling", columns }, single, (to, one) => {
    to.rowLike(beginning);
    to.uuid(one.id);
    to.uuid(newChangeId(nowMs));
    to.text(one.source);
    to.text(one.what);
    to.uuid(one.deliveryId);
  });
}
