import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { type Involvement, PRODUCTION } from "@/domain/change/kinds";
import type { Evidence } from "@/domain/change/telling";
import type { Ctx } from "@/server/context";

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
const BESIDE: ReadonlySet<Column> = new Set(["identity_source", "external_id", "day", "slot"]);
/** What the columns have by themselves; the others null. */
const DEFAULTS: Partial<Record<Column, unknown>> = {
  environment: PRODUCTION,
  production: true,
  author_is_bot: false,
  counts: true,
  generated: false,
};

/** What the statement has to say of the row: every column more is carried through all of its parts. */
function columnsOf(row: PlainRow): Column[] {
  const names = Object.keys(COLUMNS) as Column[];
  return names.filter((name) => row[COLUMNS[name][0]] !== (DEFAULTS[name] ?? null));
}

/** A statement that is put together piece by piece, with what its places stand for. */
class Statement {
  readonly values: unknown[] = [];

  value(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}

export interface PlainOptions {
  zone: string;
  services: ReadonlyMap<string, string>;
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
 * One statement for everything that a new change is made of, its days too. What it was made from may have been read a
 * moment ago, so it writes nothing unless zone, services and author still are as they were.
 */
export function plainStatement(
  ctx: Ctx,
  row: PlainRow,
  options: PlainOptions,
): { name: string; sql: string; params: unknown[] } {
  const statement = new Statement();
  const columns = columnsOf(row);
  const made = columns.filter((name) => !BESIDE.has(name) && name !== "author_level");
  const ws = statement.value(ctx.workspaceId, "uuid");
  const now = statement.value(ctx.now.toISOString(), "timestamptz");
  const text = `
    with input as materialized (${inputOf(statement, row, columns)}),
    named as (
      insert into change_identity (workspace_id, source, external_id, change_id, change_at)
      select ${ws}, identity_source, external_id, id, at from input where ${guard(statement, ws, row, options)}
      on conflict do nothing returning change_id
    ),
    fresh as materialized (select i.* from named join input i on i.id = named.change_id),
    made as (
      insert into change (workspace_id, service_ids, created_at, updated_at, author_level, ${made.join(", ")})
      select ${ws}, services, ${now}, ${now}, ${levelOf(ws, row)}, ${made.join(", ")} from fresh f
    )${filedPart(ws, row)}${row.counts ? daysPart(ws, row) : ""}${evidencePart(statement, { ws, now }, row)}${toldPart(statement, { ws, now }, row)}
    select change_id from named`;
  return { name: nameOf(text), sql: text, params: statement.values };
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

function inputOf(statement: Statement, row: PlainRow, columns: readonly Column[]): string {
  const values = columns.map((name) => {
    const [property, type] = COLUMNS[name];
    const value = property === "at" ? new Date(row.at).toISOString() : row[property];
    return `${statement.value(value, type)} as ${name}`;
  });
  return `select ${values.join(", ")}, ${statement.value(`{${row.serviceIds.join(",")}}`, "uuid[]")} as services`;
}

function levelOf(ws: string, { authorId }: PlainRow): string {
  if (authorId === null) return "null";
  return `(select l.level from person_level l
    where l.workspace_id = ${ws} and l.person_id = f.author_id and l.effective_from <= f.day
    order by l.effective_from desc limit 1)`;
}

function guard(
  statement: Statement,
  ws: string,
  { serviceIds, authorId }: PlainRow,
  { zone, services }: PlainOptions,
): string {
  const used = new Set(serviceIds);
  const named = [...services].filter(([, id]) => used.has(id));
  const isZone = `exists (select from workspace where workspace_id = ${ws} and time_zone = ${statement.value(zone, "text")})`;
  const areServices = named.map(
    ([slug, id]) => ` and exists (select from service s where s.workspace_id = ${ws}
        and s.id = ${statement.value(id, "uuid")} and s.slug = ${statement.value(slug, "text")})`,
  );
  const isPerson =
    authorId === null
      ? ""
      : ` and exists (select from person where workspace_id = ${ws} and id = ${statement.value(authorId, "uuid")})`;
  return `${isZone}${areServices.join("")}${isPerson}`;
}

function filedPart(ws: string, { serviceIds }: PlainRow): string {
  if (serviceIds.length === 0) return "";
  return `, filed as (
      insert into change_service (workspace_id, service_id, at, change_id)
      select ${ws}, s, f.at, f.id from fresh f, unnest(f.services) as s
    )`;
}

/** In the order of the services: the whole workspace's id is before every other. */
function daysPart(ws: string, { serviceIds }: PlainRow): string {
  const ofServices = `
      union all
      select ${ws}, s, day, involvement, 0, 1 from fresh f, unnest(f.services) as s`;
  return `, counted as (
      insert into change_day as d (workspace_id, service_id, day, involvement, slot, changes)
      select ${ws}, '00000000-0000-0000-0000-000000000000'::uuid, day, involvement, slot, 1 from fresh${serviceIds.length > 0 ? ofServices : ""}
      on conflict (workspace_id, service_id, day, involvement, slot) do update
      set changes = d.changes + excluded.changes
    )`;
}

/** What stands in every part; a known change's rows are not written again. */
interface Places {
  ws: string;
  now: string;
}
const ONLY_IF_NEW = "where exists (select from named)";

function evidencePart(statement: Statement, { ws, now }: Places, row: PlainRow): string {
  if (row.evidence.length === 0) return "";
  const id = statement.value(row.id, "uuid");
  const values = row.evidence.map(
    ({ grade, tool, quote, foundIn }) => `(${statement.value(uuidv7(), "uuid")},
      ${statement.value(grade, "text")}, ${statement.value(tool, "text")}, ${statement.value(quote, "text")},
      ${statement.value(foundIn, "text")})`,
  );
  return `, proven as (
      insert into ai_evidence
        (workspace_id, change_id, id, grade, tool, quote, found_in, recorded_at, generated)
      select ${ws}, ${id}, e.id, e.grade, e.tool, e.quote, e.found_in, ${now}, ${statement.value(row.generated, "bool")}
      from (values ${values.join(", ")}) as e (id, grade, tool, quote, found_in) ${ONLY_IF_NEW}
    )`;
}

function toldPart(statement: Statement, { ws, now }: Places, { id, told, source }: PlainRow): string {
  if (told === null) return "";
  const { what, deliveryId } = told;
  return `, told as (
      insert into change_telling (workspace_id, change_id, id, source, what, delivery_id, told_at)
      select ${ws}, ${statement.value(id, "uuid")}, ${statement.value(uuidv7(), "uuid")},
        ${statement.value(source, "text")}, ${statement.value(what, "text")},
        ${statement.value(deliveryId, "uuid")}, ${now} ${ONLY_IF_NEW}
    )`;
}
