import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Involvement } from "@/domain/change/kinds";
import type { Evidence } from "@/domain/change/telling";
import type { Ctx } from "@/server/context";

/** A new change with what lies beside it, ready to be written. Instants are ISO 8601 texts. */
export interface PlainRow {
  id: string;
  identitySource: string;
  externalId: string;
  at: string;
  atMs: number;
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

/** What `change` takes from the row under the same name. */
const CHANGE_COLUMNS = (Object.keys(COLUMNS) as Column[]).filter(
  (name) => !["identity_source", "external_id", "day", "slot"].includes(name),
);

/** A list as Postgres writes it. The driver's own is several times slower over thousands of rows. */
function arrayText(values: readonly (string | number | boolean | null)[], isText: boolean): string {
  const parts = values.map((value) => {
    if (value === null) return "NULL";
    return isText ? `"${escaped(String(value))}"` : String(value);
  });
  return `{${parts.join(",")}}`;
}

const escaped = (text: string) => (/["\\]/.test(text) ? text.replace(/["\\]/g, "\\$&") : text);

/** A statement that is put together piece by piece, with what its places stand for. */
class Statement {
  readonly values: unknown[] = [];

  value(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }

  list(values: readonly (string | number | boolean | null)[], type: string): string {
    return this.value(arrayText(values, type === "text"), `${type}[]`);
  }
}

export interface PlainOptions {
  zone: string;
  services: ReadonlyMap<string, string>;
  /** Whether the days of a single row are counted here too; those of several are, at their transaction's end. */
  withDays: boolean;
  /** Whether the authors' levels are looked up here, or given. */
  looksUpLevels: boolean;
}

const statementNames = new Map<string, string>();
const NAMES_MAX = 200;

/** One name for each form that the statement of a single row takes, so that the database plans it once. */
function nameOf(text: string): string {
  const known = statementNames.get(text);
  if (known !== undefined) return known;
  if (statementNames.size >= NAMES_MAX) statementNames.clear();
  const name = `change_${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
  statementNames.set(text, name);
  return name;
}

/**
 * One statement for everything that new changes are made of. What it was made from may have been read a moment ago, so
 * it writes nothing unless zone, services and people still are as they were.
 */
export function plainStatement(
  ctx: Ctx,
  rows: readonly PlainRow[],
  options: PlainOptions,
): { name: string | undefined; sql: string; params: unknown[] } {
  const statement = new Statement();
  const ws = statement.value(ctx.workspaceId, "uuid");
  const now = statement.value(ctx.now.toISOString(), "timestamptz");
  const places = { ws, now, onlyIf: " where exists (select from named)" };
  const only = rows.length === 1 ? (rows[0] ?? null) : null;
  const sql = `
    with input as materialized (${only === null ? inputOf(statement, rows) : inputOfOne(statement, only)}),
    named as (
      insert into change_identity (workspace_id, source, external_id, change_id, change_at)
      select ${ws}, identity_source, external_id, id, at from input where ${guard(statement, ws, { rows, ...options })}
      order by identity_source, external_id
      on conflict do nothing returning change_id
    ),
    fresh as materialized (select i.* from named join input i on i.id = named.change_id),
    made as (
      insert into change (workspace_id, service_ids, created_at, updated_at, ${CHANGE_COLUMNS.join(", ")})
      select ${ws}, services, ${now}, ${now}, ${changeValues(ws, options)} from fresh f
    )${filedPart(ws, rows)}${options.withDays ? daysPart(ws) : ""}${evidencePart(statement, places, rows)}${toldPart(statement, places, rows)}
    select change_id from named`;
  return { name: only === null ? undefined : nameOf(sql), sql, params: statement.values };
}

/** Of many rows their names first: which of them are known decides what is written. */
export function namesStatement(ctx: Ctx, rows: readonly PlainRow[]): { sql: string; params: unknown[] } {
  const statement = new Statement();
  const of = (read: (row: PlainRow) => string, type: string) => statement.list(rows.map(read), type);
  const sql = `
    insert into change_identity (workspace_id, source, external_id, change_id, change_at)
    select ${statement.value(ctx.workspaceId, "uuid")}, t.* from unnest(
      ${of((row) => row.identitySource, "text")}, ${of((row) => row.externalId, "text")},
      ${of((row) => row.id, "uuid")}, ${of((row) => row.at, "timestamptz")}
    ) as t (source, external_id, change_id, change_at)
    order by t.source, t.external_id
    on conflict do nothing returning change_id`;
  return { sql, params: statement.values };
}

/** Then the rows that nothing was known of, straight from their lists: thousands are not copied in between. */
export function rowsStatement(ctx: Ctx, rows: readonly PlainRow[]): { sql: string; params: unknown[] } {
  const statement = new Statement();
  const ws = statement.value(ctx.workspaceId, "uuid");
  const now = statement.value(ctx.now.toISOString(), "timestamptz");
  const places = { ws, now, onlyIf: "" };
  const filed = rows.flatMap(({ id, at, serviceIds }) =>
    serviceIds.map((serviceId) => ({ id, at, serviceId })),
  );
  const filedPart =
    filed.length === 0
      ? ""
      : `, filed as (
      insert into change_service (workspace_id, service_id, at, change_id)
      select ${ws}, t.* from unnest(${statement.list(
        filed.map(({ serviceId }) => serviceId),
        "uuid",
      )}, ${statement.list(
        filed.map(({ at }) => at),
        "timestamptz",
      )}, ${statement.list(
        filed.map(({ id }) => id),
        "uuid",
      )}) as t
    )`;
  const sql = `
    with made as (
      insert into change (workspace_id, service_ids, created_at, updated_at, ${CHANGE_COLUMNS.join(", ")})
      select ${ws}, f.services, ${now}, ${now}, ${CHANGE_COLUMNS.map((name) => `f.${name}`).join(", ")}
      from (${inputOf(statement, rows)}) f
    )${filedPart}${evidencePart(statement, places, rows)}${toldPart(statement, places, rows)}
    select 1`;
  return { sql, params: statement.values };
}

/** Of a single row the values stand by themselves: taking lists apart would cost as much as writing them. */
function inputOfOne(statement: Statement, row: PlainRow): string {
  const values = Object.entries(COLUMNS).map(([name, [property, type]]) => {
    const value = row[property];
    return `${value === null ? `null::${type}` : statement.value(value, type)} as ${name}`;
  });
  return `select ${values.join(", ")}, ${statement.value(`{${row.serviceIds.join(",")}}`, "uuid[]")} as services`;
}

/** A column without any value needs no list. */
function inputOf(statement: Statement, rows: readonly PlainRow[]): string {
  const given: string[] = [];
  const lists: string[] = [];
  const empty: string[] = [];
  for (const [name, [property, type]] of Object.entries(COLUMNS)) {
    const values = rows.map((row) => row[property]);
    if (values.every((value) => value === null)) {
      empty.push(`, null::${type} as ${name}`);
    } else {
      lists.push(statement.list(values, type));
      given.push(name);
    }
  }
  const services = rows.map((row) => `{${row.serviceIds.join(",")}}`);
  return `select ${given.join(", ")}, service_list::uuid[] as services${empty.join("")}
    from unnest(${lists.join(", ")}, ${statement.list(services, "text")}) as t (${given.join(", ")}, service_list)`;
}

function changeValues(ws: string, { looksUpLevels }: PlainOptions): string {
  const level = `case when f.author_id is not null then (
    select l.level from person_level l
    where l.workspace_id = ${ws} and l.person_id = f.author_id and l.effective_from <= f.day
    order by l.effective_from desc limit 1) end`;
  const values = CHANGE_COLUMNS.map((name) =>
    name === "author_level" && looksUpLevels ? level : `f.${name}`,
  );
  return values.join(", ");
}

function guard(
  statement: Statement,
  ws: string,
  { rows, zone, services }: PlainOptions & { rows: readonly PlainRow[] },
): string {
  const used = new Set(rows.flatMap((row) => row.serviceIds));
  const named = [...services].filter(([, id]) => used.has(id));
  const people = [...new Set(rows.flatMap((row) => row.authorId ?? []))];
  const isZone = `exists (select from workspace where workspace_id = ${ws} and time_zone = ${statement.value(zone, "text")})`;
  const areServices =
    named.length === 0
      ? ""
      : ` and not exists (select from unnest(${statement.list(
          named.map(([slug]) => slug),
          "text",
        )}, ${statement.list(
          named.map(([, id]) => id),
          "uuid",
        )}) as g (slug, id) where not exists (
          select from service s where s.workspace_id = ${ws} and s.id = g.id and s.slug = g.slug))`;
  const [person] = people;
  const arePeople =
    person === undefined
      ? ""
      : people.length === 1
        ? ` and exists (select from person where workspace_id = ${ws} and id = ${statement.value(person, "uuid")})`
        : ` and not exists (select from unnest(${statement.list(people, "uuid")}) as g (id) where not exists (
            select from person p where p.workspace_id = ${ws} and p.id = g.id))`;
  return `${isZone}${areServices}${arePeople}`;
}

function filedPart(ws: string, rows: readonly PlainRow[]): string {
  if (rows.every(({ serviceIds }) => serviceIds.length === 0)) return "";
  return `, filed as (
      insert into change_service (workspace_id, service_id, at, change_id)
      select ${ws}, s, f.at, f.id from fresh f, unnest(f.services) as s
    )`;
}

/** Of one row alone, in the order of the services: the whole workspace's id is before every other. */
function daysPart(ws: string): string {
  return `, counted as (
      insert into change_day as d (workspace_id, service_id, day, involvement, slot, changes)
      select ${ws}, '00000000-0000-0000-0000-000000000000'::uuid, day, involvement, slot, 1 from fresh where counts
      union all
      select ${ws}, s, day, involvement, 0, 1 from fresh f, unnest(f.services) as s where counts
      on conflict (workspace_id, service_id, day, involvement, slot) do update
      set changes = d.changes + excluded.changes
    )`;
}

interface Places {
  ws: string;
  now: string;
  /** What keeps a known change's rows from being written again; of many it is known before. */
  onlyIf: string;
}

function evidencePart(statement: Statement, { ws, now, onlyIf }: Places, rows: readonly PlainRow[]): string {
  const all = rows.flatMap((row) =>
    row.evidence.map((one) => ({ ...one, changeId: row.id, id: uuidv7(), generated: row.generated })),
  );
  if (all.length === 0) return "";
  const of = (read: (one: (typeof all)[number]) => string | null, type: string) =>
    statement.list(all.map(read), type);
  return `, proven as (
      insert into ai_evidence
        (workspace_id, change_id, id, grade, tool, quote, found_in, recorded_at, generated)
      select ${ws}, e.change_id, e.id, e.grade, e.tool, e.quote, e.found_in, ${now}, e.generated
      from unnest(${of((one) => one.changeId, "uuid")}, ${of((one) => one.id, "uuid")},
        ${of((one) => one.grade, "text")}, ${of((one) => one.tool, "text")},
        ${of((one) => one.quote, "text")}, ${of((one) => one.foundIn, "text")},
        ${of((one) => String(one.generated), "bool")}
      ) as e (change_id, id, grade, tool, quote, found_in, generated)${onlyIf}
    )`;
}

function toldPart(statement: Statement, { ws, now, onlyIf }: Places, rows: readonly PlainRow[]): string {
  const all = rows.flatMap(({ id, told, source }) =>
    told === null ? [] : [{ changeId: id, id: uuidv7(), source, ...told }],
  );
  if (all.length === 0) return "";
  const of = (read: (one: (typeof all)[number]) => string | null, type: string) =>
    statement.list(all.map(read), type);
  return `, told as (
      insert into change_telling (workspace_id, change_id, id, source, what, delivery_id, told_at)
      select ${ws}, e.change_id, e.id, e.source, e.what, e.delivery_id, ${now}
      from unnest(${of((one) => one.changeId, "uuid")}, ${of((one) => one.id, "uuid")},
        ${of((one) => one.source, "text")}, ${of((one) => one.what, "text")},
        ${of((one) => one.deliveryId, "uuid")}
      ) as e (change_id, id, source, what, delivery_id)${onlyIf}
    )`;
}
