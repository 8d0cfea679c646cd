import { and, asc, desc, eq, sql } from "drizzle-orm";
import {
  aiEvidence,
  changeDetail,
  changeIdentity,
  changeLink,
  changeTelling,
  codeCommit,
  deploymentCarries,
  incident,
  involvementStatement,
  verdictRevision,
} from "@/db/schema";
import type { Change, ChangeSummary } from "@/domain/change/schema";
import { FACT_FIELDS } from "@/domain/change/telling";
import { NotFound } from "@/domain/errors";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import { authoriseReading } from "@/server/access";
import { askAll, type Ctx } from "@/server/context";
import { authorNames } from "./author-names";
import { type ChangeKey, type ChangeRow, changeSummaries, selectSummaries, summaryOf } from "./summary";

/** Bounds of what one page holds of a change; hosts cut their own lists at the same sizes or before. */
const COMMITS_MAX = 1000;
const CARRIED_MAX = 1000;
const TELLINGS_MAX = 200;

/** One change, whole, with where each part of it is known from. */
export function getChange(ctx: Ctx, id: string): Promise<Change> {
  authoriseReading(ctx);
  return readChange(ctx, id);
}

/** The same for a command, which shows whoever may write what they have written. */
export async function readChange(ctx: Ctx, id: string): Promise<Change> {
  const key = await findChangeKey(ctx, id);
  const [found] = key === null ? [] : await selectSummaries(ctx, [key]);
  if (found === undefined) throw new NotFound("change", id);
  const [detail, commits, evidence, statements, incidents, carries, carriedBy, tellings] = await askAll(
    ctx,
    () => detailOf(ctx, id),
    () => commitsOf(ctx, id),
    () => evidenceOf(ctx, id),
    () => statementsOf(ctx, id),
    () => incidentsOf(ctx, id),
    () => carriedChanges(ctx, eq(deploymentCarries.deploymentId, id), "change"),
    () => carriedChanges(ctx, eq(deploymentCarries.changeId, id), "deployment"),
    () => tellingsOf(ctx, id),
  );
  return {
    ...summaryOf(found),
    ...wireColumns(found.row),
    ...detailFields(detail, found.row),
    commits,
    evidence,
    statements,
    incidents,
    carries,
    carriedBy,
    tellings,
  };
}

/** Where a change lies: its month is known from its name in the outside world. */
export async function findChangeKey(ctx: Ctx, id: string): Promise<ChangeKey | null> {
  const [found] = await ctx.db
    .select({ id: changeIdentity.changeId, at: changeIdentity.changeAt })
    .from(changeIdentity)
    .where(and(eq(changeIdentity.workspaceId, ctx.workspaceId), eq(changeIdentity.changeId, id)))
    .limit(1);
  return found ?? null;
}

const iso = (date: Date | null) => date?.toISOString() ?? null;

function wireColumns(row: ChangeRow) {
  return {
    authoredAt: iso(row.authoredAt),
    mergedAt: iso(row.mergedAt),
    deployedAt: iso(row.deployedAt),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

async function detailOf(ctx: Ctx, id: string) {
  const [detail] = await ctx.db
    .select()
    .from(changeDetail)
    .where(and(eq(changeDetail.workspaceId, ctx.workspaceId), eq(changeDetail.changeId, id)));
  return detail && { ...detail, reviewers: await named(ctx, detail.reviewers) };
}

/** People by their names today, whatever the source called them. */
async function named<T extends { name: string; personId: string | null }>(
  ctx: Ctx,
  reviewers: readonly T[],
): Promise<T[]> {
  const people = await authorNames(
    ctx,
    reviewers.flatMap(({ personId }) => personId ?? []),
  );
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return reviewers.map((one) => ({ ...one, name: names.get(one.personId ?? "") ?? one.name }));
}

type Detail = Awaited<ReturnType<typeof detailOf>>;

function detailFields(detail: Detail, row: ChangeRow) {
  const standing = {
    involvement: row.involvement,
    role: row.aiRole,
    tool: row.aiTool,
    model: row.aiModel,
  };
  return {
    description: detail?.description ?? null,
    branch: detail?.branch ?? null,
    labels: detail?.labels ?? [],
    paths: detail?.paths ?? [],
    reviewers: detail?.reviewers ?? [],
    reverts: detail?.reverts ?? null,
    // What was detected is kept apart only where people said otherwise.
    detected: (detail?.detected as Change["detected"] | null | undefined) ?? standing,
    // Beside the fields stands what is of all of them, such as a star where one origin told them all.
    facts: Object.entries(detail?.facts ?? {})
      .filter(([field]) => FACT_FIELDS.some((one) => one === field))
      .map(([field, { source, asOf }]) => ({ field, source, asOf }))
      .sort((a, b) => (a.field < b.field ? -1 : 1)),
  };
}

async function commitsOf(ctx: Ctx, id: string): Promise<Change["commits"]> {
  const rows = await ctx.db
    .select({
      revision: codeCommit.revision,
      message: codeCommit.message,
      authorName: codeCommit.authorName,
      authoredAt: codeCommit.authoredAt,
    })
    .from(codeCommit)
    .where(and(eq(codeCommit.workspaceId, ctx.workspaceId), eq(codeCommit.changeId, id)))
    .orderBy(sql`${codeCommit.authoredAt} asc nulls last`, asc(codeCommit.revision))
    .limit(COMMITS_MAX);
  return rows.map((row) => ({ ...row, authoredAt: iso(row.authoredAt) }));
}

async function evidenceOf(ctx: Ctx, id: string): Promise<Change["evidence"]> {
  const rows = await ctx.db
    .select()
    .from(aiEvidence)
    .where(and(eq(aiEvidence.workspaceId, ctx.workspaceId), eq(aiEvidence.changeId, id)))
    .orderBy(asc(aiEvidence.recordedAt), asc(aiEvidence.id));
  const rank = (grade: (typeof rows)[number]["grade"]) => EVIDENCE_GRADES.indexOf(grade);
  return rows
    .sort((a, b) => rank(a.grade) - rank(b.grade))
    .map(({ workspaceId: _workspaceId, changeId: _changeId, recordedAt, ...row }) => ({
      ...row,
      recordedAt: recordedAt.toISOString(),
    }));
}

async function statementsOf(ctx: Ctx, id: string): Promise<Change["statements"]> {
  const rows = await ctx.db
    .select()
    .from(involvementStatement)
    .where(and(eq(involvementStatement.workspaceId, ctx.workspaceId), eq(involvementStatement.changeId, id)))
    .orderBy(desc(involvementStatement.statedAt), desc(involvementStatement.id));
  return rows.map(
    ({ workspaceId: _workspaceId, changeId: _changeId, userId: _userId, statedAt, ...row }) => ({
      ...row,
      statedAt: statedAt.toISOString(),
    }),
  );
}

/** The incidents that it was given a verdict for, newest impact first, each with every verdict there was. */
async function incidentsOf(ctx: Ctx, id: string): Promise<Change["incidents"]> {
  const [links, revisions] = await askAll(
    ctx,
    () =>
      ctx.db
        .select({ link: changeLink, incident })
        .from(changeLink)
        .innerJoin(
          incident,
          and(eq(incident.workspaceId, changeLink.workspaceId), eq(incident.id, changeLink.incidentId)),
        )
        .where(and(eq(changeLink.workspaceId, ctx.workspaceId), eq(changeLink.changeId, id)))
        .orderBy(desc(incident.impactStartedAt), desc(incident.number)),
    () =>
      ctx.db
        .select()
        .from(verdictRevision)
        .where(and(eq(verdictRevision.workspaceId, ctx.workspaceId), eq(verdictRevision.changeId, id)))
        .orderBy(desc(verdictRevision.statedAt), desc(verdictRevision.id)),
  );
  return links.map(({ link, incident: one }) => ({
    incident: {
      id: one.id,
      number: one.number,
      title: one.title,
      severity: one.severity,
      impactStartedAt: one.impactStartedAt.toISOString(),
    },
    verdict: link.verdict,
    reason: link.reason,
    statedBy: link.statedBy,
    statedAt: link.statedAt.toISOString(),
    generated: link.generated,
    version: link.version,
    history: revisions
      .filter(({ incidentId }) => incidentId === one.id)
      .map((revision) => ({
        id: revision.id,
        verdict: revision.verdict,
        reason: revision.reason,
        probability: revision.probability,
        statedBy: revision.statedBy,
        statedAt: revision.statedAt.toISOString(),
        generated: revision.generated,
      })),
  }));
}

/** The changes on the other side of a deployment's list, newest first. */
async function carriedChanges(
  ctx: Ctx,
  ofThis: ReturnType<typeof eq>,
  side: "change" | "deployment",
): Promise<ChangeSummary[]> {
  const id = side === "change" ? deploymentCarries.changeId : deploymentCarries.deploymentId;
  const at = side === "change" ? deploymentCarries.changeAt : deploymentCarries.deploymentAt;
  const keys = await ctx.db
    .select({ id, at })
    .from(deploymentCarries)
    .where(and(eq(deploymentCarries.workspaceId, ctx.workspaceId), ofThis))
    .orderBy(desc(at), desc(id))
    .limit(CARRIED_MAX);
  const summaries = await changeSummaries(ctx, keys);
  return keys.flatMap((key) => summaries.get(key.id) ?? []);
}

async function tellingsOf(ctx: Ctx, id: string): Promise<Change["tellings"]> {
  const rows = await ctx.db
    .select({ source: changeTelling.source, what: changeTelling.what, toldAt: changeTelling.toldAt })
    .from(changeTelling)
    .where(and(eq(changeTelling.workspaceId, ctx.workspaceId), eq(changeTelling.changeId, id)))
    .orderBy(desc(changeTelling.toldAt), desc(changeTelling.id))
    .limit(TELLINGS_MAX);
  return rows.map((row) => ({ ...row, toldAt: row.toldAt.toISOString() }));
}
