import { sql } from "drizzle-orm";
import { dayOf } from "@/domain/calendar/day";
import { qualifies } from "@/domain/sign-off/approvals";
import { lackingRules, matchingRules } from "@/domain/sign-off/evaluate";
import type { SignOffRequestDetail } from "@/domain/sign-off/request-schema";
import type { Ctx } from "@/server/context";
import { standingIs } from "@/server/person/roster";
import { workspaceZone } from "@/server/rollup/service-lock";
import type { DecidingPolicy } from "./deciding-policy";
import type { Subject } from "./subject";
import { findPeople } from "./subject-people";

const SHOWN_MAX = 50;

/** People of the roster, there today, of whom one more approval would help; the first by name. */
export async function couldSign(
  ctx: Ctx,
  subject: Subject,
  { policy }: DecidingPolicy,
  teamOf: (teamId: string | null) => string | null,
): Promise<SignOffRequestDetail["couldSign"]> {
  const { change, author, approvals } = subject;
  const at = subject.liveAt ?? ctx.now.toISOString();
  const lacking = lackingRules({ policy, change, author, approvals, at });
  const rules = lacking.length > 0 ? lacking : matchingRules({ policy, change, author, at });
  if (rules.length === 0 || rules.some(({ require }) => require.approvals === "nobody")) return [];
  const ids = await presentPeople(ctx);
  const people = await findPeople(ctx, { ids, logins: [] });
  const barred = new Set([author.personId, ...(change.prompterIds ?? [])]);
  return ids
    .flatMap((id) => people.get(id) ?? [])
    .filter(({ id }) => !barred.has(id))
    .map((one) => ({ ...one, level: one.levelOn(ctx.now) }))
    .filter((one) => rules.some(({ require }) => qualifies(require, author, one)))
    .slice(0, SHOWN_MAX)
    .map(({ id, name, level, teamId }) => ({ personId: id, name, level, team: teamOf(teamId) }));
}

async function presentPeople(ctx: Ctx): Promise<string[]> {
  const today = dayOf(ctx.now.getTime(), await workspaceZone(ctx));
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select person.id from person where person.workspace_id = ${ctx.workspaceId} and ${standingIs("on", today)}
      and person.erased_at is null and not exists (select from absence a where a.workspace_id = person.workspace_id
        and a.person_id = person.id and a.from_day <= ${today}::date and (a.to_day is null or a.to_day >= ${today}::date))
    order by person.name, person.id`);
  return rows.map(({ id }) => id);
}
