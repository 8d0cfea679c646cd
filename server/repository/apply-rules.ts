import { sql } from "drizzle-orm";
import type { StoredPathRule } from "@/db/schema";
import { canKeepRepositories } from "@/domain/access/change";
import { PreconditionFailed } from "@/domain/errors";
import { type ServiceRule, servicesOfPaths } from "@/domain/repository/match";
import type { PathRule, RuleApplication } from "@/domain/repository/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { keepingDayRollup } from "@/server/change/day-rollup";
import { type Ctx, inTransaction } from "@/server/context";
import { findRow, KEEPING_NEEDS } from "./queries";
import { type ServiceSlugs, serviceSlugs, storedRules } from "./stored-rules";

const BATCH = 1_000;
const EXAMPLES_MAX = 8;

type Rules = readonly ServiceRule<string>[];

/** What rules, given or kept, would make of the changes on record; nothing is written. */
export async function previewRules(
  ctx: Ctx,
  { id, pathRules }: { id: string; pathRules?: readonly PathRule[] },
): Promise<RuleApplication> {
  authorise(canKeepRepositories(ctx.actor), KEEPING_NEEDS);
  const row = await findRow(ctx, id, { lock: false });
  const slugs = await serviceSlugs(ctx);
  const rules = toRules(pathRules === undefined ? row.pathRules : storedRules(pathRules, slugs));
  const tally = newTally(slugs);
  for await (const batch of batchesOf(ctx, id)) {
    for (const one of batch) tally.add(one, servicesAfter(rules, one));
  }
  return tally.result();
}

/**
 * Gives every change of the repository whose files are known the services that the kept rules and its tellers name.
 * What belongs to other services than before moves in the rollup with it. Applied twice, it is as if applied once.
 */
export function applyRules(
  ctx: Ctx,
  { id, version }: { id: string; version: number | null },
): Promise<RuleApplication> {
  authorise(canKeepRepositories(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    // Locked, so that the rules stay the same until all is applied.
    const row = await findRow(tx, id);
    if (version !== null && version !== row.version) throw new PreconditionFailed(row.version);
    const rules = toRules(row.pathRules);
    const tally = newTally(await serviceSlugs(tx));
    for await (const batch of batchesOf(tx, id)) {
      for (const one of batch) tally.add(one, servicesAfter(rules, one));
      await applyToBatch(tx, batch, rules);
    }
    const result = tally.result();
    await recordAudit(tx, {
      action: "repository.apply-rules",
      objectKind: "repository",
      objectId: id,
      after: { name: row.name, changes: result.changes, changed: result.changed },
    });
    return result;
  });
}

interface FiledChange extends Record<string, unknown> {
  id: string;
  atMs: number;
  title: string;
  serviceIds: string[];
  stated: string[];
  paths: string[];
}

type Moved = FiledChange & { after: readonly string[] };

const isoOf = ({ atMs }: FiledChange) => new Date(atMs).toISOString();

/** Every change of the repository whose files are known, from the oldest on. */
async function* batchesOf(ctx: Ctx, repositoryId: string): AsyncGenerator<FiledChange[]> {
  for (let after: FiledChange | undefined; ; ) {
    const batch: FiledChange[] = await selectFiled(
      ctx,
      sql`c.repository_id = ${repositoryId} ${
        after === undefined
          ? sql``
          : sql`and (c.at, c.id) > (${isoOf(after)}::timestamptz, ${after.id}::uuid)`
      } and cardinality(d.paths) > 0 order by c.at, c.id limit ${BATCH}`,
    );
    if (batch.length > 0) yield batch;
    after = batch.at(-1);
    if (after === undefined || batch.length < BATCH) return;
  }
}

async function selectFiled(ctx: Ctx, condition: ReturnType<typeof sql>): Promise<FiledChange[]> {
  const { rows } = await ctx.db.execute<FiledChange>(sql`
    select c.id, (extract(epoch from c.at) * 1000)::float8 as "atMs", c.title, c.service_ids as "serviceIds",
      d.stated_service_ids as stated, d.paths
    from change c join change_detail d on d.workspace_id = c.workspace_id and d.change_id = c.id
    where c.workspace_id = ${ctx.workspaceId} and ${condition}`);
  return rows;
}

const toRules = (stored: readonly StoredPathRule[]): Rules =>
  stored.map(({ pattern, serviceIds }) => ({ pattern, services: serviceIds }));

/** As the writer of the ledger gives them: those that tellers stated, and those of the rules. */
function servicesAfter(rules: Rules, { stated, paths }: FiledChange): string[] {
  return [...new Set([...stated, ...servicesOfPaths(rules, paths)])].sort();
}

const isSame = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && [...one].sort().join() === [...other].sort().join();

async function applyToBatch(ctx: Ctx, batch: readonly FiledChange[], rules: Rules): Promise<void> {
  const stale = batch.filter((one) => !isSame(one.serviceIds, servicesAfter(rules, one)));
  if (stale.length === 0) return;
  const ids = stale.map((one) => one.id);
  await keepingDayRollup(ctx, ids, async (tx) => {
    // Read again under the lock: a telling may have come in between.
    const locked = await selectFiled(
      tx,
      sql`c.id = any(${sql.param(ids)}::uuid[])
        and c.at = any(${sql.param(stale.map(isoOf))}::timestamptz[])`,
    );
    await writeServices(
      tx,
      locked.map((one) => ({ ...one, after: servicesAfter(rules, one) })),
    );
  });
}

async function writeServices(ctx: Ctx, changes: readonly Moved[]): Promise<void> {
  const listOf = (read: (one: Moved) => readonly string[]) => sql`unnest(
    ${sql.param(changes.flatMap((one) => read(one)))}::uuid[],
    ${sql.param(changes.flatMap((one) => read(one).map(() => isoOf(one))))}::timestamptz[],
    ${sql.param(changes.flatMap((one) => read(one).map(() => one.id)))}::uuid[]) as t (service_id, at, id)`;
  await ctx.db.execute(sql`
    update change c set service_ids = t.services::uuid[], version = c.version + 1,
      updated_at = ${ctx.now.toISOString()}
    from unnest(
      ${sql.param(changes.map(({ id }) => id))}::uuid[],
      ${sql.param(changes.map(isoOf))}::timestamptz[],
      ${sql.param(changes.map(({ after }) => `{${after.join()}}`))}::text[]) as t (id, at, services)
    where c.workspace_id = ${ctx.workspaceId} and c.id = t.id and c.at = t.at`);
  await ctx.db.execute(sql`
    delete from change_service s using ${listOf(({ serviceIds }) => serviceIds)}
    where s.workspace_id = ${ctx.workspaceId}
      and s.service_id = t.service_id and s.at = t.at and s.change_id = t.id`);
  await ctx.db.execute(sql`
    insert into change_service (workspace_id, service_id, at, change_id)
    select ${ctx.workspaceId}::uuid, t.service_id, t.at, t.id from ${listOf(({ after }) => after)}
    on conflict do nothing`);
}

function newTally({ slugOf }: ServiceSlugs) {
  const result: RuleApplication = { changes: 0, changed: 0, withoutService: 0, examples: [] };
  const slugs = (ids: readonly string[]) => ids.flatMap((id) => slugOf.get(id) ?? []).sort();
  return {
    add(one: FiledChange, after: readonly string[]) {
      result.changes += 1;
      if (after.length === 0) result.withoutService += 1;
      if (isSame(one.serviceIds, after)) return;
      result.changed += 1;
      if (result.examples.length === EXAMPLES_MAX) return;
      const { id, title } = one;
      result.examples.push({ id, title, before: slugs(one.serviceIds), after: slugs(after) });
    },
    result: () => result,
  };
}
