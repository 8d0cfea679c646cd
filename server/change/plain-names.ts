import { sql } from "drizzle-orm";
import type { ChangeInput } from "@/domain/change/schema";
import type { Level } from "@/domain/person/levels";
import type { Ctx } from "@/server/context";
import { type ResolvedAuthor, resolveAuthors } from "@/server/person/resolve-author";
import { workspaceZone } from "@/server/rollup/service-lock";
import { readServices, type Telling } from "./record-inputs";

/** What a plain telling names, as rows of the workspace. */
export interface PlainNames {
  zone: string;
  services: ReadonlyMap<string, string>;
  author(input: ChangeInput): ResolvedAuthor | null;
  /** Null where the statement is to look it up. */
  level: ((personId: string, day: string) => Level | null) | null;
}

/** How long what one telling named is taken from memory by the next. The statement checks it again. */
const REMEMBERED_MS = 2000;
const WORKSPACES_MAX = 100;
const NAMES_MAX = 10_000;

interface Remembered {
  sinceMs: number;
  zone: string;
  services: Map<string, string>;
  authors: Map<string, ResolvedAuthor>;
}

const remembered = new Map<string, Remembered>();

type Author = NonNullable<ChangeInput["author"]>;
/** Line breaks stand in no login and no address; what is left out differs from what is empty. */
function authorKey({ login, email, name, bot }: Author): string {
  const isLoginAlone = login !== undefined && email === undefined && name === undefined && bot === undefined;
  return isLoginAlone ? login : `${login}\n${email}\n${bot}\n${name}`;
}

/** Its services alone, by which it may be refused before its author, who may be new, is put down. */
export async function servicesOfOne(ctx: Ctx, telling: Telling): Promise<ReadonlyMap<string, string>> {
  const known = await recall(ctx);
  if (telling.input.services?.some((slug) => !known.services.has(slug))) {
    for (const [slug, id] of await readServices(ctx, [telling])) known.services.set(slug, id);
  }
  return known.services;
}

/** What one plain telling names, with its services, which were asked for first; from memory where it was named just before. */
export async function namesOfOne(
  ctx: Ctx,
  telling: Telling,
  services: ReadonlyMap<string, string>,
): Promise<PlainNames> {
  const known = await recall(ctx);
  const { author } = telling.input;
  if (author && !known.authors.has(authorKey(author))) {
    const [resolved] = await resolveAuthors(ctx, [author]);
    if (resolved !== undefined) known.authors.set(authorKey(author), resolved);
  }
  return {
    zone: known.zone,
    services,
    author: ({ author: one }) => (one ? (known.authors.get(authorKey(one)) ?? null) : null),
    level: null,
  };
}

async function recall(ctx: Ctx): Promise<Remembered> {
  const nowMs = ctx.now.getTime();
  const known = remembered.get(ctx.workspaceId);
  if (known !== undefined && Math.abs(nowMs - known.sinceMs) < REMEMBERED_MS) {
    if (known.services.size + known.authors.size < NAMES_MAX) return known;
  }
  if (remembered.size >= WORKSPACES_MAX) remembered.clear();
  const fresh = {
    sinceMs: nowMs,
    zone: await workspaceZone(ctx),
    services: new Map<string, string>(),
    authors: new Map<string, ResolvedAuthor>(),
  };
  remembered.set(ctx.workspaceId, fresh);
  return fresh;
}

/** Something is no longer as it was remembered. */
export function forgetNames(ctx: Ctx): void {
  remembered.delete(ctx.workspaceId);
}

/** What many plain tellings name, each asked for once. */
export async function namesOfMany(
  ctx: Ctx,
  tellings: readonly Telling[],
  { zone, services }: { zone: string; services: ReadonlyMap<string, string> },
): Promise<PlainNames> {
  const authors = new Map<string, Author>();
  for (const { input } of tellings) if (input.author) authors.set(authorKey(input.author), input.author);
  const keys = [...authors.keys()];
  const resolved = authors.size === 0 ? [] : await resolveAuthors(ctx, [...authors.values()]);
  const byKey = new Map(keys.map((key, place) => [key, resolved[place] ?? null]));
  const levels = await readLevels(
    ctx,
    resolved.flatMap(({ personId }) => personId ?? []),
  );
  return {
    zone,
    services,
    author: ({ author }) => (author ? (byKey.get(authorKey(author)) ?? null) : null),
    level: (personId, day) => levels.get(personId)?.find(({ from }) => from <= day)?.level ?? null,
  };
}

/** The levels of each person, the latest first. "-infinity" is before every day also as a text. */
async function readLevels(
  ctx: Ctx,
  personIds: readonly string[],
): Promise<Map<string, { from: string; level: Level }[]>> {
  const levels = new Map<string, { from: string; level: Level }[]>();
  if (personIds.length === 0) return levels;
  const result = await ctx.db.execute<{ person_id: string; from: string; level: Level }>(sql`
    select person_id, effective_from::text as from, level from person_level
    where workspace_id = ${ctx.workspaceId} and person_id = any(${sql.param([...new Set(personIds)])}::uuid[])
    order by effective_from desc`);
  for (const { person_id: id, from, level } of result.rows) {
    levels.set(id, [...(levels.get(id) ?? []), { from, level }]);
  }
  return levels;
}
