import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { absence, person } from "@/db/schema";
import type { Absence, AbsenceInput } from "@/domain/absence/schema";
import { canKeepAbsence } from "@/domain/access/roster";
import { Invalid } from "@/domain/errors";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";

/** Notes days on which somebody cannot sign. */
export function addAbsence(ctx: Ctx, input: AbsenceInput): Promise<Absence> {
  authorise(canKeepAbsence(ctx.actor, input.personId), "Saying when somebody else is away needs an admin.");
  return inTransaction(ctx, async (tx) => {
    const [who] = await tx.db
      .select({ id: person.id, name: person.name })
      .from(person)
      .where(
        and(eq(person.workspaceId, tx.workspaceId), eq(person.id, input.personId), eq(person.onRoster, true)),
      )
      .for("key share");
    if (who === undefined) throw new Invalid("personId", "Nobody on the roster has this id.");
    const id = uuidv7();
    const days = { fromDay: input.fromDay, toDay: input.toDay ?? null };
    const note = input.note || null;
    await tx.db
      .insert(absence)
      .values({ workspaceId: tx.workspaceId, id, personId: who.id, ...days, note, createdAt: tx.now });
    // Why somebody is away is nobody's business in the trail.
    const after = { personId: who.id, ...days };
    await recordAudit(tx, { action: "absence.add", objectKind: "absence", objectId: id, after });
    return { id, person: who, ...days, note, generated: false };
  });
}
