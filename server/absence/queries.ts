import { sql } from "drizzle-orm";
import type { Absence, AbsenceQuery } from "@/domain/absence/schema";
import type { Actor } from "@/domain/access/actor";
import { canKeepAbsence } from "@/domain/access/roster";
import { dayOf } from "@/domain/calendar/day";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { workspaceZone } from "@/server/rollup/service-lock";

/** More than this many people away are not read one by one. */
const ABSENCES_MAX = 1000;

type AbsenceRow = {
  id: string;
  person_id: string;
  name: string;
  from_day: string;
  to_day: string | null;
  note: string | null;
  generated: boolean;
};

/** Who is away from a day on, first to leave first. Why they are is for themselves and those who keep the roster. */
export async function listAbsences(ctx: Ctx, query: AbsenceQuery): Promise<Absence[]> {
  authoriseReading(ctx);
  const from = query.from ?? dayOf(ctx.now.getTime(), await workspaceZone(ctx));
  const { rows } = await ctx.db.execute<AbsenceRow>(sql`
    select a.id, a.person_id, p.name, a.from_day::text, a.to_day::text, a.note, a.generated
    from absence a join person p on p.workspace_id = a.workspace_id and p.id = a.person_id
    where a.workspace_id = ${ctx.workspaceId} and (a.to_day is null or a.to_day >= ${from}::date)
      and (${query.to ?? null}::date is null or a.from_day < ${query.to ?? null}::date)
      and (${query.person ?? null}::uuid is null or a.person_id = ${query.person ?? null}::uuid)
    order by a.from_day, p.name, a.id limit ${ABSENCES_MAX}`);
  return rows.map((row) => toAbsence(ctx.actor, row));
}

function toAbsence(actor: Actor, row: AbsenceRow): Absence {
  return {
    id: row.id,
    person: { id: row.person_id, name: row.name },
    fromDay: row.from_day,
    toDay: row.to_day,
    note: canKeepAbsence(actor, row.person_id) ? row.note : null,
    generated: row.generated,
  };
}
