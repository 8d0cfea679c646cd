import { sql } from "drizzle-orm";
import { type Day, dayStartMs } from "@/domain/calendar/day";
import type { Level } from "@/domain/person/levels";
import type { Approval } from "@/domain/sign-off/approvals";
import type { Ctx } from "@/server/context";

/** What people signed of the changes that went live in a span. */
interface PastApprovals {
  /** By change. */
  signed: ReadonlyMap<string, readonly Approval[]>;
  /** When a sign-off was asked for, ISO 8601, by change. */
  requestedAt: ReadonlyMap<string, string>;
}

interface SignOffRow extends Record<string, unknown> {
  changeId: string;
  requestedMs: number;
  personId: string | null;
  level: Level | null;
  teamId: string | null;
  roles: string[];
  revision: string | null;
  atMs: number;
  withdrawnMs: number | null;
}

export async function readPastApprovals(ctx: Ctx, fromMs: number): Promise<PastApprovals> {
  const from = new Date(fromMs).toISOString();
  const signed = new Map<string, Approval[]>();
  const requestedAt = new Map<string, string>();
  const { rows } = await ctx.db.execute<SignOffRow>(sql`
    select r.change_id as "changeId", (extract(epoch from r.requested_at) * 1000)::float8 as "requestedMs",
      s.person_id as "personId", s.level, s.team_id as "teamId", s.roles, s.revision,
      (extract(epoch from s.at) * 1000)::float8 as "atMs",
      (extract(epoch from s.withdrawn_at) * 1000)::float8 as "withdrawnMs"
    from sign_off_request r left join sign_off s
      on s.workspace_id = r.workspace_id and s.request_id = r.id and s.decision = 'approved'
    where r.workspace_id = ${ctx.workspaceId} and r.change_id is not null and r.live_at >= ${from}`);
  for (const row of rows) {
    requestedAt.set(row.changeId, isoOf(row.requestedMs));
    if (row.personId === null) continue;
    const { personId, level, teamId, roles, revision } = row;
    const withdrawnAt = row.withdrawnMs === null ? null : isoOf(row.withdrawnMs);
    const own = signed.get(row.changeId) ?? [];
    signed.set(row.changeId, own);
    own.push({ personId, level, teamId, roles, revision, at: isoOf(row.atMs), withdrawnAt });
  }
  return { signed, requestedAt };
}

export interface PastPeople {
  teamOf(personId: string | null): string | null;
  levelAt(personId: string, atMs: number): Level | null;
}

/** Teams as they are, levels as they were. */
export async function readPastPeople(ctx: Ctx, zone: string): Promise<PastPeople> {
  const [teams, levels] = [
    await ctx.db.execute<{ id: string; teamId: string | null }>(sql`
      select id, team_id as "teamId" from person
      where workspace_id = ${ctx.workspaceId} and team_id is not null`),
    await ctx.db.execute<{ id: string; day: Day; level: Level }>(sql`
      select person_id as id, effective_from::text as day, level from person_level
      where workspace_id = ${ctx.workspaceId} order by person_id, effective_from`),
  ];
  const teamOf = new Map(teams.rows.map(({ id, teamId }) => [id, teamId]));
  const levelsOf = new Map<string, { fromMs: number; level: Level }[]>();
  for (const { id, day, level } of levels.rows) {
    const own = levelsOf.get(id) ?? [];
    levelsOf.set(id, own);
    own.push({ fromMs: day === "-infinity" ? Number.NEGATIVE_INFINITY : dayStartMs(day, zone), level });
  }
  return {
    teamOf: (personId) => (personId === null ? null : (teamOf.get(personId) ?? null)),
    levelAt: (personId, atMs) =>
      levelsOf.get(personId)?.findLast(({ fromMs }) => fromMs <= atMs)?.level ?? null,
  };
}

export const isoOf = (ms: number) => new Date(ms).toISOString();
