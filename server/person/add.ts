import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { person, personLevel } from "@/db/schema";
import { canKeepRoster } from "@/domain/access/roster";
import { Invalid } from "@/domain/errors";
import type { Person, PersonInput } from "@/domain/person/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { ensureTeam } from "@/server/team/ensure";
import { absorb, addHandles, handlesOf, lockMatching, refuseTaken } from "./identity";
import { refreshAuthorLevels } from "./move-identity";
import { ALWAYS_BEFORE, readPerson } from "./queries";

/** Puts a person on the roster; somebody known so far only from a usage report keeps their usage. */
export function addPerson(ctx: Ctx, input: PersonInput): Promise<Person> {
  authorise(canKeepRoster(ctx.actor), "Adding a person to the roster needs the admin role.");
  refuseReversed(input.activeFrom ?? null, input.activeTo ?? null);
  return inTransaction(ctx, async (tx) => {
    const handles = handlesOf(input.handles);
    const email = input.email ?? null;
    const matching = await lockMatching(tx, email, handles);
    refuseTaken(matching, null);
    const known = matching[0];
    const id = known?.id ?? uuidv7();
    await absorb(tx, id, matching.slice(1));
    const values = {
      name: input.name,
      email: email ?? known?.email ?? null,
      teamId: input.team ? await ensureTeam(tx, input.team) : null,
      activeFrom: input.activeFrom ?? null,
      activeTo: input.activeTo ?? null,
      onRoster: true,
      updatedAt: tx.now,
    };
    if (known) {
      await tx.db
        .update(person)
        .set({ ...values, version: known.version + 1 })
        .where(and(eq(person.workspaceId, tx.workspaceId), eq(person.id, id)));
    } else {
      await tx.db.insert(person).values({ workspaceId: tx.workspaceId, id, ...values, createdAt: tx.now });
    }
    await addHandles(tx, id, handles);
    await tx.db
      .insert(personLevel)
      .values({
        workspaceId: tx.workspaceId,
        personId: id,
        effectiveFrom: input.activeFrom ?? ALWAYS_BEFORE,
        level: input.level,
      })
      .onConflictDoNothing();
    if (known) await refreshAuthorLevels(tx, id, ALWAYS_BEFORE);
    const added = await readPerson(tx, id);
    await recordAudit(tx, { action: "person.add", objectKind: "person", objectId: id, after: added });
    return added;
  });
}

export function refuseReversed(activeFrom: string | null, activeTo: string | null): void {
  if (activeFrom === null || activeTo === null || activeFrom <= activeTo) return;
  throw new Invalid(
    "activeTo",
    `The last day (${activeTo}) is before the first (${activeFrom}). Correct one of them.`,
  );
}
