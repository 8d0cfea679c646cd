import { sql } from "drizzle-orm";
import { canKeepRoster } from "@/domain/access/roster";
import type { Day } from "@/domain/calendar/day";
import { LEVELS, type Level } from "@/domain/person/levels";
import { rankOf } from "@/domain/sign-off/approvals";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";

/** Somebody of the roster with what it takes to know whether they could sign on a day. */
export interface Signer {
  id: string;
  teamId: string | null;
  activeFrom: Day | null;
  activeTo: Day | null;
  levels: { from: Day; level: Level }[];
  away: { from: Day; to: Day | null }[];
}

/** The roster with levels and absences; people known only from a usage report sign nothing. */
export async function readSigners(ctx: Ctx): Promise<Signer[]> {
  const { rows } = await ctx.db.execute<{
    id: string;
    team_id: string | null;
    active_from: Day | null;
    active_to: Day | null;
    levels: [Day, Level][] | null;
    away: [Day, Day | null][] | null;
  }>(sql`
    select p.id, p.team_id, p.active_from::text, p.active_to::text,
      (select json_agg(json_build_array(l.effective_from::text, l.level) order by l.effective_from) from person_level l
        where l.workspace_id = p.workspace_id and l.person_id = p.id) as levels,
      (select json_agg(json_build_array(a.from_day::text, a.to_day::text)) from absence a
        where a.workspace_id = p.workspace_id and a.person_id = p.id) as away
    from person p where p.workspace_id = ${ctx.workspaceId} and p.on_roster and p.erased_at is null`);
  return rows.map((row) => ({
    id: row.id,
    teamId: row.team_id,
    activeFrom: row.active_from,
    activeTo: row.active_to,
    levels: (row.levels ?? []).map(([from, level]) => ({
      from: from === "-infinity" ? "0001-01-01" : from,
      level,
    })),
    away: (row.away ?? []).map(([from, to]) => ({ from, to })),
  }));
}

function levelOn({ levels }: Signer, day: Day): Level | null {
  return levels.findLast(({ from }) => from <= day)?.level ?? null;
}

export function isAway({ away }: Signer, day: Day): boolean {
  return away.some(({ from, to }) => from <= day && (to === null || to >= day));
}

/** On the roster that day, and of the level that is asked for. */
export function isOfLevel(one: Signer, day: Day, minimum: Level): boolean {
  const isThere =
    (one.activeFrom === null || one.activeFrom <= day) && (one.activeTo === null || one.activeTo >= day);
  return isThere && rankOf(levelOn(one, day)) >= rankOf(minimum);
}

/** Who could sign on a day, by level, and how many of that level are away. */
export function signersOn(signers: readonly Signer[], day: Day, minimum: Level) {
  const able = signers.filter((one) => isOfLevel(one, day, minimum));
  const byLevel = LEVELS.flatMap((level) => {
    const ofLevel = able.filter((one) => levelOn(one, day) === level);
    const away = ofLevel.filter((one) => isAway(one, day)).length;
    return ofLevel.length === 0 ? [] : [{ level, canSign: ofLevel.length - away, away }];
  });
  const away = able.filter((one) => isAway(one, day)).length;
  return { canSign: able.length - away, away, byLevel };
}

/** Names of those who could sign if nobody were away, for whoever keeps the roster. */
export async function listPossibleSigners(
  ctx: Ctx,
  given: { today: Day; minimumLevel: Level },
): Promise<{ id: string; name: string }[]> {
  authorise(canKeepRoster(ctx.actor), "Listing the roster's signers needs an admin.");
  const signers = await readSigners(ctx);
  const ids = signers.filter((one) => isOfLevel(one, given.today, given.minimumLevel)).map(({ id }) => id);
  const { rows } = await ctx.db.execute<{ id: string; name: string }>(sql`
    select id, name from person where workspace_id = ${ctx.workspaceId} and id = any(${sql.param(ids)}::uuid[])
    order by name, id`);
  return rows;
}
