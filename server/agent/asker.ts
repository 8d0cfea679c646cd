import { and, eq } from "drizzle-orm";
import { person } from "@/db/schema";
import type { Actor } from "@/domain/access/actor";
import { dayOf } from "@/domain/calendar/day";
import type { ChangeAuthor } from "@/domain/sign-off/approvals";
import type { Ctx } from "@/server/context";
import { levelsOn } from "@/server/person/resolve-author";
import { readWorkspace } from "@/server/workspace/queries";

/** Whose credentials act: what they asked for, they report, and nobody else does. */
export function credentialsOf(actor: Actor): { id: string; personId: string | null } {
  const personId = actor.kind === "user" || actor.kind === "token" ? actor.personId : null;
  return { id: actor.kind === "system" ? "system" : `${actor.kind} ${actor.id}`, personId };
}

/** The person who answers for an ask, with level and team of today; nobody's where no person is known. */
export async function askerOf(ctx: Ctx, personId: string | null): Promise<ChangeAuthor> {
  if (personId === null) return { personId: null, level: null };
  const { timeZone } = await readWorkspace(ctx);
  const [level = null] = await levelsOn(ctx, [{ personId, day: dayOf(ctx.now.getTime(), timeZone) }]);
  const [row] = await ctx.db
    .select({ teamId: person.teamId })
    .from(person)
    .where(and(eq(person.workspaceId, ctx.workspaceId), eq(person.id, personId)));
  return { personId, level, teamId: row?.teamId ?? null };
}
