import { and, eq } from "drizzle-orm";
import { changeLink, verdictRevision } from "@/db/schema";
import { NotFound } from "@/domain/errors";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { addTimeline } from "@/server/incident/timeline";
import { idMaker } from "@/server/new-id";
import { keepingDayRollup } from "./day-rollup";
import {
  authoriseLinking,
  changeWords,
  checkVersion,
  type LinkReference,
  type LinkSubject,
  presentLink,
} from "./link";
import { weighVerdicts } from "./weigh";

export interface UnlinkCommand extends LinkReference {
  version: number | null;
  reason?: string | null;
}

/** Takes a link away that should not be there. What was said of the change stays in the history, with this. */
export function unlinkChange(ctx: Ctx, command: UnlinkCommand): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const subject = await authoriseLinking(tx, command, "Unlinking a change");
    await keepingDayRollup(tx, [command.changeId], (inner) => writeUnlinking(inner, subject, command));
  });
}

async function writeUnlinking(ctx: Ctx, { incidentId, change }: LinkSubject, command: UnlinkCommand) {
  const present = await presentLink(ctx, incidentId, change.id);
  const { link } = present;
  if (link === null) throw new NotFound("linked change", command.changeId);
  checkVersion(present, command.version);
  const reason = command.reason?.trim() || null;
  await ctx.db
    .delete(changeLink)
    .where(
      and(
        eq(changeLink.workspaceId, ctx.workspaceId),
        eq(changeLink.incidentId, incidentId),
        eq(changeLink.changeId, change.id),
      ),
    );
  const newId = idMaker(ctx);
  await ctx.db.insert(verdictRevision).values({
    workspaceId: ctx.workspaceId,
    incidentId,
    changeId: change.id,
    id: newId(),
    verdict: null,
    reason,
    statedBy: ctx.actor.name,
    statedAt: ctx.now,
  });
  await weighVerdicts(ctx, [change.id]);
  await addTimeline(ctx, incidentId, newId, [
    {
      atMs: ctx.now.getTime(),
      kind: "change",
      body: `Unlinked: ${changeWords(change)}${reason === null ? "" : `. ${reason}`}`,
      changes: [{ field: "verdict", before: link.verdict, after: null }],
    },
  ]);
  await recordAudit(ctx, {
    action: "incident.unlink-change",
    objectKind: "incident",
    objectId: incidentId,
    before: { verdict: link.verdict, reason: link.reason, change: change.title, changeId: change.id },
    after: { reason },
  });
}
