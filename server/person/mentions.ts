import { type SQL, sql } from "drizzle-orm";
import { jsonbText, storableText } from "@/domain/audit/jsonb-text";
import type { Identity } from "@/domain/person/pseudonym";
import type { Ctx } from "@/server/context";

/** Texts that may name a person, besides the roster and the audit trail; every table here has an `id`. */
const TEXTS: Record<string, readonly string[]> = {
  incident: ["title", "summary"],
  timeline_event: ["author", "body", "changes"],
  cause_revision: ["stated_by", "note", "source"],
  mark: ["title", "detail"],
  import_run: ["refusals", "notes"],
  invitation: ["email", "invited_by"],
  api_token: ["name", "created_by"],
};

/** Rewrites every text of the workspace that names the person. */
export async function replaceMentions(
  ctx: Ctx,
  identity: Identity,
  replace: (value: unknown) => unknown,
): Promise<void> {
  for (const [table, columns] of Object.entries(TEXTS)) {
    const texts = textsOf(columns);
    const found = await ctx.db.execute<{ id: string; texts: Record<string, unknown> }>(sql`
      select id, ${texts} as texts from ${sql.identifier(table)}
      where workspace_id = ${ctx.workspaceId} and ${mentions(sql`${texts}::text`, identity)}`);
    for (const row of found.rows) {
      const replaced = replace(row.texts);
      if (jsonbText(replaced) !== jsonbText(row.texts)) await write(ctx, table, columns, row.id, replaced);
    }
  }
}

function textsOf(columns: readonly string[]): SQL {
  const pairs = columns.map((column) => sql`${sql.raw(`'${column}'`)}, ${sql.identifier(column)}`);
  return sql`jsonb_build_object(${sql.join(pairs, sql`, `)})`;
}

async function write(
  ctx: Ctx,
  table: string,
  columns: readonly string[],
  id: string,
  texts: unknown,
): Promise<void> {
  const list = sql.join(
    columns.map((column) => sql.identifier(column)),
    sql`, `,
  );
  await ctx.db.execute(sql`
    update ${sql.identifier(table)} set (${list}) =
      (select ${list} from jsonb_populate_record(null::${sql.identifier(table)}, ${JSON.stringify(texts)}::jsonb))
    where workspace_id = ${ctx.workspaceId} and id = ${id}`);
}

/** Condition: the text, printed from jsonb, holds one of the identity's words. The exact rule is applied afterwards. */
export function mentions(text: SQL, identity: Identity): SQL {
  const words = [...identity.names, ...identity.emails, ...identity.handles].map((word) => {
    const printed = jsonbText(storableText(word)).slice(1, -1);
    return `%${printed.replace(/[\\%_]/g, "\\$&")}%`;
  });
  return words.length === 0 ? sql`false` : sql`${text} ilike any(${sql.param(words)}::text[])`;
}
