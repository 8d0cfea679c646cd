import { namedQuery } from "@/db/named-query";
import { ROLES, type Role } from "@/domain/access/roles";
import { dayOf } from "@/domain/calendar/day";
import { type Handle, type HandleKind, handlesOfAuthor, type ToldAuthor } from "@/domain/person/handle";
import type { Level } from "@/domain/person/levels";
import type { Ctx } from "@/server/context";
import type { Draft } from "./draft";
import type { StoredRequest } from "./subject-requests";

/** Somebody as far as their word on a change goes. */
export interface SubjectPerson {
  id: string;
  name: string;
  teamId: string | null;
  roles: readonly string[];
  levelOn(instant: Date): Level | null;
  isOnRoster(instant: Date): boolean;
}

export interface People {
  get(id: string): SubjectPerson | null;
  ofLogin(login: string | null): SubjectPerson | null;
  /** Found by name and address, as commits have them. */
  ofAuthor(told: ToldAuthor): SubjectPerson | null;
}

interface Row {
  id: string;
  name: string;
  teamId: string | null;
  isListed: boolean;
  activeFrom: string | null;
  activeTo: string | null;
  levels: { from: string; level: Level }[];
  roles: Role[];
  zone: string;
}

/** Everybody who made one of the subjects, signed it, or said something of it on the code host. */
export function readPeople(
  ctx: Ctx,
  drafts: readonly Draft[],
  stored: readonly StoredRequest[],
): Promise<People> {
  const ids = [
    ...drafts.flatMap(({ authorId, promptedById }) => [authorId, promptedById].flatMap((id) => id ?? [])),
    ...stored.flatMap(({ signOffs }) => signOffs.map(({ personId }) => personId)),
  ];
  const logins = drafts.flatMap(({ authorLogin, reviewWords }) => [
    ...(authorLogin === null ? [] : [authorLogin]),
    ...reviewWords.map(({ login }) => login),
  ]);
  const authors = drafts.flatMap(({ promptersTold }) => promptersTold);
  return findPeople(ctx, { ids, logins, authors });
}

const PEOPLE = `
  select p.id, p.name, p.team_id as "teamId", p.on_roster as "isListed", p.active_from::text as "activeFrom",
    p.active_to::text as "activeTo",
    coalesce((select json_agg(json_build_object('from', l.effective_from::text, 'level', l.level)
        order by l.effective_from desc)
      from person_level l where l.workspace_id = p.workspace_id and l.person_id = p.id), '[]') as levels,
    coalesce((select json_agg(distinct g.role) from member m
      join member_grant g on g.workspace_id = m.workspace_id and g.member_id = m.id
      where m.workspace_id = p.workspace_id and m.person_id = p.id and m.deactivated_at is null), '[]') as roles,
    (select time_zone from workspace where workspace_id = $1) as zone
  from person p where p.workspace_id = $1 and p.id = any($2::uuid[])`;

export async function findPeople(
  ctx: Ctx,
  {
    ids,
    logins,
    authors = [],
  }: { ids: readonly string[]; logins: readonly string[]; authors?: readonly ToldAuthor[] },
): Promise<People> {
  const byHandle = await idsOfTold(ctx, [...logins.map((login) => ({ login })), ...authors]);
  const all = [...new Set([...ids, ...byHandle.values()])];
  if (all.length === 0) return { get: () => null, ofLogin: () => null, ofAuthor: () => null };
  const rows = await namedQuery<Row>(ctx.db, PEOPLE, [ctx.workspaceId, all]);
  const people = new Map(rows.map((row) => [row.id, personOf(row)]));
  const ofAuthor = (told: ToldAuthor) => {
    const id = handlesOfAuthor(told).flatMap((handle) => byHandle.get(nameOf(handle)) ?? [])[0];
    return id === undefined ? null : (people.get(id) ?? null);
  };
  return {
    get: (id) => people.get(id) ?? null,
    ofLogin: (login) => (login === null ? null : ofAuthor({ login })),
    ofAuthor,
  };
}

function personOf(row: Row): SubjectPerson {
  const dayAt = (instant: Date) => dayOf(instant.getTime(), row.zone);
  return {
    id: row.id,
    name: row.name,
    teamId: row.teamId,
    roles: rolesHeld(row.roles),
    levelOn: (instant) => {
      const day = dayAt(instant);
      // "-infinity" is before every day also as a text.
      return row.levels.find(({ from }) => from === "-infinity" || from <= day)?.level ?? null;
    },
    isOnRoster: (instant) => {
      const day = dayAt(instant);
      if (!row.isListed || (row.activeFrom !== null && row.activeFrom > day)) return false;
      return row.activeTo === null || row.activeTo >= day;
    },
  };
}

/** An owner holds every role, an admin every one but that. */
export function rolesHeld(roles: readonly Role[]): string[] {
  if (roles.includes("owner")) return [...ROLES];
  if (roles.includes("admin")) return ROLES.filter((role) => role !== "owner");
  return [...roles];
}

const nameOf = ({ kind, handle }: Handle) => `${kind} ${handle}`;

const HANDLES = `
  select t.kind, t.handle, h.person_id as id from unnest($2::text[], $3::text[]) as t (kind, handle)
  join person_handle h on h.workspace_id = $1 and h.kind = t.kind and h.handle = t.handle`;

/** Whom logins and commits name, by handle; nobody is made here, as reading is no reason to. */
async function idsOfTold(ctx: Ctx, told: readonly ToldAuthor[]): Promise<Map<string, string>> {
  const asked = [...new Map(told.flatMap(handlesOfAuthor).map((one) => [nameOf(one), one])).values()];
  if (asked.length === 0) return new Map();
  const rows = await namedQuery<{ kind: HandleKind; handle: string; id: string }>(ctx.db, HANDLES, [
    ctx.workspaceId,
    asked.map(({ kind }) => kind),
    asked.map(({ handle }) => handle),
  ]);
  return new Map(rows.map((row) => [nameOf(row), row.id]));
}
