import { and, eq } from "drizzle-orm";
import { namedQuery } from "@/db/named-query";
import { changeIdentity } from "@/db/schema";
import type { Change, ChangeSummary } from "@/domain/change/schema";
import { FACT_FIELDS } from "@/domain/change/telling";
import { NotFound } from "@/domain/errors";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { authorNames } from "./author-names";
import {
  type ChangeKey,
  type ChangeRow,
  changeSummaries,
  type SummaryRow,
  selectSummaries,
  summaryOf,
} from "./summary";

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
  const [beside] = await namedQuery<Beside>(ctx.db, BESIDE, [ctx.workspaceId, id]);
  const [found] = beside === undefined ? [] : await selectSummaries(ctx, [{ id, at: new Date(beside.at) }]);
  if (beside === undefined || found === undefined) throw new NotFound("change", id);
  return wholeOf(found, beside, {
    reviewers: await named(ctx, beside.detail?.reviewers ?? []),
    carries: await summariesInOrder(ctx, beside.carries),
    carriedBy: await summariesInOrder(ctx, beside.carried_by),
  });
}

/** A change that was written just now with nothing but these beside it, for whoever wrote it. */
export function newChange(found: SummaryRow, own: Pick<Beside, "evidence" | "tellings">): Change {
  const none = { detail: null, commits: [], statements: [], incidents: [] };
  return wholeOf(found, { ...none, ...own }, { reviewers: [], carries: [], carriedBy: [] });
}

function wholeOf(
  found: SummaryRow,
  beside: Omit<Beside, "at" | "carries" | "carried_by">,
  resolved: Pick<Change, "reviewers" | "carries" | "carriedBy">,
): Change {
  return {
    ...summaryOf(found),
    ...wireColumns(found.row),
    ...detailFields(beside.detail, found.row),
    ...resolved,
    commits: beside.commits.map((one) => ({ ...one, authoredAt: isoOf(one.authoredAt) })),
    evidence: beside.evidence.map((one) => ({ ...one, recordedAt: isoOf(one.recordedAt) })),
    statements: beside.statements.map((one) => ({ ...one, statedAt: isoOf(one.statedAt) })),
    incidents: beside.incidents.map(incidentOf),
    tellings: beside.tellings.map((one) => ({ ...one, toldAt: isoOf(one.toldAt) })),
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
/** An instant as the database's JSON has it, as ours has it. */
function isoOf(instant: string): string;
function isoOf(instant: string | null): string | null;
function isoOf(instant: string | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}

function wireColumns(row: ChangeRow) {
  return {
    authoredAt: iso(row.authoredAt),
    mergedAt: iso(row.mergedAt),
    deployedAt: iso(row.deployedAt),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
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

function detailFields(detail: Beside["detail"], row: ChangeRow) {
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
    reverts: detail?.reverts ?? null,
    // What was detected is kept apart only where people said otherwise.
    detected: detail?.detected ?? standing,
    // Beside the fields stands what is of all of them, such as a star where one origin told them all.
    facts: Object.entries(detail?.facts ?? {})
      .filter(([field]) => FACT_FIELDS.some((one) => one === field))
      .map(([field, { source, asOf }]) => ({ field, source, asOf }))
      .sort((a, b) => (a.field < b.field ? -1 : 1)),
  };
}

function incidentOf({ incident, statedAt, history, ...link }: Beside["incidents"][number]) {
  return {
    incident: { ...incident, impactStartedAt: isoOf(incident.impactStartedAt) },
    ...link,
    statedAt: isoOf(statedAt),
    history: history.map((one) => ({ ...one, statedAt: isoOf(one.statedAt) })),
  };
}

/** The changes on the other side of a deployment's list, in the order of the keys. */
async function summariesInOrder(ctx: Ctx, given: Beside["carries"]): Promise<ChangeSummary[]> {
  const keys = given.map(({ id, at }) => ({ id, at: new Date(at) }));
  const summaries = await changeSummaries(ctx, keys);
  return keys.flatMap((key) => summaries.get(key.id) ?? []);
}

/** What lies beside a change's own row; instants are texts, as the database has them. */
interface Beside {
  at: string;
  detail: {
    description: string | null;
    branch: string | null;
    labels: string[];
    paths: string[];
    reviewers: Change["reviewers"];
    detected: Change["detected"] | null;
    facts: Record<string, { source: string; asOf: string }> | null;
    reverts: string | null;
  } | null;
  commits: Change["commits"];
  evidence: Change["evidence"];
  statements: Change["statements"];
  incidents: Change["incidents"];
  /** Keys, newest first. */
  carries: { id: string; at: string }[];
  carried_by: { id: string; at: string }[];
  tellings: Change["tellings"];
}

/** A list of the rows that a query of this change gives, in its order. */
const listOf = (query: string) => `coalesce((select json_agg(one) from (${query}) one), '[]')`;
const OF_THIS = "workspace_id = $1::uuid and change_id = $2::uuid";
const VERDICT = `verdict, reason, stated_by as "statedBy", stated_at as "statedAt", generated`;

/** In one statement: a page that asked for each by itself would wait ten times. */
const BESIDE = `
  select i.change_at as at,
    (select to_json(d) from change_detail d where ${OF_THIS}) as detail,
    ${listOf(`select revision, message, author_name as "authorName", authored_at as "authoredAt"
      from code_commit where ${OF_THIS} order by authored_at asc nulls last, revision limit ${COMMITS_MAX}`)} as commits,
    ${listOf(`select id, grade, tool, quote, found_in as "foundIn", revision, recorded_at as "recordedAt", generated
      from ai_evidence where ${OF_THIS}
      order by array_position(array['${EVIDENCE_GRADES.join("','")}'], grade), recorded_at, id`)} as evidence,
    ${listOf(`select id, kind, involvement, role, tool, model, reason, stated_by as "statedBy",
        stated_at as "statedAt", generated
      from involvement_statement where ${OF_THIS} order by stated_at desc, id desc`)} as statements,
    ${listOf(`select json_build_object('id', n.id, 'number', n.number, 'title', n.title, 'severity', n.severity,
        'impactStartedAt', n.impact_started_at) as incident, l.verdict, l.reason, l.stated_by as "statedBy",
        l.stated_at as "statedAt", l.generated, l.version,
        ${listOf(`select id, probability, ${VERDICT} from verdict_revision r
          where ${OF_THIS} and r.incident_id = l.incident_id order by stated_at desc, id desc`)} as history
      from change_link l join incident n on n.workspace_id = l.workspace_id and n.id = l.incident_id
      where l.workspace_id = $1::uuid and l.change_id = $2::uuid
      order by n.impact_started_at desc, n.number desc`)} as incidents,
    ${listOf(`select change_id as id, change_at as at from deployment_carries
      where workspace_id = $1::uuid and deployment_id = $2::uuid
      order by change_at desc, change_id desc limit ${CARRIED_MAX}`)} as carries,
    ${listOf(`select deployment_id as id, deployment_at as at from deployment_carries where ${OF_THIS}
      order by deployment_at desc, deployment_id desc limit ${CARRIED_MAX}`)} as carried_by,
    ${listOf(`select source, what, told_at as "toldAt" from change_telling where ${OF_THIS}
      order by told_at desc, id desc limit ${TELLINGS_MAX}`)} as tellings
  from change_identity i where i.workspace_id = $1::uuid and i.change_id = $2::uuid limit 1`;
