import { type SQL, sql } from "drizzle-orm";
import { canSeeUnlisted } from "@/domain/access/reading";
import { canKeepRoster } from "@/domain/access/roster";
import type { Day } from "@/domain/calendar/day";
import { dayOf } from "@/domain/calendar/day";
import { NotFound } from "@/domain/errors";
import type { Handle } from "@/domain/person/handle";
import type { IdentityShow } from "@/domain/person/identity-query";
import type { PersonIdentity } from "@/domain/person/identity-schema";
import type { Level } from "@/domain/person/levels";
import { type Called, type Suggestion, suggestSame } from "@/domain/person/similar";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";
import { workspaceZone } from "@/server/rollup/service-lock";

export interface IdentityQuery {
  q?: string;
  /** With a suggestion; off the roster; or everybody. */
  show: IdentityShow;
  limit: number;
  cursor?: { name: string; id: string };
}

export interface IdentityList {
  identities: PersonIdentity[];
  next: { name: string; id: string } | null;
}

/** Whom suggestions are looked for among, at most. */
const CALLED_MAX = 20_000;
const COUNTED_MAX = 1000;

/** People with everything they are called, by name; those off the roster with whom they may be. */
export async function listIdentities(ctx: Ctx, query: IdentityQuery): Promise<IdentityList> {
  authorise(canKeepRoster(ctx.actor), "Seeing who is called what needs the admin role.");
  const everybody = await readCalled(ctx);
  const suggestions = suggestSame(
    everybody.filter((one) => !one.onRoster),
    everybody,
  );
  const rows = await selectIdentities(ctx, conditionOf(query, [...suggestions.keys()]), query.limit + 1);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    identities: await withHandles(ctx, shown, suggestions, new Map(everybody.map((one) => [one.id, one]))),
    next: rows.length > query.limit && last ? { name: last.name, id: last.id } : null,
  };
}

/** One of them, for a command or a preview. */
export async function readIdentity(ctx: Ctx, id: string): Promise<PersonIdentity> {
  const rows = await selectIdentities(ctx, sql`p.id = ${id}::uuid`, 1);
  const [found] = await withHandles(ctx, rows, new Map(), new Map());
  if (!found) throw new NotFound("person", id);
  return found;
}

function conditionOf({ q, show, cursor }: IdentityQuery, suggested: readonly string[]): SQL {
  const conditions = [sql`p.erased_at is null`];
  if (show !== "all") conditions.push(sql`not p.on_roster`);
  if (show === "suggested") conditions.push(sql`p.id = any(${sql.param([...suggested])}::uuid[])`);
  if (q) {
    const like = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(sql`(p.name ilike ${like} or p.email ilike ${like} or exists (
      select 1 from person_handle h where h.workspace_id = p.workspace_id and h.person_id = p.id
        and h.handle like lower(${like})))`);
  }
  if (cursor) conditions.push(sql`(p.name, p.id) > (${cursor.name}, ${cursor.id}::uuid)`);
  return sql.join(conditions, sql` and `);
}

/** Off the roster: whoever made changes stands in the ledger anyway; the others only for whom usage is to see. */
function isVisible(ctx: Ctx): SQL {
  if (canSeeUnlisted(ctx.actor)) return sql`true`;
  return sql`(p.on_roster or exists (
    select 1 from change c where c.workspace_id = p.workspace_id and c.author_id = p.id))`;
}

type Row = {
  id: string;
  name: string;
  email: string | null;
  level: Level | null;
  team: string | null;
  on_roster: boolean;
  has_account: boolean;
  generated: boolean;
  version: number;
  changes: number;
  last_change_at: Date | null;
};

async function selectIdentities(ctx: Ctx, condition: SQL, limit: number): Promise<Row[]> {
  const today: Day = dayOf(ctx.now.getTime(), await workspaceZone(ctx));
  const result = await ctx.db.execute<Row>(sql`
    select p.id, p.name, p.email, t.name as team, p.on_roster, p.generated, p.version,
      (select l.level from person_level l where l.workspace_id = p.workspace_id and l.person_id = p.id
        and l.effective_from <= ${today}::date order by l.effective_from desc limit 1) as level,
      exists (select 1 from member m where m.workspace_id = p.workspace_id and m.person_id = p.id) as has_account,
      c.changes, c.last_change_at
    from (
      select * from person p where p.workspace_id = ${ctx.workspaceId} and ${condition} and ${isVisible(ctx)}
      order by p.name, p.id limit ${limit}
    ) p
    left join team t on t.workspace_id = p.workspace_id and t.id = p.team_id
    cross join lateral (
      select count(*)::int as changes, max(counted.at) as last_change_at from (
        select c.at from change c where c.workspace_id = p.workspace_id and c.author_id = p.id
        order by c.at desc limit ${COUNTED_MAX}) as counted
    ) c
    order by p.name, p.id`);
  return result.rows;
}

async function withHandles(
  ctx: Ctx,
  rows: readonly Row[],
  suggestions: ReadonlyMap<string, Suggestion[]>,
  called: ReadonlyMap<string, Called>,
): Promise<PersonIdentity[]> {
  if (rows.length === 0) return [];
  const byPerson = await readHandles(
    ctx,
    sql`person_id = any(${sql.param(rows.map(({ id }) => id))}::uuid[])`,
  );
  return rows.map(({ on_roster, has_account, last_change_at, ...row }) => ({
    ...row,
    onRoster: on_roster,
    hasAccount: has_account,
    lastChangeAt: last_change_at === null ? null : new Date(last_change_at).toISOString(),
    handles: byPerson.get(row.id) ?? [],
    suggestions: (suggestions.get(row.id) ?? []).flatMap((one) => {
      const person = called.get(one.personId);
      return person ? [{ ...one, name: person.name, onRoster: person.onRoster }] : [];
    }),
  }));
}

async function readHandles(ctx: Ctx, condition: SQL): Promise<Map<string, Handle[]>> {
  const result = await ctx.db.execute<{ person_id: string; kind: Handle["kind"]; handle: string }>(sql`
    select person_id, kind, handle from person_handle
    where workspace_id = ${ctx.workspaceId} and ${condition}
    order by array_position(array['login', 'email', 'name'], kind), handle`);
  const byPerson = new Map<string, Handle[]>();
  for (const { person_id, kind, handle } of result.rows) {
    const own = byPerson.get(person_id) ?? [];
    own.push({ kind, handle });
    byPerson.set(person_id, own);
  }
  return byPerson;
}

async function readCalled(ctx: Ctx): Promise<Called[]> {
  const result = await ctx.db.execute<{
    id: string;
    name: string;
    email: string | null;
    on_roster: boolean;
  }>(sql`
    select p.id, p.name, p.email, p.on_roster from person p
    where p.workspace_id = ${ctx.workspaceId} and p.erased_at is null and ${isVisible(ctx)}
    order by p.on_roster desc, p.id limit ${CALLED_MAX}`);
  const handles = await readHandles(ctx, sql`true`);
  return result.rows.map(({ on_roster, ...row }) => ({
    ...row,
    onRoster: on_roster,
    handles: handles.get(row.id) ?? [],
  }));
}
