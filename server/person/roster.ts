import { type SQL, sql } from "drizzle-orm";
import { person } from "@/db/schema";
import { canSeeUnlisted } from "@/domain/access/reading";
import type { Day } from "@/domain/calendar/day";
import type { Level } from "@/domain/person/levels";
import type { Standing } from "@/domain/person/roster";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";

/** Null for those known only from a usage report, where they are not for the actor to see. */
export type RosterCounts = Record<Exclude<Standing, "unlisted">, number> & { unlisted: number | null };

/** How many people stand where on a day. */
export async function rosterCounts(ctx: Ctx, today: Day): Promise<RosterCounts> {
  authoriseReading(ctx);
  const result = await ctx.db.execute<RosterCounts>(sql`
    select count(*) filter (where ${standingIs("on", today)})::int as "on",
      count(*) filter (where ${standingIs("left", today)})::int as "left",
      count(*) filter (where ${standingIs("joining", today)})::int as joining,
      count(*) filter (where ${standingIs("unlisted", today)})::int as unlisted
    from person where ${person.workspaceId} = ${ctx.workspaceId}`);
  const counts = result.rows[0] ?? { on: 0, left: 0, joining: 0, unlisted: 0 };
  return { ...counts, unlisted: canSeeUnlisted(ctx.actor) ? counts.unlisted : null };
}

/** Condition on a row of `person`; the same rule as `standingOf`. */
export function standingIs(standing: Standing, today: Day): SQL {
  if (standing === "unlisted") return sql`not ${person.onRoster}`;
  const left = sql`coalesce(${person.activeTo} < ${today}::date, false)`;
  const joining = sql`coalesce(${person.activeFrom} > ${today}::date, false)`;
  if (standing === "left") return sql`${person.onRoster} and ${left}`;
  if (standing === "joining") return sql`${person.onRoster} and not ${left} and ${joining}`;
  return sql`${person.onRoster} and not ${left} and not ${joining}`;
}

/** Condition on a row of `person`: the level in effect on that day. */
export function levelIs(level: Level, today: Day): SQL {
  return sql`(select l.level from person_level l
    where l.workspace_id = ${person.workspaceId} and l.person_id = ${person.id} and l.effective_from <= ${today}::date
    order by l.effective_from desc limit 1) = ${level}`;
}

/** Condition on a row of `person`: a login, or another address or name, contains the text. */
export function handleIsLike(like: string): SQL {
  return sql`exists (select 1 from person_handle h
    where h.workspace_id = ${person.workspaceId} and h.person_id = ${person.id} and h.handle like lower(${like}))`;
}
