import { sql } from "drizzle-orm";
import type { Actor } from "@/domain/access/actor";
import { dayOf } from "@/domain/calendar/day";
import { Conflict } from "@/domain/errors";
import type { Signer } from "@/domain/sign-off/refusal";
import type { Ctx } from "@/server/context";
import { workspaceZone } from "@/server/rollup/service-lock";
import { findPeople, rolesHeld } from "./subject-people";

/** The person behind an actor; a program that acts for nobody is nobody. */
export const personOf = (actor: Actor): string | null => ("personId" in actor ? actor.personId : null);

/** Whoever signs: a person of the roster, whether in the app or with a token of their own. */
export async function readSigner(ctx: Ctx): Promise<Signer> {
  const personId = personOf(ctx.actor);
  const person = personId === null ? null : await readSignerOf(ctx, personId);
  if (person === null) {
    throw new Conflict(
      "no-person",
      "A sign-off is a person's word, and you are tied to nobody on the roster. Ask an admin to tie your account to your entry.",
    );
  }
  const roles = "grants" in ctx.actor ? rolesHeld(ctx.actor.grants.map(({ role }) => role)) : [];
  return { ...person, roles };
}

/** Anybody of the roster as they could sign today. */
export async function readSignerOf(ctx: Ctx, personId: string): Promise<(Signer & { name: string }) | null> {
  const people = await findPeople(ctx, { ids: [personId], logins: [] });
  const person = people.get(personId);
  if (person === null) return null;
  const today = dayOf(ctx.now.getTime(), await workspaceZone(ctx));
  const { rows } = await ctx.db.execute(sql`
    select 1 from absence where workspace_id = ${ctx.workspaceId} and person_id = ${personId}
      and from_day <= ${today}::date and (to_day is null or to_day >= ${today}::date) limit 1`);
  return {
    personId,
    name: person.name,
    level: person.levelOn(ctx.now),
    teamId: person.teamId,
    roles: person.roles,
    isOnRoster: person.isOnRoster(ctx.now),
    isAbsent: rows.length > 0,
  };
}
