import { type SQL, sql } from "drizzle-orm";
import { jsonbText, storableText } from "@/domain/audit/jsonb-text";
import type { Identity } from "@/domain/person/pseudonym";
import type { Ctx } from "@/server/context";
import { TEXTS, type TextTable } from "./mention-texts";

const ROWS_PER_STATEMENT = 500;

type Found = { key: Record<string, unknown>; texts: Record<string, unknown> };

/** Rewrites every text of the workspace that names the person, and empties the deliveries that do. */
export async function replaceMentions(
  ctx: Ctx,
  identity: Identity,
  replace: (value: unknown) => unknown,
): Promise<void> {
  for (const [name, table] of Object.entries(TEXTS)) {
    const texts = objectOf(table.texts);
    const result = await ctx.db.execute<Found>(sql`
      select ${objectOf(table.key)} as key, ${texts} as texts from ${sql.identifier(name)}
      where workspace_id = ${ctx.workspaceId} and ${mentions(sql`${texts}::text`, identity)}`);
    const rewritten = result.rows.flatMap(({ key, texts: before }) => {
      const after = replace(before);
      return jsonbText(after) === jsonbText(before) ? [] : [{ ...objectIn(after), ...key }];
    });
    for (let start = 0; start < rewritten.length; start += ROWS_PER_STATEMENT) {
      await write(ctx, name, table, rewritten.slice(start, start + ROWS_PER_STATEMENT));
    }
  }
  await emptyDeliveries(ctx, identity);
}

const objectIn = (value: unknown): object => (typeof value === "object" && value !== null ? value : {});

function objectOf(columns: readonly string[]): SQL {
  const pairs = columns.map((column) => sql`${sql.raw(`'${column}'`)}, ${sql.identifier(column)}`);
  return sql`jsonb_build_object(${sql.join(pairs, sql`, `)})`;
}

async function write(
  ctx: Ctx,
  name: string,
  { key, texts }: TextTable,
  rows: readonly object[],
): Promise<void> {
  const assignments = texts.map((column) => sql`${sql.identifier(column)} = r.${sql.identifier(column)}`);
  const isSame = key.map((column) => sql`t.${sql.identifier(column)} = r.${sql.identifier(column)}`);
  await ctx.db.execute(sql`
    update ${sql.identifier(name)} as t set ${sql.join(assignments, sql`, `)}
    from jsonb_populate_recordset(null::${sql.identifier(name)}, ${JSON.stringify(rows)}::jsonb) as r
    where t.workspace_id = ${ctx.workspaceId} and ${sql.join(isSame, sql` and `)}`);
}

/** A delivery is kept as its sender signed it, so nothing in it can be replaced: one that names the person goes. */
async function emptyDeliveries(ctx: Ctx, identity: Identity): Promise<void> {
  const patterns = [
    ...[...identity.names, ...identity.emails].flatMap(inBytes),
    ...identity.handles.flatMap((handle) =>
      [`"${handle}"`, `@${handle}`, `/${handle}`, `+${handle}@`, `${handle}:`, `${handle}/`].flatMap(inBytes),
    ),
  ];
  if (patterns.length === 0) return;
  const any = sql`any(${sql.param(patterns)}::text[])`;
  await ctx.db.execute(sql`
    update webhook_delivery set body = ''::bytea, headers = '{}'::jsonb, due_at = null,
      status = case when status = 'received' then 'ignored' else status end,
      settled_at = coalesce(settled_at, ${ctx.now.toISOString()}::timestamptz),
      reason = 'Its text was emptied: it named a person who was erased here.'
    where workspace_id = ${ctx.workspaceId} and octet_length(body) > 0
      and (encode(body, 'escape') ilike ${any} or headers::text ilike ${any} or reason ilike ${any})`);
}

/** Patterns of a text in bytes as Postgres prints them, plain, escaped as JSON may, and in lower case. */
function inBytes(text: string): string[] {
  const printed = (word: string) =>
    [...Buffer.from(word, "utf8")]
      .map((byte) =>
        byte > 0x7f ? `\\${byte.toString(8)}` : byte === 0x5c ? "\\\\" : String.fromCharCode(byte),
      )
      .join("");
  const escaped = (word: string) =>
    word.replace(/[^\x20-\x7e]/g, (unit) => `\\\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const forms = [text, text.toLowerCase()].flatMap((word) => [printed(word), escaped(word)]);
  return [...new Set(forms)].map((form) => `%${form.replace(/[\\%_]/g, "\\$&")}%`);
}

/** Condition: the text, printed from jsonb, holds one of the identity's words. The exact rule is applied afterwards. */
export function mentions(text: SQL, identity: Identity): SQL {
  const words = [...identity.names, ...identity.emails, ...identity.handles].map((word) => {
    const printed = jsonbText(storableText(word)).slice(1, -1);
    return `%${printed.replace(/[\\%_]/g, "\\$&")}%`;
  });
  return words.length === 0 ? sql`false` : sql`${text} ilike any(${sql.param(words)}::text[])`;
}
