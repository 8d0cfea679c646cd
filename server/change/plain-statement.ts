import { type SQL, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { type Involvement, PRODUCTION } from "@/domain/change/kinds";
import type { Evidence } from "@/domain/change/telling";
import type { AuditRow } from "@/server/audit/record";
import type { Ctx } from "@/server/context";
import { WHOLE_WORKSPACE } from "./day-rollup";

/** A new change with what lies beside it, ready to be written. */
export interface PlainRow {
  id: string;
  identitySource: string;
  externalId: string;
  /** Epoch ms. */
  at: number;
  day: string;
  slot: number;
  kind: string;
  title: string;
  url: string | null;
  revision: string | null;
  pullRequest: number | null;
  environment: string;
  production: boolean;
  serviceIds: readonly string[];
  authorId: string | null;
  authorName: string | null;
  authorIsBot: boolean;
  authorLevel: string | null;
  additions: number | null;
  deletions: number | null;
  files: number | null;
  authoredAt: string | null;
  mergedAt: string | null;
  deployedAt: string | null;
  outcome: string | null;
  involvement: Involvement;
  aiRole: string | null;
  aiTool: string | null;
  aiModel: string | null;
  aiGrade: string | null;
  counts: boolean;
  source: string;
  generated: boolean;
  evidence: readonly Evidence[];
  /** Of a telling that is on record by itself. */
  told: { what: string; deliveryId: string | null } | null;
}

/** Columns of the rows by the name they have in the statement. Text is escaped; nothing else can need it. */
const COLUMNS = {
  id: ["id", "uuid"],
  identity_source: ["identitySource", "text"],
  external_id: ["externalId", "text"],
  at: ["at", "timestamptz"],
  day: ["day", "date"],
  slot: ["slot", "smallint"],
  kind: ["kind", "text"],
  title: ["title", "text"],
  url: ["url", "text"],
  revision: ["revision", "text"],
  pull_request: ["pullRequest", "int"],
  environment: ["environment", "text"],
  production: ["production", "bool"],
  author_id: ["authorId", "uuid"],
  author_name: ["authorName", "text"],
  author_is_bot: ["authorIsBot", "bool"],
  author_level: ["authorLevel", "text"],
  additions: ["additions", "int"],
  deletions: ["deletions", "int"],
  files: ["files", "int"],
  authored_at: ["authoredAt", "timestamptz"],
  merged_at: ["mergedAt", "timestamptz"],
  deployed_at: ["deployedAt", "timestamptz"],
  outcome: ["outcome", "text"],
  involvement: ["involvement", "text"],
  ai_role: ["aiRole", "text"],
  ai_tool: ["aiTool", "text"],
  ai_model: ["aiModel", "text"],
  ai_grade: ["aiGrade", "text"],
  counts: ["counts", "bool"],
  source: ["source", "text"],
  generated: ["generated", "bool"],
} as const satisfies Record<string, readonly [keyof PlainRow, string]>;
type Column = keyof typeof COLUMNS;

/** What `change` does not take from the row under the same name. */
const BESIDE: ReadonlySet<Column> = new Set([
  "identity_source",
  "external_id",
  "day",
  "slot",
  "author_level",
]);
/** What the columns have by themselves; the others null. */
const DEFAULTS: Partial<Record<Column, unknown>> = {
  environment: PRODUCTION,
  production: true,
  author_is_bot: false,
  counts: true,
  generated: false,
};

/** What has to be said of the row in `change`. */
function columnsOf(row: PlainRow): Column[] {
  const names = Object.keys(COLUMNS) as Column[];
  return names.filter((name) => !BESIDE.has(name) && row[COLUMNS[name][0]] !== (DEFAULTS[name] ?? null));
}

/** A statement about one row that is put together piece by piece, with what its places stand for. */
class Statement {
  readonly values: unknown[] = [];
  readonly row: PlainRow;
  readonly ws: string;
  readonly now: string;
  readonly services: readonly string[];
  readonly #columns = new Map<Column, string>();

  constructor(ctx: Ctx, row: PlainRow) {
    this.row = row;
    this.ws = this.value(ctx.workspaceId, "uuid");
    this.now = this.value(ctx.now.toISOString(), "timestamptz");
    this.services = row.serviceIds.map((id) => this.value(id, "uuid"));
  }

  value(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }

  /** What the row says, in one place however often it is asked for. */
  column(name: Column): string {
    const known = this.#columns.get(name);
    if (known !== undefined) return known;
    const [property, type] = COLUMNS[name];
    const value = property === "at" ? new Date(this.row.at).toISOString() : this.row[property];
    const place = this.value(value, type);
    this.#columns.set(name, place);
    return place;
  }

  columns(...names: Column[]): string {
    return names.map((name) => this.column(name)).join(", ");
  }
}

export interface PlainOptions {
  zone: string;
  services: ReadonlyMap<string, string>;
  /** Of a change that is put into the audit trail by itself. */
  audit: AuditRow | null;
  /** Whether the row is answered as it stands in the table, with the names of its author and services. */
  isAnswered: boolean;
}

export interface PlainStatement {
  text: string;
  params: unknown[];
  /** Of the row's evidence, in its order. */
  evidenceIds: readonly string[];
}

/**
 * One statement for everything that a new change is made of, its days too; it inserts one row if the change is new.
 * What it was made from may have been read a moment ago, so it writes nothing unless zone, services and author still
 * are as they were. Each part takes the values themselves: handing a row from part to part costs more than writing it.
 */
export function plainStatement(ctx: Ctx, row: PlainRow, options: PlainOptions): PlainStatement {
  const one = new Statement(ctx, row);
  const columns = columnsOf(row);
  const evidenceIds = row.evidence.map(() => uuidv7());
  const text = `
    with named as (
      insert into change_identity (workspace_id, source, external_id, change_id, change_at)
      select ${one.ws}, ${one.columns("identity_source", "external_id", "id", "at")} where ${guard(one, options)}
      on conflict do nothing returning change_id
    )${filedPart(one)}${daysPart(one)}${evidencePart(one, evidenceIds)}${toldPart(one)}${auditedPart(one, options)}
    insert into change as c (workspace_id, service_ids, created_at, updated_at, author_level, ${columns.join(", ")})
    select ${one.ws}, array[${one.services.join(", ")}]::uuid[], ${one.now}, ${one.now}, ${levelOf(one)},
      ${one.columns(...columns)} from named ${options.isAnswered ? ANSWER : ""}`;
  return { text, params: one.values, evidenceIds };
}

/** The names of many rows, of which some may have been taken just now. */
export function namesStatement(ctx: Ctx, rows: readonly PlainRow[]): SQL {
  const of = (read: (row: PlainRow) => string) => sql.param(rows.map(read));
  return sql`
    insert into change_identity (workspace_id, source, external_id, change_id, change_at)
    select ${ctx.workspaceId}::uuid, t.* from unnest(
      ${of((row) => row.identitySource)}::text[], ${of((row) => row.externalId)}::text[],
      ${of((row) => row.id)}::uuid[], ${of((row) => new Date(row.at).toISOString())}::timestamptz[]
    ) as t (source, external_id, change_id, change_at)
    order by t.source collate "C", t.external_id collate "C"
    on conflict do nothing returning change_id`;
}

const ANSWER = `returning c.*,
      (select p.name from person p where p.workspace_id = c.workspace_id and p.id = c.author_id) as person_name,
      coalesce((select json_agg(json_build_object('slug', s.slug, 'name', s.name) order by s.slug) from service s
        where s.workspace_id = c.workspace_id and s.id = any(c.service_ids)), '[]') as services`;

function levelOf(one: Statement): string {
  if (one.row.authorId === null) return "null";
  return `(select l.level from person_level l where l.workspace_id = ${one.ws}
    and l.person_id = ${one.column("author_id")} and l.effective_from <= ${one.column("day")}
    order by l.effective_from desc limit 1)`;
}

function guard(one: Statement, { zone, services }: PlainOptions): string {
  const { ws, row } = one;
  const slugs = new Map<string, string>();
  for (const [slug, id] of services) if (row.serviceIds.includes(id)) slugs.set(id, slug);
  const conditions = [
    `exists (select from workspace where workspace_id = ${ws} and time_zone = ${one.value(zone, "text")})`,
    ...row.serviceIds.map(
      (id, place) => `exists (select from service s where s.workspace_id = ${ws}
        and s.id = ${one.services[place]} and s.slug = ${one.value(slugs.get(id), "text")})`,
    ),
  ];
  if (row.authorId !== null) {
    conditions.push(
      `exists (select from person where workspace_id = ${ws} and id = ${one.column("author_id")})`,
    );
  }
  return conditions.join(" and ");
}

function filedPart(one: Statement): string {
  if (one.services.length === 0) return "";
  const filed = one.services.map(
    (service) => `select ${one.ws}, ${service}, ${one.columns("at", "id")} from named`,
  );
  return `, filed as (
      insert into change_service (workspace_id, service_id, at, change_id)
      ${filed.join(" union all ")}
    )`;
}

/** In the order of the services: the whole workspace's id is before every other. */
function daysPart(one: Statement): string {
  if (!one.row.counts) return "";
  const counted = (service: string, slot: string) =>
    `select ${one.ws}, ${service}, ${one.columns("day", "involvement")}, ${slot}, 1 from named`;
  const days = [
    counted(`'${WHOLE_WORKSPACE}'::uuid`, one.column("slot")),
    ...one.services.map((service) => counted(service, "0::smallint")),
  ];
  return `, counted as (
      insert into change_day as d (workspace_id, service_id, day, involvement, slot, changes)
      ${days.join(" union all ")}
      on conflict (workspace_id, service_id, day, involvement, slot) do update
      set changes = d.changes + excluded.changes
    )`;
}

function evidencePart(one: Statement, ids: readonly string[]): string {
  const { evidence } = one.row;
  if (evidence.length === 0) return "";
  const beside = one.columns("id", "generated");
  const proven = evidence.map(
    ({ grade, tool, quote, foundIn }, place) => `select ${one.ws}, ${beside}, ${one.now},
        ${one.value(ids[place], "uuid")}, ${one.value(grade, "text")}, ${one.value(tool, "text")},
        ${one.value(quote, "text")}, ${one.value(foundIn, "text")} from named`,
  );
  return `, proven as (
      insert into ai_evidence (workspace_id, change_id, generated, recorded_at, id, grade, tool, quote, found_in)
      ${proven.join(" union all ")}
    )`;
}

function toldPart(one: Statement): string {
  const { told } = one.row;
  if (told === null) return "";
  return `, told as (
      insert into change_telling (workspace_id, change_id, source, told_at, id, what, delivery_id)
      select ${one.ws}, ${one.columns("id", "source")}, ${one.now}, ${one.value(uuidv7(), "uuid")},
        ${one.value(told.what, "text")}, ${one.value(told.deliveryId, "uuid")} from named
    )`;
}

function auditedPart(one: Statement, { audit }: PlainOptions): string {
  if (audit === null) return "";
  const json = (value: unknown) =>
    one.value(value === null || value === undefined ? null : JSON.stringify(value), "jsonb");
  const text = (value: string | null) => one.value(value, "text");
  return `, audited as (
      insert into audit_event (workspace_id, at, id, actor_kind, actor_id, actor_name, action, object_kind, object_id,
        request_id, address, before, after, details_salt, details_digest, row_hash)
      select ${one.ws}, ${one.now}, ${one.value(audit.id, "uuid")}, ${text(audit.actorKind)}, ${text(audit.actorId)},
        ${text(audit.actorName)}, ${text(audit.action)}, ${text(audit.objectKind)}, ${text(audit.objectId)},
        ${text(audit.requestId)}, ${text(audit.address)}, ${json(audit.before)}, ${json(audit.after)},
        ${one.value(audit.detailsSalt, "bytea")}, ${one.value(audit.detailsDigest, "bytea")},
        ${one.value(audit.rowHash, "bytea")} from named
    )`;
}
