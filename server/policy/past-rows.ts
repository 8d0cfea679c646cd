import { type SQL, sql } from "drizzle-orm";
import type { Policy, Rule, RuleConditions } from "@/domain/sign-off/policy";
import type { ReviewCost } from "@/domain/sign-off/review-cost";
import { type Stretch, timeStretches } from "@/domain/sign-off/time-stretches";
import type { Ctx } from "@/server/context";
import { isoOf } from "./past-approvals";
import type { PastServices } from "./past-services";

export interface AskedOf {
  fromMs: number;
  policies: readonly Policy[];
  cost: ReviewCost;
  /** So many are looked at; a longer period is read from the newest back to here. */
  changesMax: number;
}

/** One change, or all that have what decides in common. */
export interface PastRow extends Record<string, unknown> {
  /** Its parts, as `textOf` orders them; those that nothing follows from are empty. */
  text: string;
  count: number;
  /** When the first of them went live, epoch ms. */
  atMs: number;
  reviewMinutes: number;
  generated: boolean;
}

/** Between the parts of a row. Names that people gave may not hold it. */
export const SEPARATOR = "\u001f";
/** Between the reviews of a change, of which each is a person and an instant with a blank between. */
export const BETWEEN_REVIEWS = "\u001e";
const plainText = (column: string) => sql.raw(`translate(coalesce(${column}, ''), chr(31), ' ')`);
/** Of single changes alone, after the join: to take the reviews of a whole history apart takes a second. */
const REVIEWS = sql`coalesce((select string_agg((r ->> 'personId') || ' ' || (r ->> 'at'), chr(30))
  from jsonb_array_elements(reviewers) as r
  where lower(r ->> 'state') = 'approved' and r ->> 'personId' is not null and r ->> 'at' is not null), '')`;
const AT_MS = sql`(extract(epoch from at) * 1000)::bigint`;

/**
 * The changes of a period. What no rule could ask anything of is only counted, and what was neither reviewed, signed,
 * let through nor put down as a cause comes by what it has in common: a hundred thousand objects take seconds to clear up.
 */
export async function readPastRows(
  ctx: Ctx,
  given: AskedOf,
  services: PastServices,
): Promise<{ rows: PastRow[]; fromMs: number; isCut: boolean; count: number }> {
  const { changesMax } = given;
  const span = sql`workspace_id = ${ctx.workspaceId} and at >= ${isoOf(given.fromMs)}
    and at < ${ctx.now.toISOString()} and counts`;
  const read = async (more: SQL) => {
    const newest = sql`${span} ${more} order by at desc, id desc limit ${changesMax + 1}`;
    const { rows } = await ctx.db.execute<PastRow>(rowsOf(ctx, { ...given, newest }, services));
    return { rows, count: rows.reduce((sum, { count }) => sum + count, 0) };
  };
  const all = await read(sql``);
  if (all.count <= changesMax) return { ...all, fromMs: given.fromMs, isCut: false };
  const { rows: last } = await ctx.db.execute<{ id: string; at: string; atMs: number }>(sql`
    select id, at::text as at, ${AT_MS}::float8 as "atMs" from change where ${span}
    order by at desc, id desc offset ${changesMax - 1} limit 1`);
  const [{ id, at, atMs } = { id: "", at: "", atMs: given.fromMs }] = last;
  const kept = await read(sql`and (at, id) >= (${at}::timestamptz, ${id}::uuid)`);
  return { ...kept, fromMs: atMs, isCut: true };
}

function rowsOf(ctx: Ctx, given: AskedOf & { newest: SQL }, services: PastServices): SQL {
  const { policies, cost, newest } = given;
  const from = isoOf(given.fromMs);
  const rules = policies.flatMap((policy) => policy.rules);
  const stretches = timeStretches(rules, { fromMs: given.fromMs, toMs: ctx.now.getTime() });
  const asked = sql.join(
    [sql`false`, ...rules.map((rule) => mightMatch(rule, services.takenBy(rule)))],
    sql` or `,
  );
  return sql`
    with special as materialized (
      select r.change_id as id from sign_off_request r
      where r.workspace_id = ${ctx.workspaceId} and r.change_id is not null and r.live_at >= ${from}
        and exists (select from sign_off s where s.workspace_id = r.workspace_id and s.request_id = r.id
          and s.decision = 'approved')
      union select change_id from break_glass
      where workspace_id = ${ctx.workspaceId} and change_id is not null and expires_at >= ${from}
      union select change_id from change_link
      where workspace_id = ${ctx.workspaceId} and change_at >= ${from} and verdict in ('cause', 'contributing')
    ), past as (
      select *, coalesce(${asked}, false) as asked from change where ${newest}
    ), told as (
      select c.*, s.id is not null or d.reviewers is not null as own, d.reviewers,
        least(${cost.minutesMax}::float8, ${cost.minutes}::float8
          + (coalesce(additions, 0) + coalesce(deletions, 0)) / 100.0::float8 * ${cost.minutesPerHundredLines}::float8)
          as minutes
      from past c
      left join special s on s.id = c.id
      left join lateral (select d.reviewers from change_detail d
        where c.asked and d.workspace_id = ${ctx.workspaceId} and d.change_id = c.id
          and jsonb_array_length(d.reviewers) > 0 limit 1) d on true
    )
    select ${textOf(rules, services, stretches)} as text, count(*)::int as count, min(${AT_MS})::float8 as "atMs",
      sum(minutes)::float8 as "reviewMinutes", bool_or(generated) as generated
    from told group by 1`;
}

function textOf(
  rules: readonly Rule[],
  { taken, changing }: PastServices,
  stretches: readonly Stretch[],
): SQL {
  const looksAt = (part: keyof RuleConditions) => rules.some(({ when }) => when[part] !== undefined);
  const ifLookedAt = (part: keyof RuleConditions, value: SQL) => (looksAt(part) ? value : sql`''`);
  const day = sql`case when service_ids && ${ids(changing)} then (floor(extract(epoch from at) / 86400))::bigint::text
    else '' end`;
  const alike = [
    ifLookedAt("aiRoles", sql`coalesce(ai_role, '')`),
    ifLookedAt("tools", plainText("ai_tool")),
    ifLookedAt("minimumGrade", sql`coalesce(ai_grade, '')`),
    cut(
      sql`additions + deletions`,
      rules.flatMap(({ when }) => when.minimumLines ?? []),
    ),
    sql`'0'`,
    cut(
      sql`files`,
      rules.flatMap(({ when }) => when.minimumFiles ?? []),
    ),
    sql`case when service_ids && ${ids(taken)} then service_ids::text else '{}' end`,
    day,
    kindOf(stretches),
  ];
  const single = [
    sql`coalesce(ai_role, '')`,
    plainText("ai_tool"),
    sql`coalesce(ai_grade, '')`,
    sql`coalesce(additions::text, '')`,
    sql`coalesce(deletions::text, '')`,
    sql`coalesce(files::text, '')`,
    sql`service_ids::text`,
    sql`''`,
    sql`''`,
    sql`id`,
    sql`coalesce(revision, '')`,
    sql`coalesce(author_id::text, '')`,
    REVIEWS,
  ];
  const both = sql`chr(31), kind, ${plainText("environment")}, involvement, coalesce(author_level, '')`;
  const list = (parts: SQL[]) => sql.join(parts, sql`, `);
  return sql`case when own then concat_ws(${both}, ${list(single)})
    when asked then concat_ws(${both}, ${list(alike)}) else '' end`;
}

/** Of the stretch of time in which it went live: what the rules say of the time is the same for all of one kind. */
function kindOf(stretches: readonly Stretch[]): SQL {
  if (stretches.length < 2) return sql`''`;
  const starts = sql.param(stretches.map(({ fromMs }) => fromMs));
  const kinds = sql.param(stretches.map(({ kind }) => kind));
  return sql`(${kinds}::int[])[width_bucket(${AT_MS}::float8, ${starts}::float8[])]::text`;
}

/** A number by the highest threshold that it reaches, and empty where nobody knows it. */
function cut(value: SQL, thresholds: readonly number[]): SQL {
  const steps = [...new Set(thresholds)].sort((a, b) => b - a);
  if (steps.length === 0) return sql`'0'`;
  const reached = steps.map((step) => sql`when ${value} >= ${step}::float8 then ${String(step)}`);
  return sql`case when ${value} is null then '' ${sql.join(reached, sql` `)} else '0' end`;
}

/** Whether a rule could match, by what the database sees at a glance; true where it does not know. */
function mightMatch({ when }: Rule, serviceIds: readonly string[] | null): SQL {
  const { involvement, kinds, aiRoles, authorLevels, minimumLines, minimumFiles } = when;
  const tests = [
    involvement && sql`involvement = any(${texts(involvement)})`,
    kinds && sql`kind = any(${texts(kinds)})`,
    aiRoles && sql`ai_role = any(${texts(aiRoles)})`,
    authorLevels && sql`coalesce(author_level, 'unknown') = any(${texts(authorLevels)})`,
    minimumLines !== undefined && sql`coalesce(additions + deletions >= ${minimumLines}::float8, true)`,
    minimumFiles !== undefined && sql`coalesce(files >= ${minimumFiles}::float8, true)`,
    serviceIds && sql`service_ids && ${ids(serviceIds)}`,
  ].filter((test): test is SQL => Boolean(test));
  return sql`coalesce(${sql.join([sql`true`, ...tests], sql` and `)}, false)`;
}

const texts = (values: readonly string[]) => sql`${sql.param([...values])}::text[]`;
const ids = (values: readonly string[]) => sql`${sql.param([...values])}::uuid[]`;
