import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { ChangeSource } from "@/domain/change/kinds";
import { type ChangeInput, changeInputSchema } from "@/domain/change/schema";
import { Invalid } from "@/domain/errors";
import type { HostFacts, RepositoryFact } from "@/domain/integration/facts";
import { changeOfRequest, commitsOfRequest } from "@/domain/integration/pull-request";
import { type Recorded, recordChanges } from "@/server/change/record";
import type { Ctx } from "@/server/context";
import { type PullRequestKey, queuePullRequests } from "@/server/sign-off/queue-assessment";
import { keepCommits, keepRequests, type RepositoryPlace, readBranch } from "./host-rows";

/** The repository as it is kept here, with what decides about its events. */
export interface KeptRepository extends RepositoryPlace {
  name: string;
  defaultBranch: string | null;
}

interface Told {
  source: ChangeSource;
  what: string;
  deliveryId: string;
}

export interface ToldFacts {
  facts: HostFacts;
  told: Told;
}

/**
 * Writes down what deliveries say and tells the ledger of it, each in its own name. Merged requests are told of anew
 * whenever anything of them is: what is told follows from the rows alone, so that the order does not matter.
 */
export async function applyFacts(
  ctx: Ctx,
  { deliveries, repository }: { deliveries: readonly ToldFacts[]; repository: KeptRepository | null },
): Promise<Recorded[][]> {
  const ofRequests = repository === null ? [] : await requestChanges(ctx, repository, deliveries);
  const changes = deliveries.flatMap(({ facts, told }, place) =>
    [...facts.changes, ...(ofRequests[place] ?? [])].map((input) => ({ input, told, place })),
  );
  const inputs = await withKnownServices(
    ctx,
    changes.map(({ input }) => input),
  );
  const recorded = await recordChanges(
    ctx,
    changes.map(({ input, told }, at) => ({ input: checked(inputs[at] ?? input), ...told })),
  );
  const byDelivery: Recorded[][] = deliveries.map(() => []);
  for (const [at, one] of recorded.entries()) byDelivery[changes[at]?.place ?? 0]?.push(one);
  return byDelivery;
}

/** What is told of a merged request has to fit the contract, whatever its host allows. */
function checked(input: ChangeInput): ChangeInput {
  const parsed = changeInputSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") ?? "";
  throw new Invalid(field, `${field}: ${issue?.message ?? "cannot be taken"}`);
}

/** Keeps what is said of commits and requests, and answers what each delivery has to tell of merged requests by then. */
async function requestChanges(
  ctx: Ctx,
  repository: KeptRepository,
  deliveries: readonly ToldFacts[],
): Promise<ChangeInput[][]> {
  const said = deliveries.map(({ facts }) => facts);
  await keepCommits(
    ctx,
    repository,
    said.flatMap(({ commits }) => commits),
  );
  const numbers = await keepRequests(ctx, repository, {
    pullRequests: said.flatMap(({ pullRequests }) => pullRequests),
    reviews: said.flatMap(({ reviews }) => reviews),
  });
  const touched = said.map((facts) => touchedBy(facts, repository));
  const branches = [...new Set(touched.flatMap((one) => [...one.branches]))];
  if (branches.length === 0 && numbers.length === 0) return [];
  await queuePullRequests(ctx, await touchedRequests(ctx, repository, { numbers, branches }));
  const found = await readBranch(ctx, repository, { numbers, branches });
  return touched.map((one) => requestsOf(found, repository, one));
}

interface Touched {
  numbers: readonly number[];
  branches: ReadonlySet<string>;
}

function touchedBy({ commits, pullRequests }: HostFacts, { defaultBranch }: KeptRepository): Touched {
  const branches = new Set(commits.flatMap(({ branch }) => branch ?? []));
  if (defaultBranch !== null) branches.delete(defaultBranch);
  return { numbers: pullRequests.map(({ number }) => number), branches };
}

function requestsOf(
  found: Awaited<ReturnType<typeof readBranch>>,
  repository: KeptRepository,
  { numbers, branches }: Touched,
): ChangeInput[] {
  if (branches.size === 0 && numbers.length === 0) return [];
  return found.requests.flatMap(({ request, reviews }) => {
    const isTouched = numbers.includes(request.number) || branches.has(request.headBranch ?? "");
    const siblings = found.requests
      .map((one) => one.request)
      .filter((one) => one.headBranch !== null && one.headBranch === request.headBranch);
    const isLater = siblings.some((one) => numbers.includes(one.number) && one.number !== request.number);
    if (!isTouched && !isLater) return [];
    const onBranch = found.commits.filter(({ branch }) => branch !== null && branch === request.headBranch);
    const commits = commitsOfRequest(request, { onBranch, siblings });
    const change = changeOfRequest(request, {
      repository: repository.name,
      defaultBranch: repository.defaultBranch,
      reviews,
      commits,
    });
    return change ?? [];
  });
}

/** The requests that a delivery names, and the open ones to whose branches it pushed: evidence may stand in there. */
async function touchedRequests(
  ctx: Ctx,
  { repositoryId }: KeptRepository,
  { numbers, branches }: { numbers: readonly number[]; branches: readonly string[] },
): Promise<PullRequestKey[]> {
  const touched = new Set(numbers);
  if (branches.length > 0) {
    const { rows } = await ctx.db.execute<{ number: number }>(sql`
      select number from pull_request where workspace_id = ${ctx.workspaceId}
        and repository_id = ${repositoryId} and head_branch = any(${sql.param([...branches])}::text[]) and state = 'open'`);
    for (const { number } of rows) touched.add(number);
  }
  return [...touched].map((pullRequest) => ({ repositoryId, pullRequest }));
}

/** A sender's name for a service may be none here; the change is told of all the same. */
async function withKnownServices(ctx: Ctx, changes: readonly ChangeInput[]): Promise<ChangeInput[]> {
  const slugs = [...new Set(changes.flatMap(({ services }) => services ?? []))];
  if (slugs.length === 0) return [...changes];
  const { rows } = await ctx.db.execute<{ slug: string }>(sql`
    select slug from service where workspace_id = ${ctx.workspaceId} and slug = any(${sql.param(slugs)}::text[])`);
  const known = new Set(rows.map(({ slug }) => slug));
  return changes.map((change) =>
    change.services === undefined
      ? change
      : { ...change, services: change.services.filter((slug) => known.has(slug)) },
  );
}

interface RepositoryRow extends Record<string, unknown> {
  id: string;
  default_branch: string | null;
  deployments_from: string[];
  workflow_pattern: string | null;
}

/** The repository of that name with its settings; null while it has not been heard of. */
export async function findRepository(ctx: Ctx, name: string): Promise<RepositoryRow | null> {
  const { rows } = await ctx.db.execute<RepositoryRow>(sql`
    select id, default_branch, deployments_from, workflow_pattern from repository
    where workspace_id = ${ctx.workspaceId} and name = ${name}`);
  return rows[0] ?? null;
}

/** Deliveries of one repository take turns: what one tells of a request follows from what others wrote of it. */
export async function lockRepository(ctx: Ctx, name: string): Promise<void> {
  await ctx.db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`repository ${ctx.workspaceId} ${name}`}, 0))`,
  );
}

/** Finds the repository, or makes it when it is heard of for the first time. */
export async function keepRepository(ctx: Ctx, fact: RepositoryFact): Promise<KeptRepository> {
  const known = await findRepository(ctx, fact.name);
  const id = known?.id ?? uuidv7({ msecs: ctx.now.getTime() });
  if (known === null) {
    const at = ctx.now.toISOString();
    await ctx.db.execute(sql`
      insert into repository (workspace_id, id, name, url, created_at, updated_at)
      values (${ctx.workspaceId}, ${id}, ${fact.name}, ${fact.url}, ${at}, ${at})
      on conflict do nothing`);
  }
  const kept = known ?? (await findRepository(ctx, fact.name));
  return {
    repositoryId: kept?.id ?? id,
    name: fact.name,
    defaultBranch: kept?.default_branch ?? fact.defaultBranch,
  };
}
