import { incident } from "@/db/schema";
import { isLimitedToTeams } from "@/domain/access/holds";
import { Invalid, NotFound } from "@/domain/errors";
import type { Incident, NoteInput } from "@/domain/incident/schema";
import { notInFuture } from "@/domain/incident/state";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { idMaker } from "@/server/new-id";
import { authoriseWritingAbout } from "./access";
import { loadIncidentImpacts, referenceOf } from "./load";
import { readIncident } from "./queries";
import { addTimeline } from "./timeline";

/** Writes a note to the timeline, now or at the time it is about. It changes no version: notes never conflict. */
export async function writeNote(ctx: Ctx, command: NoteInput & { id: string }): Promise<Incident> {
  const nowMs = ctx.now.getTime();
  const atMs = command.at === undefined ? nowMs : notInFuture(Date.parse(command.at), nowMs);
  if (atMs > nowMs) throw new Invalid("at", "A note cannot be about the future.", "impossible-time");
  const id = await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select({ id: incident.id }).from(incident).where(referenceOf(tx, command.id));
    if (row === undefined) throw new NotFound("incident", command.id);
    const hit = isLimitedToTeams(tx.actor) ? await loadIncidentImpacts(tx, row.id) : [];
    await authoriseWritingAbout(
      tx,
      hit.map((impact) => impact.serviceId),
      "Writing a note",
    );
    await addTimeline(tx, row.id, idMaker(tx), [{ atMs, kind: "note", body: command.body }]);
    await recordAudit(tx, {
      action: "incident.write-note",
      objectKind: "incident",
      objectId: row.id,
      after: { body: command.body, at: new Date(atMs).toISOString() },
    });
    return row.id;
  });
  return readIncident(ctx, id);
}
