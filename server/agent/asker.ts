import { and, eq } from "drizzle-orm";
import { person } from "@/db/schema";
import type { Actor } from "@/domain/access/actor";
import { canActAs } from "@/domain/access/agent";
import { dayOf } from "@/domain/calendar/day";
import { Forbidden } from "@/domain/errors";
import type { ChangeAuthor } from "@/domain/sign-off/approvals";
import type { Ctx } from "@/server/context";
import { levelsOn } from "@/server/person/resolve-author";
import { readWorkspace } from "@/server/workspace/queries";

/** Whose credentials act: what they asked for, they report, and nobody else does. */
export function credentialsOf(actor: Actor): { id: string; personId: string | null } {
  const personId = actor.kind === "user" || actor.kind === "token" ? actor.personId : null;
  return { id: actor.kind === "system" ? "system" : `${actor.kind} ${actor.id}`, personId };
}

/** Refuses a token that was made for another agent: what it asks and tells, it asks and tells in its own name. */
export function authoriseAs(actor: Actor, { id, slug }: { id: string; slug: string }): void {
  if (canActAs(actor, id)) return;
  const own = actor.kind === "token" ? actor.agent?.slug : undefined;
  throw new Forbidden(
    `This token is for the agent ${own} alone, and does not speak for ${slug}. Send the token that was made for ${slug}.`,
    "token-of-another-agent",
  );
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
