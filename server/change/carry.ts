import { sql } from "drizzle-orm";
import {
  carriedWithin,
  type MergedCode,
  PREVIOUS_DAYS_MAX,
  REACH_DAYS_MAX,
  type Reach,
  reachesOf,
  SKEW_MS,
} from "@/domain/change/carry";
import { isProduction } from "@/domain/change/kinds";
import { environmentOf, instantOf } from "@/domain/change/project";
import type { Ctx } from "@/server/context";
import { writeCarried } from "./carriers";
import type { RollupMove } from "./day-rollup";
import { NOBODY } from "./identity";
import type { Repositories } from "./mentions";
import type { ToldChange } from "./record-row";

const DAY_MS = 86_400_000;
const BEFORE_MAX = 10;
const BETWEEN_MAX = 5000;
/** A change goes live with one of so many deployments after its merge. */
const AFTER_MAX = 25;
const CODES_MAX = 20_000;

/** What of a repository's timeline the tellings touched. */
interface Touched {
  fromMs: number;
  untilMs: number;
  /** Null is every environment: a merge goes to all of them. */
  environments: Set<string> | null;
  deploymentIds: Set<string>;
  /** Of the code changes. */
  revisions: Set<string>;
}

/**
 * Which changes each deployment brought, where its source does not say: worked out anew around whatever was told of,
 * from the rows as they are by now. So it comes out the same whichever of a deployment and its changes is told of first.
 */
export async function workOutCarried(
  ctx: Ctx,
  told: readonly ToldChange[],
  { repositories, stating }: { repositories: Repositories; stating: ReadonlySet<string> },
): Promise<RollupMove[]> {
  const touched = touchedBy(told, stating);
  const moves: RollupMove[] = [];
  for (const repositoryId of [...touched.keys()].sort()) {
    const part = touched.get(repositoryId);
    const name = repositories.get(repositoryId)?.name;
    if (part === undefined || name === undefined) continue;
    await takeTurn(ctx, repositoryId, part);
    const { added, dropped } = await differences(ctx, { id: repositoryId, name }, part);
    moves.push(...(await writeCarried(ctx, added, dropped)));
  }
  return moves;
}

/** A deployment whose source says only now what it brings is touched too: nothing is worked out of it any more. */
function touchedBy(told: readonly ToldChange[], stating: ReadonlySet<string>): Map<string, Touched> {
  const touched = new Map<string, Touched>();
  for (const one of told) {
    const now = placeNow(one);
    const before = placeBefore(one);
    if (JSON.stringify(now) === JSON.stringify(before) && !stating.has(one.id)) continue;
    for (const place of [now, before]) if (place !== null) touch(touched, one.id, place);
  }
  return touched;
}

/** What of a change decides which deployment brings it, or what it brings. */
interface Place {
  repositoryId: string;
  isDeployment: boolean;
  atMs: number;
  environment: string | null;
  revision: string | null;
  outcome: string | null;
}

function placeNow({ state }: ToldChange): Place | null {
  const { facts } = state;
  const repositoryId = facts.repositoryId?.value;
  const kind = facts.kind?.value;
  if (repositoryId === undefined || (kind !== "code" && kind !== "deployment")) return null;
  const revision = facts.revision?.value ?? null;
  if (kind === "deployment") {
    const { environment } = environmentOf(state);
    const outcome = facts.outcome?.value ?? null;
    return { repositoryId, isDeployment: true, atMs: instantOf(state), environment, revision, outcome };
  }
  const atMs = (facts.mergedAt ?? facts.authoredAt)?.value;
  if (atMs === undefined) return null;
  return { repositoryId, isDeployment: false, atMs, environment: null, revision, outcome: null };
}

function placeBefore({ known }: ToldChange): Place | null {
  if (known === null) return null;
  const { kind, repositoryId, revision, environment, outcome, at, mergedAt, authoredAt } = known.row;
  if (repositoryId === null || (kind !== "code" && kind !== "deployment")) return null;
  if (kind === "deployment") {
    return { repositoryId, isDeployment: true, atMs: at.getTime(), environment, revision, outcome };
  }
  const merged = mergedAt ?? authoredAt;
  if (merged === null) return null;
  const atMs = merged.getTime();
  return { repositoryId, isDeployment: false, atMs, environment: null, revision, outcome: null };
}

function touch(touched: Map<string, Touched>, id: string, place: Place): void {
  const known = touched.get(place.repositoryId);
  const part = known ?? {
    fromMs: place.atMs,
    untilMs: place.atMs,
    environments: new Set<string>(),
    deploymentIds: new Set<string>(),
    revisions: new Set<string>(),
  };
  part.fromMs = Math.min(part.fromMs, place.atMs);
  part.untilMs = Math.max(part.untilMs, place.atMs);
  if (place.environment === null) part.environments = null;
  else part.environments?.add(place.environment);
  if (place.isDeployment) part.deploymentIds.add(id);
  else if (place.revision !== null) part.revisions.add(place.revision.toLowerCase());
  touched.set(place.repositoryId, part);
}

/**
 * Merges of a repository may be told of side by side; a deployment sees all of them, or they see it. So does a merge
 * whose revision was deployed before it was told of: what the deployment reaches hangs on it.
 */
async function takeTurn(ctx: Ctx, repositoryId: string, part: Touched): Promise<void> {
  const name = `carry ${ctx.workspaceId} ${repositoryId}`;
  const lock = (mode: "" | "_shared") =>
    sql`${sql.raw(`pg_advisory_xact_lock${mode}`)}(hashtextextended(${name}, 0))`;
  if (part.deploymentIds.size > 0) {
    await ctx.db.execute(sql`select ${lock("")}`);
    return;
  }
  const isDeployed = sql`exists (select from change d where ${deploymentsOf(ctx, repositoryId)}
    and d.at >= ${new Date(part.fromMs - SKEW_MS).toISOString()}
    and d.at < ${new Date(part.untilMs + REACH_DAYS_MAX * DAY_MS).toISOString()}
    and lower(d.revision) = any(${sql.param([...part.revisions])}::text[]))`;
  await ctx.db.execute(sql`select case when ${isDeployed} then ${lock("")} else ${lock("_shared")} end`);
  // It may have been deployed while the lock was waited for.
  await ctx.db.execute(sql`select case when ${isDeployed} then ${lock("")} end`);
}

const deploymentsOf = (ctx: Ctx, repositoryId: string) => sql`d.workspace_id = ${ctx.workspaceId}
  and d.repository_id = ${repositoryId} and d.kind = 'deployment'
  and coalesce(d.outcome, 'succeeded') = 'succeeded'`;

async function differences(ctx: Ctx, repository: { id: string; name: string }, touched: Touched) {
  const fromMs = touched.fromMs - SKEW_MS;
  const deployments = await readDeployments(ctx, repository, { ...touched, fromMs });
  const renewed = new Set([
    ...touched.deploymentIds,
    ...deployments.flatMap(({ id, atMs }) => (atMs >= fromMs ? [id] : [])),
  ]);
  if (renewed.size === 0) return { added: [], dropped: [] };
  const environments = [...new Set(deployments.map(({ environment }) => environment))];
  const reaches = environments.flatMap((name) =>
    reachesOf(
      deployments.filter(({ environment }) => environment === name),
      isProduction(name),
    ),
  );
  const wanted = reaches.filter(({ id }) => renewed.has(id));
  const carried = carriedWithin(wanted, await readCodes(ctx, repository.id, wanted));
  const stored = await readWorkedOut(ctx, [...renewed]);
  const added = [...carried].flatMap(([deploymentId, ids]) =>
    ids
      .filter((changeId) => !stored.has(`${deploymentId} ${changeId}`))
      .map((changeId) => ({ deploymentId, changeId, stated: false })),
  );
  const dropped = [...stored.values()].filter(
    ({ deploymentId, changeId }) => !carried.get(deploymentId)?.includes(changeId),
  );
  return { added, dropped };
}

type DeploymentRow = {
  id: string;
  name: string | null;
  at_ms: number;
  environment: string;
  merged_at_ms: number | null;
  is_stated: boolean;
};

/** Those that took effect, around the touched stretch, of each environment that is touched. */
async function readDeployments(
  ctx: Ctx,
  { id: repositoryId, name }: { id: string; name: string },
  { fromMs, untilMs, environments }: Pick<Touched, "fromMs" | "untilMs" | "environments">,
) {
  const iso = (ms: number) => new Date(ms).toISOString();
  const [from, until] = [iso(fromMs), iso(untilMs)];
  const [start, end] = [
    iso(fromMs - (PREVIOUS_DAYS_MAX + 1) * DAY_MS),
    iso(untilMs + REACH_DAYS_MAX * DAY_MS),
  ];
  const ours = deploymentsOf(ctx, repositoryId);
  const asked =
    environments === null
      ? sql`select distinct d.environment from change d where ${ours} and d.at > ${start} and d.at < ${end}`
      : sql`select environment from unnest(${sql.param([...environments])}::text[]) as environment`;
  const columns = sql`d.id, d.at, d.environment, d.revision`;
  const { rows } = await ctx.db.execute<DeploymentRow>(sql`
    with environments as materialized (${asked})
    select p.id, (extract(epoch from p.at) * 1000)::float8 as at_ms, p.environment,
      (extract(epoch from coalesce(c.merged_at, c.authored_at)) * 1000)::float8 as merged_at_ms,
      named.name, named.is_stated
    from environments e cross join lateral (
      (select ${columns} from change d where ${ours} and d.environment = e.environment
        and d.at > ${start} and d.at < ${from} order by d.at desc limit ${BEFORE_MAX})
      union all
      (select ${columns} from change d where ${ours} and d.environment = e.environment
        and d.at >= ${from} and d.at <= ${until} order by d.at limit ${BETWEEN_MAX})
      union all
      (select ${columns} from change d where ${ours} and d.environment = e.environment
        and d.at > ${until} and d.at < ${end} order by d.at limit ${AFTER_MAX})
    ) p
    cross join lateral (
      select coalesce(bool_or(m.external_id like 'carries:%'), false) as is_stated,
        min(m.source || ' ' || m.external_id) filter (where m.external_id !~ '^(carries|reverts):') as name
      from change_identity m where m.workspace_id = ${ctx.workspaceId} and m.change_id = p.id
    ) named
    left join change_identity i on i.workspace_id = ${ctx.workspaceId} and i.source = ${name}
      and i.external_id = 'commit:' || lower(p.revision) and i.change_id <> ${NOBODY}
    left join change c on c.workspace_id = ${ctx.workspaceId} and c.id = i.change_id and c.at = i.change_at`);
  return rows.map((row) => ({
    id: row.id,
    name: row.name ?? row.id,
    atMs: row.at_ms,
    environment: row.environment,
    mergedAtMs: row.merged_at_ms,
    isStated: row.is_stated,
  }));
}

/** The code changes that were merged within the reaches. A change lies where it was deployed, which is later. */
async function readCodes(ctx: Ctx, repositoryId: string, reaches: readonly Reach[]): Promise<MergedCode[]> {
  if (reaches.length === 0) return [];
  const afterMs = Math.min(...reaches.map((one) => one.afterMs));
  const untilMs = Math.max(...reaches.map((one) => one.untilMs));
  const { rows } = await ctx.db.execute<{ id: string; merged_at_ms: number }>(sql`
    select id, (extract(epoch from coalesce(merged_at, authored_at)) * 1000)::float8 as merged_at_ms from change
    where workspace_id = ${ctx.workspaceId} and repository_id = ${repositoryId} and kind = 'code'
      and coalesce(merged_at, authored_at) > ${new Date(afterMs).toISOString()}
      and coalesce(merged_at, authored_at) <= ${new Date(untilMs).toISOString()}
      and at > ${new Date(afterMs - SKEW_MS).toISOString()}
      and at < ${new Date(untilMs + (REACH_DAYS_MAX + 1) * DAY_MS).toISOString()}
    order by 2, 1 limit ${CODES_MAX}`);
  return rows.map((row) => ({ id: row.id, mergedAtMs: row.merged_at_ms }));
}

async function readWorkedOut(
  ctx: Ctx,
  deploymentIds: readonly string[],
): Promise<Map<string, { deploymentId: string; changeId: string }>> {
  const { rows } = await ctx.db.execute<{ deployment_id: string; change_id: string }>(sql`
    select deployment_id, change_id from deployment_carries where workspace_id = ${ctx.workspaceId}
      and deployment_id = any(${sql.param([...deploymentIds])}::uuid[]) and not stated`);
  return new Map(
    rows.map((row) => [
      `${row.deployment_id} ${row.change_id}`,
      { deploymentId: row.deployment_id, changeId: row.change_id },
    ]),
  );
}
