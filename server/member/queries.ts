import { and, asc, eq, inArray, isNull, lte, max, type SQL, sql } from "drizzle-orm";
import {
  authSession,
  authUser,
  identityProvider,
  member,
  memberGrant,
  person,
  personLevel,
  team,
  workspace,
} from "@/db/schema";
import { canKeepMembers } from "@/domain/access/workspace";
import { dayOf } from "@/domain/calendar/day";
import { NotFound } from "@/domain/errors";
import type { Member, WireGrant } from "@/domain/member/schema";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";

export const KEEPING_MEMBERS_NEEDS = "Keeping members needs an admin.";

export interface MemberQuery {
  limit: number;
  cursor?: { name: string; id: string };
}

export interface MemberList {
  members: Member[];
  next: { name: string; id: string } | null;
}

/** A page of members, by name, the deactivated among them. */
export async function listMembers(ctx: Ctx, { limit, cursor }: MemberQuery): Promise<MemberList> {
  authorise(canKeepMembers(ctx.actor), KEEPING_MEMBERS_NEEDS);
  const after = cursor
    ? sql`(${authUser.name}, ${member.id}) > (${cursor.name}, ${cursor.id}::uuid)`
    : undefined;
  const found = await selectMembers(ctx, after, limit + 1);
  const members = found.slice(0, limit);
  const last = members.at(-1);
  return {
    members,
    next: found.length > limit && last ? { name: last.user.name, id: last.id } : null,
  };
}

export async function getMember(ctx: Ctx, id: string): Promise<Member> {
  authorise(canKeepMembers(ctx.actor), KEEPING_MEMBERS_NEEDS);
  const [found] = await selectMembers(ctx, eq(member.id, id), 1);
  if (!found) throw new NotFound("member", id);
  return found;
}

/** Part of the commands and queries here. One query after the other: in a transaction there is one connection. */
async function selectMembers(ctx: Ctx, condition: SQL | undefined, limit: number): Promise<Member[]> {
  const rows = await ctx.db
    .select({ member, name: authUser.name, email: authUser.email, twoFactor: authUser.twoFactorEnabled })
    .from(member)
    .innerJoin(authUser, eq(authUser.id, member.userId))
    .where(and(eq(member.workspaceId, ctx.workspaceId), condition))
    .orderBy(asc(authUser.name), asc(member.id))
    .limit(limit);
  if (rows.length === 0) return [];
  const grants = await grantsOf(
    ctx,
    rows.map((row) => row.member.id),
  );
  const seen = await lastSeen(
    ctx,
    rows.map((row) => row.member.userId),
  );
  const people = await peopleOf(ctx, rows);
  return rows.map(({ member: row, name, email, twoFactor }) => ({
    id: row.id,
    user: { id: row.userId, name, email },
    person: people.find(({ id }) => id === row.personId) ?? null,
    suggestedPerson: row.personId === null ? suggestionOf(email, people) : null,
    grants: grants.filter(({ memberId }) => memberId === row.id).map(({ grant }) => grant),
    twoFactorEnabled: twoFactor,
    lastSeenAt: seen.get(row.userId)?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    deactivatedAt: row.deactivatedAt?.toISOString() ?? null,
    version: row.version,
  }));
}

async function grantsOf(
  ctx: Ctx,
  memberIds: readonly string[],
): Promise<{ memberId: string; grant: WireGrant }[]> {
  const rows = await ctx.db
    .select({
      memberId: memberGrant.memberId,
      role: memberGrant.role,
      team: team.name,
      identityProviderId: memberGrant.identityProviderId,
      identityProvider: identityProvider.name,
    })
    .from(memberGrant)
    .leftJoin(team, and(eq(team.workspaceId, memberGrant.workspaceId), eq(team.id, memberGrant.teamId)))
    .leftJoin(
      identityProvider,
      and(
        eq(identityProvider.workspaceId, memberGrant.workspaceId),
        eq(identityProvider.id, memberGrant.identityProviderId),
      ),
    )
    .where(and(eq(memberGrant.workspaceId, ctx.workspaceId), inArray(memberGrant.memberId, [...memberIds])))
    .orderBy(asc(memberGrant.role), asc(team.name), asc(memberGrant.id));
  return rows.map(({ memberId, role, team, identityProviderId, identityProvider }) => ({
    memberId,
    grant: {
      role,
      team,
      identityProvider: identityProviderId === null ? null : (identityProvider ?? "a provider that is gone"),
    },
  }));
}

async function lastSeen(ctx: Ctx, userIds: readonly string[]): Promise<Map<string, Date>> {
  const rows = await ctx.db
    .select({ userId: authSession.userId, at: max(authSession.updatedAt) })
    .from(authSession)
    .where(inArray(authSession.userId, [...userIds]))
    .groupBy(authSession.userId);
  return new Map(rows.flatMap(({ userId, at }) => (at === null ? [] : [[userId, at]])));
}

async function todayOf({ db, workspaceId, now }: Ctx): Promise<string> {
  const [row] = await db
    .select({ timeZone: workspace.timeZone })
    .from(workspace)
    .where(eq(workspace.workspaceId, workspaceId));
  return dayOf(now.getTime(), row?.timeZone ?? "UTC");
}

interface RosterEntry {
  id: string;
  name: string;
  level: NonNullable<Member["person"]>["level"];
}

interface FoundPerson extends RosterEntry {
  email: string | null;
  isTied: boolean;
}

/** The people whom the members are tied to, and those of the roster with a member's e-mail address. */
async function peopleOf(
  ctx: Ctx,
  rows: readonly { member: typeof member.$inferSelect; email: string }[],
): Promise<FoundPerson[]> {
  const ids = rows.flatMap((row) => row.member.personId ?? []);
  const emails = rows.map((row) => row.email.toLowerCase());
  const today = await todayOf(ctx);
  const levels = ctx.db
    .selectDistinctOn([personLevel.personId], { personId: personLevel.personId, level: personLevel.level })
    .from(personLevel)
    .where(and(eq(personLevel.workspaceId, ctx.workspaceId), lte(personLevel.effectiveFrom, today)))
    .orderBy(personLevel.personId, sql`${personLevel.effectiveFrom} desc`)
    .as("levels");
  const found = await ctx.db
    .select({
      id: person.id,
      name: person.name,
      email: person.email,
      level: levels.level,
      tiedTo: member.id,
    })
    .from(person)
    .leftJoin(levels, eq(levels.personId, person.id))
    .leftJoin(member, and(eq(member.workspaceId, person.workspaceId), eq(member.personId, person.id)))
    .where(
      and(
        eq(person.workspaceId, ctx.workspaceId),
        sql`(${person.id} = any(${sql.param(ids)}::uuid[])
          or (lower(${person.email}) = any(${sql.param(emails)}::text[]) and ${person.onRoster}))`,
      ),
    );
  return found.map(({ tiedTo, ...one }) => ({ ...one, isTied: tiedTo !== null }));
}

function suggestionOf(email: string, people: readonly FoundPerson[]): Member["suggestedPerson"] {
  const found = people.find(
    (person) => !person.isTied && person.email?.toLowerCase() === email.toLowerCase(),
  );
  return found ? { id: found.id, name: found.name } : null;
}

/** People of the roster whom no member is tied to, by name; for choosing one. */
export async function listUntiedPeople(
  ctx: Ctx,
  { limit }: { limit: number },
): Promise<{ id: string; name: string }[]> {
  authorise(canKeepMembers(ctx.actor), KEEPING_MEMBERS_NEEDS);
  const rows = await ctx.db
    .select({ id: person.id, name: person.name })
    .from(person)
    .leftJoin(member, and(eq(member.workspaceId, person.workspaceId), eq(member.personId, person.id)))
    .where(and(eq(person.workspaceId, ctx.workspaceId), person.onRoster, isNull(member.id)))
    .orderBy(asc(person.name), asc(person.id))
    .limit(limit);
  return rows;
}
