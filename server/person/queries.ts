import { and, asc, eq, ilike, inArray, or, sql } from "drizzle-orm";
import { change, person, personHandle, personLevel, team } from "@/db/schema";
import { canSeeUnlisted } from "@/domain/access/reading";
import type { Day } from "@/domain/calendar/day";
import { dayOf } from "@/domain/calendar/day";
import { NotFound } from "@/domain/errors";
import type { Level } from "@/domain/person/levels";
import type { Standing } from "@/domain/person/roster";
import type { Person } from "@/domain/person/schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { readWorkspace } from "@/server/workspace/queries";
import { handleIsLike, levelIs, standingIs } from "./roster";

/** The start of a level that nobody stated a first day for. */
export const ALWAYS_BEFORE: Day = "-infinity";

export interface PersonQuery {
  q?: string;
  team?: string;
  onRoster?: boolean;
  /** The level in effect, and where somebody stands, on a day of the workspace. */
  level?: Level;
  standing?: Standing;
  today?: Day;
  limit: number;
  cursor?: { name: string; id: string };
}

export interface PersonList {
  people: Person[];
  next: { name: string; id: string } | null;
}

/** A page of people, by name; the key of the next page is the last one's name and id. */
export async function listPeople(ctx: Ctx, query: PersonQuery): Promise<PersonList> {
  authoriseReading(ctx);
  const like = query.q ? `%${query.q.replace(/[\\%_]/g, "\\$&")}%` : null;
  const today = query.today ?? (await todayOf(ctx));
  const rows = await selectPeople(ctx)
    .where(
      and(
        eq(person.workspaceId, ctx.workspaceId),
        like === null
          ? undefined
          : or(ilike(person.name, like), ilike(person.email, like), handleIsLike(like)),
        query.level === undefined ? undefined : levelIs(query.level, today),
        query.standing === undefined ? undefined : standingIs(query.standing, today),
        query.team === undefined ? undefined : eq(team.name, query.team),
        canSeeUnlisted(ctx.actor) ? undefined : eq(person.onRoster, true),
        query.onRoster === undefined ? undefined : eq(person.onRoster, query.onRoster),
        query.cursor
          ? sql`(${person.name}, ${person.id}) > (${query.cursor.name}, ${query.cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(asc(person.name), asc(person.id))
    .limit(query.limit + 1);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    people: await withHandlesAndLevels(ctx, shown),
    next: rows.length > query.limit && last ? { name: last.name, id: last.id } : null,
  };
}

async function todayOf(ctx: Ctx): Promise<Day> {
  const { timeZone } = await readWorkspace(ctx);
  return dayOf(ctx.now.getTime(), timeZone);
}

export async function getPerson(ctx: Ctx, id: string): Promise<Person> {
  authoriseReading(ctx);
  const found = await readPerson(ctx, id);
  // Whoever made a change stands in the ledger with their name; known from a usage report alone is another matter.
  const isHidden = !found.onRoster && !canSeeUnlisted(ctx.actor) && !(await isAuthor(ctx, id));
  if (isHidden) throw new NotFound("person", id);
  return found;
}

async function isAuthor(ctx: Ctx, id: string): Promise<boolean> {
  const [own] = await ctx.db
    .select({ id: change.id })
    .from(change)
    .where(and(eq(change.workspaceId, ctx.workspaceId), eq(change.authorId, id)))
    .limit(1);
  return own !== undefined;
}

/** The same for a command, which shows whoever may write what they have written. */
export async function readPerson(ctx: Ctx, id: string): Promise<Person> {
  const rows = await selectPeople(ctx).where(and(eq(person.workspaceId, ctx.workspaceId), eq(person.id, id)));
  const [found] = await withHandlesAndLevels(ctx, rows);
  if (!found) throw new NotFound("person", id);
  return found;
}

function selectPeople(ctx: Ctx) {
  return ctx.db
    .select({
      id: person.id,
      name: person.name,
      email: person.email,
      team: team.name,
      activeFrom: person.activeFrom,
      activeTo: person.activeTo,
      onRoster: person.onRoster,
      generated: person.generated,
      version: person.version,
    })
    .from(person)
    .leftJoin(team, and(eq(team.workspaceId, person.workspaceId), eq(team.id, person.teamId)))
    .$dynamic();
}

async function withHandlesAndLevels(
  ctx: Ctx,
  rows: Awaited<ReturnType<typeof selectPeople>>,
): Promise<Person[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  // One after the other: in a transaction there is one connection.
  const handles = await ctx.db
    .select({ personId: personHandle.personId, handle: personHandle.handle })
    .from(personHandle)
    .where(
      and(
        eq(personHandle.workspaceId, ctx.workspaceId),
        inArray(personHandle.personId, ids),
        eq(personHandle.kind, "login"),
      ),
    )
    .orderBy(asc(personHandle.handle));
  const levels = await ctx.db
    .select({ personId: personLevel.personId, level: personLevel.level, from: personLevel.effectiveFrom })
    .from(personLevel)
    .where(and(eq(personLevel.workspaceId, ctx.workspaceId), inArray(personLevel.personId, ids)))
    .orderBy(asc(personLevel.effectiveFrom));
  const { timeZone } = await readWorkspace(ctx);
  const today = dayOf(ctx.now.getTime(), timeZone);
  return rows.map((row) => {
    const own = levels.filter((entry) => entry.personId === row.id);
    const current = own.filter((entry) => entry.from === ALWAYS_BEFORE || entry.from <= today).at(-1);
    return {
      ...row,
      handles: handles.filter((entry) => entry.personId === row.id).map((entry) => entry.handle),
      level: current?.level ?? null,
      levels: own.map(({ level, from }) => ({ level, from: from === ALWAYS_BEFORE ? null : from })),
    };
  });
}
