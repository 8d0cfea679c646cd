import { type SQL, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Day } from "@/domain/calendar/day";
import {
  type Handle,
  type HandleKind,
  handlesOfAuthor,
  isBotAuthor,
  ownName,
  type ToldAuthor,
  toldName,
} from "@/domain/person/handle";
import type { Level } from "@/domain/person/levels";
import { type Ctx, inTransaction } from "@/server/context";

export interface ResolvedAuthor {
  personId: string | null;
  /** As the source names the author. */
  name: string;
  isBot: boolean;
}

interface Owner {
  id: string;
  name: string;
  onRoster: boolean;
}

type HandleRow = { kind: HandleKind; handle: string; id: string; name: string; on_roster: boolean };

type Known = Map<string, Owner>;

/** Any constant will do; with the workspace's it lets one writer at a time make people of unknown authors ("FLTA"). */
const MAKE_PEOPLE_LOCK = 0x464c5441;

const keyOf = ({ kind, handle }: Handle) => `${kind} ${handle}`;

/**
 * Whom the authors are, in their order: one question of the database where everybody is known. Who is not becomes a
 * person off the roster with what they are called; a bot is nobody. Call it before rows of the ledger are locked.
 */
export async function resolveAuthors(ctx: Ctx, authors: readonly ToldAuthor[]): Promise<ResolvedAuthor[]> {
  const told = authors.map((author) => {
    const isBot = isBotAuthor(author);
    return { author, isBot, handles: isBot ? [] : handlesOfAuthor(author) };
  });
  const wanted = uniqueHandles(told.flatMap(({ handles }) => handles));
  const known = await readOwners(ctx, wanted);
  const unsettled = told.filter(({ author, handles }) => needsWriting(author, handles, known));
  if (unsettled.length > 0) await inTransaction(ctx, (tx) => settle(tx, unsettled, wanted, known));
  return told.map(({ author, isBot, handles }) => ({
    personId: ownerOf(handles, known)?.id ?? null,
    name: toldName(author),
    isBot,
  }));
}

/** The level in effect of each person on each day, in their order; null where none is known. */
export async function levelsOn(
  ctx: Ctx,
  asked: readonly { personId: string; day: Day }[],
): Promise<(Level | null)[]> {
  if (asked.length === 0) return [];
  const result = await ctx.db.execute<{ level: Level | null }>(sql`
    select (select l.level from person_level l
      where l.workspace_id = ${ctx.workspaceId} and l.person_id = t.person_id and l.effective_from <= t.day
      order by l.effective_from desc limit 1) as level
    from unnest(${sql.param(asked.map(({ personId }) => personId))}::uuid[],
      ${sql.param(asked.map(({ day }) => day))}::date[]) with ordinality as t (person_id, day, place)
    order by t.place`);
  return result.rows.map(({ level }) => level);
}

function uniqueHandles(handles: readonly Handle[]): Handle[] {
  return [...new Map(handles.map((one) => [keyOf(one), one])).values()];
}

function ownerOf(handles: readonly Handle[], known: Known): Owner | undefined {
  for (const handle of handles) {
    const owner = known.get(keyOf(handle));
    if (owner) return owner;
  }
  return undefined;
}

/** Somebody new, a handle not seen yet of somebody known, or a proper name of somebody known by a login alone. */
function needsWriting(author: ToldAuthor, handles: readonly Handle[], known: Known): boolean {
  if (handles.length === 0) return false;
  const owner = ownerOf(handles, known);
  return !owner || handles.some((one) => !known.has(keyOf(one))) || betterName(author, owner) !== null;
}

/** Who was met by a login first is called by their name once a source tells it. */
function betterName({ login, email, name }: ToldAuthor, owner: Owner): string | null {
  if (owner.onRoster || name === undefined) return null;
  const told = ownName(name);
  const bare = owner.name.toLowerCase();
  const isHandle = bare === login?.trim().toLowerCase() || bare === email?.trim().toLowerCase();
  return isHandle && told !== "" && told.toLowerCase() !== bare ? told : null;
}

/** Handles of the workspace and addresses of the roster; an address of the roster goes before a handle. */
async function readOwners(ctx: Ctx, handles: readonly Handle[]): Promise<Known> {
  const known: Known = new Map();
  if (handles.length === 0) return known;
  const own = sql`p.workspace_id = ${ctx.workspaceId}`;
  const parts: SQL[] = [];
  // One list for each kind: a join of pairs is a loop over all of them where the planner knows nothing of the table.
  for (const kind of new Set(handles.map((one) => one.kind))) {
    const asked = sql.param(handles.filter((one) => one.kind === kind).map(({ handle }) => handle));
    parts.push(sql`
      select h.kind, h.handle, p.id, p.name, p.on_roster, 0 as place from person_handle h
      join person p on ${own} and p.id = h.person_id
      where h.workspace_id = ${ctx.workspaceId} and h.kind = ${kind} and h.handle = any(${asked}::text[])`);
    if (kind !== "email") continue;
    parts.push(sql`
      select 'email', lower(p.email), p.id, p.name, p.on_roster, 1 from person p
      where ${own} and lower(p.email) = any(${asked}::text[])`);
  }
  const result = await ctx.db.execute<HandleRow>(sql`${sql.join(parts, sql` union all `)} order by place`);
  for (const { kind, handle, id, name, on_roster } of result.rows) {
    known.set(keyOf({ kind, handle }), { id, name, onRoster: on_roster });
  }
  return known;
}

/** One writer at a time, and what others made meanwhile is read first: so that nobody is made twice. */
async function settle(
  ctx: Ctx,
  unsettled: readonly { author: ToldAuthor; handles: readonly Handle[] }[],
  wanted: readonly Handle[],
  known: Known,
): Promise<void> {
  await ctx.db.execute(
    sql`select pg_advisory_xact_lock(${MAKE_PEOPLE_LOCK}, hashtext(${ctx.workspaceId}::text))`,
  );
  for (const [key, owner] of await readOwners(ctx, wanted)) known.set(key, owner);
  const names = unsettled.flatMap(({ handles }) => handles.filter(({ kind }) => kind === "name"));
  const namesakes = await readNamesakes(ctx, names);
  const made: Owner[] = [];
  const handed: (Handle & { personId: string })[] = [];
  const renamed = new Map<string, string>();
  for (const { author, handles } of unsettled) {
    const name = handles[0]?.kind === "name" ? namesakes.get(handles[0].handle) : undefined;
    let owner = ownerOf(handles, known) ?? name;
    if (!owner) {
      const called = ownName(author.name ?? "") || toldName(author);
      owner = { id: uuidv7({ msecs: ctx.now.getTime() }), name: called, onRoster: false };
      made.push(owner);
    }
    const better = betterName(author, owner);
    if (better !== null) {
      renamed.set(owner.id, better);
      owner.name = better;
    }
    for (const handle of handles) {
      if (known.has(keyOf(handle))) continue;
      known.set(keyOf(handle), owner);
      handed.push({ ...handle, personId: owner.id });
    }
  }
  await writePeople(ctx, made);
  await writeHandles(ctx, handed);
  await rename(ctx, renamed);
}

/** A bare name is somebody of the roster's where only one has it. */
async function readNamesakes(ctx: Ctx, names: readonly Handle[]): Promise<Known> {
  if (names.length === 0) return new Map();
  const result = await ctx.db.execute<{ key: string; id: string; name: string }>(sql`
    select lower(name) as key, min(id::text)::uuid as id, min(name) as name from person
    where workspace_id = ${ctx.workspaceId} and on_roster
      and lower(name) = any(${sql.param(names.map(({ handle }) => handle))}::text[])
    group by 1 having count(*) = 1`);
  return new Map(result.rows.map(({ key, id, name }) => [key, { id, name, onRoster: true }]));
}

async function writePeople(ctx: Ctx, people: readonly Owner[]): Promise<void> {
  if (people.length === 0) return;
  const iso = ctx.now.toISOString();
  await ctx.db.execute(sql`
    insert into person (workspace_id, id, name, on_roster, created_at, updated_at)
    select ${ctx.workspaceId}::uuid, t.id, t.name, false, ${iso}, ${iso} from unnest(
      ${sql.param(people.map(({ id }) => id))}::uuid[],
      ${sql.param(people.map(({ name }) => name))}::text[]) as t (id, name)`);
}

async function writeHandles(ctx: Ctx, handles: readonly (Handle & { personId: string })[]): Promise<void> {
  if (handles.length === 0) return;
  await ctx.db.execute(sql`
    insert into person_handle (workspace_id, kind, handle, person_id)
    select ${ctx.workspaceId}::uuid, * from unnest(
      ${sql.param(handles.map(({ kind }) => kind))}::text[],
      ${sql.param(handles.map(({ handle }) => handle))}::text[],
      ${sql.param(handles.map(({ personId }) => personId))}::uuid[])
    on conflict do nothing`);
}

async function rename(ctx: Ctx, names: ReadonlyMap<string, string>): Promise<void> {
  if (names.size === 0) return;
  await ctx.db.execute(sql`
    update person set name = t.name, updated_at = ${ctx.now.toISOString()}
    from unnest(${sql.param([...names.keys()])}::uuid[], ${sql.param([...names.values()])}::text[]) as t (id, name)
    where workspace_id = ${ctx.workspaceId} and person.id = t.id and not on_roster`);
}
