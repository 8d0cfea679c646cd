import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { insertInTurn, insertRows, insertStep } from "@/db/insert-rows";
import { absence, breakGlass, policyVersion, signOff, signOffEvent, signOffRequest } from "@/db/schema";
import { dayOf, dayStartMs } from "@/domain/calendar/day";
import type { AiRole } from "@/domain/cause/kinds";
import type { ChangeKind } from "@/domain/change/kinds";
import type { Level } from "@/domain/person/levels";
import type { EvidenceGrade } from "@/domain/provenance/grades";
import { SAMPLE_WORKSPACE } from "@/domain/sample/company";
import { openRequests } from "@/domain/sample/open-requests";
import { type KnownPerson, type Reviewers, reviewersOf } from "@/domain/sample/reviewers";
import type { SamplePerson } from "@/domain/sample/roster";
import {
  type AskedChange,
  MANDATE_DAY,
  SAMPLE_POLICIES,
  type SampleRequest,
  signOffOf,
} from "@/domain/sample/sign-offs";
import type { Ctx } from "@/server/context";
import { askOfOpen } from "./seed-open-requests";
import { type EventRow, type RequestRows, requestRow, signOffRow } from "./sign-off-rows";

const SAVED_BY = "Sample";
const { timeZone: ZONE } = SAMPLE_WORKSPACE;

interface LedgerRow extends Record<string, unknown> {
  id: string;
  at: string;
  kind: ChangeKind;
  title: string;
  url: string | null;
  repository_id: string | null;
  revision: string | null;
  pull_request: number | null;
  environment: string;
  service_ids: string[];
  author_id: string | null;
  author_name: string | null;
  author_level: Level | null;
  additions: number | null;
  deletions: number | null;
  files: number | null;
  ai_role: AiRole | null;
  ai_tool: string | null;
  ai_grade: EvidenceGrade | null;
  merged_at: string | null;
  reviewed: boolean;
}

/**
 * The policy from the day of the mandate, and what it asked of the generated changes since: decided by the rules of the
 * product, after the ledger, so that the ledger's writer finds no policy that it would have to be assessed by.
 */
export async function writeSampleSignOffs(
  ctx: Ctx,
  known: {
    people: readonly SamplePerson[];
    services: ReadonlyMap<string, string>;
    broke: ReadonlySet<string>;
  },
): Promise<void> {
  const nowMs = ctx.now.getTime();
  const mandateMs = dayStartMs(MANDATE_DAY, ZONE);
  if (nowMs <= mandateMs) return;
  await writePolicies(ctx);
  const people = await knownPeople(ctx, known.people);
  const reviewers = reviewersOf(people, MANDATE_DAY, dayOf(nowMs, ZONE));
  const made: RequestRows = { requests: [], signOffs: [], events: [], glasses: [] };
  const { services, broke } = known;
  await askOfLedger(ctx, { people, reviewers, made, services, broke }, new Date(mandateMs));
  const open = openRequests(people, reviewers, { fromMs: mandateMs, nowMs });
  await askOfOpen(ctx, open, made, services);
  const events = () =>
    made.events.map((one) => ({ workspaceId: ctx.workspaceId, id: uuidv7(), generated: true, ...one }));
  await insertInTurn(ctx.db, [
    insertStep(signOffRequest, () => made.requests),
    insertStep(signOff, () => made.signOffs),
    insertStep(signOffEvent, events),
    insertStep(breakGlass, () => made.glasses),
    insertStep(absence, () =>
      reviewers.absences.map(({ person, ...away }) => ({
        workspaceId: ctx.workspaceId,
        id: uuidv7(),
        personId: person.id,
        ...away,
        generated: true,
        createdAt: ctx.now,
      })),
    ),
  ]);
  await tellLedger(ctx, made);
  await forgetReviews(ctx);
}

async function writePolicies(ctx: Ctx): Promise<void> {
  const past = SAMPLE_POLICIES.filter(
    ({ effectiveFrom }) => dayStartMs(effectiveFrom, ZONE) <= ctx.now.getTime(),
  );
  await insertRows(
    ctx.db,
    policyVersion,
    past.map(({ version, effectiveFrom, rules, reason }) => {
      const from = new Date(dayStartMs(effectiveFrom, ZONE));
      return {
        workspaceId: ctx.workspaceId,
        version,
        rules,
        whenUnreachable: "closed" as const,
        reason,
        savedBy: SAVED_BY,
        savedAt: from,
        effectiveFrom: from,
        generated: true,
      };
    }),
  );
}

async function knownPeople(ctx: Ctx, people: readonly SamplePerson[]): Promise<KnownPerson[]> {
  const { rows } = await ctx.db.execute<{ id: string; email: string; team_id: string }>(
    sql`select id, email, team_id from person where workspace_id = ${ctx.workspaceId} and on_roster`,
  );
  const ids = new Map(rows.map((row) => [row.email, row]));
  return people.flatMap((one) => {
    const row = ids.get(one.email);
    return row === undefined ? [] : [{ ...one, id: row.id, teamId: row.team_id }];
  });
}

interface World {
  people: readonly KnownPerson[];
  services: ReadonlyMap<string, string>;
  broke: ReadonlySet<string>;
  reviewers: Reviewers;
  made: RequestRows;
}

async function askOfLedger(ctx: Ctx, world: World, from: Date): Promise<void> {
  const { rows } = await ctx.db.execute<LedgerRow>(sql`
    select c.id, c.at, c.kind, c.title, c.url, c.repository_id, c.revision, c.pull_request, c.environment,
      c.service_ids, c.author_id, c.author_name, c.author_level, c.additions, c.deletions, c.files, c.ai_role,
      c.ai_tool, c.ai_grade, c.merged_at, coalesce(jsonb_array_length(d.reviewers) > 0, false) as reviewed
    from change c left join change_detail d on d.workspace_id = c.workspace_id and d.change_id = c.id
    where c.workspace_id = ${ctx.workspaceId} and c.at >= ${from.toISOString()} and c.involvement = 'ai'
      and c.production order by c.at, c.id`);
  const slugs = new Map([...world.services].map(([slug, id]) => [id, slug]));
  const teams = new Map(world.people.map(({ id, teamId }) => [id, teamId]));
  const numbers = new Set<string>();
  for (const row of rows) {
    const change = { ...askedChange(row, slugs, teams), broke: world.broke.has(row.id) };
    const request = signOffOf(change, world.reviewers, ctx.now.getTime());
    if (request === null) continue;
    const number = `${row.repository_id} ${row.pull_request}`;
    const isFirst = row.pull_request !== null && !numbers.has(number);
    numbers.add(number);
    addRequest(ctx, world.made, { row, change, request, pullRequest: isFirst ? row.pull_request : null });
  }
}

function askedChange(
  row: LedgerRow,
  slugs: ReadonlyMap<string, string>,
  teams: ReadonlyMap<string, string>,
): Omit<AskedChange, "broke"> {
  const services = row.service_ids.flatMap((id) => slugs.get(id) ?? []);
  return {
    revision: row.revision,
    involvement: "ai",
    aiRole: row.ai_role,
    aiTool: row.ai_tool,
    aiGrade: row.ai_grade,
    kind: row.kind,
    additions: row.additions,
    deletions: row.deletions,
    files: row.files,
    environment: row.environment,
    services: services.map((slug) => ({ slug })),
    atMs: Date.parse(row.at),
    mergedMs: row.merged_at === null ? null : Date.parse(row.merged_at),
    title: row.title,
    service: services[0] ?? "storefront",
    reviewed: row.reviewed,
    author: {
      personId: row.author_id,
      level: row.author_level,
      teamId: row.author_id === null ? null : teams.get(row.author_id),
    },
  };
}

function addRequest(
  ctx: Ctx,
  made: RequestRows,
  given: { row: LedgerRow; change: AskedChange; request: SampleRequest; pullRequest: number | null },
): void {
  const { row, change, request } = given;
  const { signOff: signed, glass, policy, ...decided } = request;
  const id = uuidv7({ msecs: request.requestedMs });
  const live = new Date(change.atMs);
  made.requests.push({
    ...requestRow(ctx, { id, ...decided, policyVersion: policy.version, rules: policy.rules }),
    subject: "change",
    changeId: row.id,
    changeAt: live,
    repositoryId: row.repository_id,
    pullRequest: given.pullRequest,
    state: request.state,
    revision: row.revision,
    environment: row.environment,
    kind: row.kind,
    title: row.title,
    url: row.url,
    additions: row.additions,
    deletions: row.deletions,
    files: row.files,
    serviceIds: row.service_ids,
    authorId: row.author_id,
    authorName: row.author_name,
    authorLevel: row.author_level,
    authorTeamId: change.author.teamId ?? null,
    aiRole: row.ai_role,
    aiTool: row.ai_tool,
    aiGrade: row.ai_grade,
    liveAt: live,
    decidedAt: signed === null ? null : new Date(signed.atMs),
    assigneeId: null,
  });
  const author = row.author_name ?? "Unknown";
  const happened = (kind: EventRow["kind"], atMs: number, by: string, body: string) =>
    made.events.push({ requestId: id, kind, at: new Date(atMs), by, body });
  happened("requested", request.requestedMs, author, request.evaluation.reason);
  if (signed !== null) {
    made.signOffs.push(signOffRow(ctx, id, row.revision, { ...signed, decision: "approved" }));
    happened("approved", signed.atMs, signed.person.name, signed.comment ?? "Approved.");
  }
  if (glass !== null) {
    made.glasses.push({
      workspaceId: ctx.workspaceId,
      id: uuidv7({ msecs: glass.openedMs }),
      changeId: row.id,
      repositoryId: row.repository_id,
      revision: row.revision,
      environment: row.environment,
      reason: glass.reason,
      personId: glass.person.id,
      openedBy: glass.person.name,
      openedAt: new Date(glass.openedMs),
      expiresAt: new Date(glass.expiresMs),
      endedAt: null,
      endedBy: null,
      reviewedAt: glass.reviewed === null ? null : new Date(glass.reviewed.atMs),
      reviewedBy: glass.reviewed?.by.name ?? null,
      reviewNote: glass.reviewed?.note ?? null,
      generated: true,
      version: 1,
    });
    happened("waived", glass.openedMs, glass.person.name, glass.reason);
  }
  happened("went-live", change.atMs, SAVED_BY, "Went live.");
}

/** The ledger shows of each change how its sign-off stands. */
async function tellLedger(ctx: Ctx, made: RequestRows): Promise<void> {
  const asked = made.requests.filter(({ changeId }) => changeId !== null);
  await ctx.db.execute(sql`
    update change c set sign_off = t.state
    from unnest(
      ${sql.param(asked.map(({ changeId }) => changeId))}::uuid[],
      ${sql.param(asked.map(({ changeAt }) => changeAt?.toISOString()))}::timestamptz[],
      ${sql.param(asked.map(({ state }) => state))}::text[]) as t (id, at, state)
    where c.workspace_id = ${ctx.workspaceId} and c.id = t.id and c.at = t.at`);
}

/** What went out without its sign-off has no approval at the code host either, or a replay would say that it had one. */
async function forgetReviews(ctx: Ctx): Promise<void> {
  await ctx.db.execute(sql`
    update change_detail d set reviewers = '[]'
    from sign_off_request r
    where r.workspace_id = ${ctx.workspaceId} and d.workspace_id = r.workspace_id and d.change_id = r.change_id
      and r.state in ('missing', 'late', 'waived') and jsonb_array_length(d.reviewers) > 0`);
}
