import { and, count, eq } from "drizzle-orm";
import { changeLink, incident, verdictRevision } from "@/db/schema";
import { isLimitedToTeams } from "@/domain/access/holds";
import type { IncidentChange } from "@/domain/change/incident-change-schema";
import { VERDICT_WORDS, type Verdict } from "@/domain/change/kinds";
import type { ChangeSummary } from "@/domain/change/schema";
import { reasonOf } from "@/domain/change/verdict";
import type { VerdictInput } from "@/domain/change/verdict-schema";
import { NotFound, PreconditionFailed } from "@/domain/errors";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { authoriseWritingAbout } from "@/server/incident/access";
import { loadIncidentImpacts, referenceOf } from "@/server/incident/load";
import { addTimeline } from "@/server/incident/timeline";
import { idMaker } from "@/server/new-id";
import { keepingDayRollup } from "./day-rollup";
import { readLink } from "./links";
import { findChangeKey } from "./queries";
import { changeSummaries } from "./summary";
import { weighVerdicts } from "./weigh";

/** Which change for which incident, and the version of the verdict that this one was made from. */
export interface LinkReference {
  /** Id or number. */
  incident: string;
  changeId: string;
  /** Null for any; absent where the change is not linked yet. */
  version?: number | null;
}

/** Links a change to an incident with a verdict, or gives it another. Earlier verdicts stay in the history. */
export async function linkChange(ctx: Ctx, command: LinkReference & VerdictInput): Promise<IncidentChange> {
  const incidentId = await inTransaction(ctx, async (tx) => {
    const subject = await authoriseLinking(tx, command, "Giving a verdict");
    await keepingDayRollup(tx, [command.changeId], (inner) => writeVerdict(inner, subject, command));
    return subject.incidentId;
  });
  return readLink(ctx, incidentId, command.changeId);
}

export interface LinkSubject {
  incidentId: string;
  change: ChangeSummary;
}

/**
 * The incident and the change, for whoever may write about the incident. The incident's row is shared, so that it is
 * not cancelled meanwhile; the verdict's own writers take turns at the change.
 */
export async function authoriseLinking(ctx: Ctx, command: LinkReference, what: string): Promise<LinkSubject> {
  // The machine ranks; what stands in the record is somebody's judgement.
  authorise(ctx.actor.kind !== "system", `${what} is for people and for those they gave a token.`);
  const [row] = await ctx.db
    .select({ id: incident.id })
    .from(incident)
    .where(referenceOf(ctx, command.incident))
    .for("share");
  if (row === undefined) throw new NotFound("incident", command.incident);
  const hit = isLimitedToTeams(ctx.actor) ? await loadIncidentImpacts(ctx, row.id) : [];
  await authoriseWritingAbout(
    ctx,
    hit.map(({ serviceId }) => serviceId),
    what,
  );
  const key = await findChangeKey(ctx, command.changeId);
  const change = key === null ? undefined : (await changeSummaries(ctx, [key])).get(key.id);
  if (key === null || change === undefined) throw new NotFound("change", command.changeId);
  return { incidentId: row.id, change };
}

async function writeVerdict(ctx: Ctx, subject: LinkSubject, command: LinkReference & VerdictInput) {
  const { incidentId, change } = subject;
  const present = await presentLink(ctx, incidentId, change.id);
  checkVersion(present, command.version);
  const reason = reasonOf(command.verdict, command.reason);
  const { link } = present;
  if (link !== null && link.verdict === command.verdict && link.reason === reason) return;
  const newId = idMaker(ctx);
  const stated = {
    verdict: command.verdict,
    reason,
    statedBy: ctx.actor.name,
    statedAt: ctx.now,
    generated: false,
  };
  const keys = { workspaceId: ctx.workspaceId, incidentId, changeId: change.id };
  const stored = { ...stated, changeAt: new Date(change.at), version: present.revisions + 1 };
  await ctx.db
    .insert(changeLink)
    .values({ ...keys, ...stored })
    .onConflictDoUpdate({
      target: [changeLink.workspaceId, changeLink.incidentId, changeLink.changeId],
      set: stored,
    });
  await ctx.db
    .insert(verdictRevision)
    .values({ ...keys, ...stated, id: newId(), probability: command.probability ?? null });
  await weighVerdicts(ctx, [change.id]);
  const before = link === null ? null : { verdict: link.verdict, reason: link.reason };
  await addTimeline(ctx, incidentId, newId, [
    {
      atMs: ctx.now.getTime(),
      kind: "change",
      body: verdictWords(command.verdict, change, reason),
      changes: [{ field: "verdict", before: before?.verdict ?? null, after: command.verdict }],
    },
  ]);
  await recordAudit(ctx, {
    action: "incident.link-change",
    objectKind: "incident",
    objectId: incidentId,
    ...(before === null ? {} : { before }),
    after: { verdict: command.verdict, reason, change: change.title, changeId: change.id },
  });
}

export interface PresentLink {
  link: typeof changeLink.$inferSelect | null;
  /** Verdicts and unlinkings so far, which is also the version of the latest. */
  revisions: number;
}

/** Read under the change's lock, so that nobody gives a verdict between this and the writing of one. */
export async function presentLink(ctx: Ctx, incidentId: string, changeId: string): Promise<PresentLink> {
  const [link] = await ctx.db
    .select()
    .from(changeLink)
    .where(
      and(
        eq(changeLink.workspaceId, ctx.workspaceId),
        eq(changeLink.incidentId, incidentId),
        eq(changeLink.changeId, changeId),
      ),
    );
  const [counted] = await ctx.db
    .select({ revisions: count() })
    .from(verdictRevision)
    .where(
      and(
        eq(verdictRevision.workspaceId, ctx.workspaceId),
        eq(verdictRevision.incidentId, incidentId),
        eq(verdictRevision.changeId, changeId),
      ),
    );
  return { link: link ?? null, revisions: Math.max(link?.version ?? 0, counted?.revisions ?? 0) };
}

/** @throws PreconditionFailed where somebody linked, unlinked or judged it since it was read */
export function checkVersion({ link, revisions }: PresentLink, version: number | null | undefined): void {
  const isSeen = version === undefined ? link === null : version === revisions;
  if (version === null || isSeen) return;
  const changed = link === null ? null : { by: link.statedBy, at: link.statedAt.toISOString() };
  throw new PreconditionFailed(revisions, changed);
}

function verdictWords(verdict: Verdict, change: ChangeSummary, reason: string | null): string {
  return `${VERDICT_WORDS[verdict]}: ${changeWords(change)}${reason === null ? "" : `. ${reason}`}`;
}

/** A change as the timeline names it. */
export function changeWords({ title, ref }: ChangeSummary): string {
  return ref === null ? `"${title}"` : `"${title}" (${ref})`;
}
