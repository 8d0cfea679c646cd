import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { aiEvidence, changeIdentity, changeLink, incident, verdictRevision } from "@/db/schema";
import type { IncidentChange } from "@/domain/change/incident-change-schema";
import { VERDICTS } from "@/domain/change/kinds";
import { NotFound } from "@/domain/errors";
import type { NameableChange } from "@/domain/incident/cause-statement";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { referenceOf } from "@/server/incident/load";
import { changeSummaries } from "./summary";

/** Nobody links more than a few; whoever links with a program sees the heaviest. */
const LINKS_MAX = 200;
const EVIDENCE_MAX = 20;

/** The changes that an incident is linked to, the heaviest verdict first, each with every verdict that it was given. */
export async function listIncidentChanges(ctx: Ctx, reference: string): Promise<IncidentChange[]> {
  authoriseReading(ctx);
  const [row] = await ctx.db.select({ id: incident.id }).from(incident).where(referenceOf(ctx, reference));
  if (row === undefined) throw new NotFound("incident", reference);
  return readLinks(ctx, row.id);
}

/** One of them, for the command that wrote it. */
export async function readLink(ctx: Ctx, incidentId: string, changeId: string): Promise<IncidentChange> {
  const [link] = await readLinks(ctx, incidentId, changeId);
  if (link === undefined) throw new NotFound("linked change", changeId);
  return link;
}

/** The same as a statement of a cause may name them. */
export async function nameableChanges(ctx: Ctx, incidentId: string): Promise<NameableChange[]> {
  const links = await readLinks(ctx, incidentId);
  return links.map(({ change, verdict, evidence }) => ({
    changeId: change.id,
    title: change.title,
    isCleared: verdict === "cleared",
    evidenceIds: evidence.map(({ id }) => id),
  }));
}

async function readLinks(ctx: Ctx, incidentId: string, changeId?: string): Promise<IncidentChange[]> {
  const rows = await ctx.db
    .select({ link: changeLink, at: changeIdentity.changeAt })
    .from(changeLink)
    .innerJoin(
      changeIdentity,
      and(
        eq(changeIdentity.workspaceId, changeLink.workspaceId),
        eq(changeIdentity.changeId, changeLink.changeId),
      ),
    )
    .where(
      and(
        eq(changeLink.workspaceId, ctx.workspaceId),
        eq(changeLink.incidentId, incidentId),
        changeId === undefined ? undefined : eq(changeLink.changeId, changeId),
      ),
    )
    .orderBy(sql`array_position(${sql.param([...VERDICTS])}::text[], ${changeLink.verdict})`)
    .limit(LINKS_MAX);
  const links = [...new Map(rows.map((one) => [one.link.changeId, one])).values()];
  if (links.length === 0) return [];
  const ids = links.map(({ link }) => link.changeId);
  // One after the other: a command reads them in its transaction, which has one connection.
  const summaries = await changeSummaries(
    ctx,
    links.map(({ link, at }) => ({ id: link.changeId, at })),
  );
  const history = await historyOf(ctx, incidentId, ids);
  const evidence = await evidenceOf(ctx, ids);
  return links
    .flatMap(({ link }) => {
      const change = summaries.get(link.changeId);
      if (change === undefined) return [];
      return [
        {
          change,
          evidence: (evidence.get(link.changeId) ?? []).slice(0, EVIDENCE_MAX),
          verdict: link.verdict,
          reason: link.reason,
          statedBy: link.statedBy,
          statedAt: link.statedAt.toISOString(),
          generated: link.generated,
          version: link.version,
          history: history.get(link.changeId) ?? [],
        },
      ];
    })
    .sort((a, b) => weightOf(a) - weightOf(b) || Date.parse(b.change.at) - Date.parse(a.change.at));
}

const weightOf = ({ verdict }: IncidentChange) => VERDICTS.indexOf(verdict);

async function historyOf(ctx: Ctx, incidentId: string, changeIds: readonly string[]) {
  const rows = await ctx.db
    .select()
    .from(verdictRevision)
    .where(
      and(
        eq(verdictRevision.workspaceId, ctx.workspaceId),
        eq(verdictRevision.incidentId, incidentId),
        inArray(verdictRevision.changeId, [...changeIds]),
      ),
    )
    .orderBy(desc(verdictRevision.statedAt), desc(verdictRevision.id));
  const byChange = new Map<string, IncidentChange["history"]>();
  for (const { changeId, workspaceId: _workspaceId, incidentId: _incidentId, statedAt, ...row } of rows) {
    const own = byChange.get(changeId) ?? [];
    own.push({ ...row, statedAt: statedAt.toISOString() });
    byChange.set(changeId, own);
  }
  return byChange;
}

async function evidenceOf(ctx: Ctx, changeIds: readonly string[]) {
  const rows = await ctx.db
    .select()
    .from(aiEvidence)
    .where(and(eq(aiEvidence.workspaceId, ctx.workspaceId), inArray(aiEvidence.changeId, [...changeIds])))
    .orderBy(asc(aiEvidence.recordedAt), asc(aiEvidence.id))
    .limit(changeIds.length * 200);
  const rank = ({ grade }: { grade: (typeof EVIDENCE_GRADES)[number] }) => EVIDENCE_GRADES.indexOf(grade);
  const byChange = new Map<string, IncidentChange["evidence"]>();
  for (const row of rows.sort((a, b) => rank(a) - rank(b))) {
    const { workspaceId: _workspaceId, changeId, recordedAt, ...shown } = row;
    const own = byChange.get(changeId) ?? [];
    own.push({ ...shown, recordedAt: recordedAt.toISOString() });
    byChange.set(changeId, own);
  }
  return byChange;
}
