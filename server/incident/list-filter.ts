import { type SQL, sql } from "drizzle-orm";
import { BLAST_CLASS_RATIOS } from "@/domain/availability/blast-radius";
import { parseBoundary } from "@/domain/calendar/period";
import { DAY_MS } from "@/domain/calendar/zone";
import { Invalid } from "@/domain/errors";
import { OPEN_STATUSES, type Status } from "@/domain/incident/lifecycle";
import type { IncidentFilter } from "@/domain/incident/schema";
import type { Ctx } from "@/server/context";
import { workspaceZone } from "@/server/rollup/service-lock";

/** Written out, not passed as values: only so the planner knows that the partial index `incident_open` serves. */
export const IS_OPEN = sql.raw("i.status in ('triage', 'investigating', 'identified', 'monitoring')");

/** The conditions of a filter on `incident i` and its `incident_cost c`, all of which must hold. */
export async function conditionsOf(ctx: Ctx, filter: IncidentFilter, totalWeight: number): Promise<SQL[]> {
  const conditions: SQL[] = [sql`i.workspace_id = ${ctx.workspaceId}`];
  const add = (condition: SQL | null) => {
    if (condition !== null) conditions.push(condition);
  };
  add(filter.q ? textCondition(filter.q) : null);
  add(statusCondition(filter.status));
  add(oneOf(sql`i.severity`, filter.severity));
  add(causeCondition(filter.cause, filter.causeRole ?? "primary"));
  add(oneOf(sql`i.ai_cause`, filter.ai));
  add(oneOf(sql`i.record`, filter.record));
  add(await serviceCondition(ctx, filter));
  add(blastCondition(filter.blastRadius, totalWeight));
  if (filter.from !== undefined || filter.to !== undefined) {
    const zone = await workspaceZone(ctx);
    const toMs = filter.to === undefined ? null : boundaryMs("to", filter.to, zone);
    if (toMs !== null) add(sql`i.impact_started_at < ${iso(toMs)}`);
    if (filter.from !== undefined) {
      const fromMs = boundaryMs("from", filter.from, zone);
      add(filter.dates === "begun" ? sql`i.impact_started_at >= ${iso(fromMs)}` : activeSince(fromMs, toMs));
    }
  }
  return conditions;
}

function oneOf(column: SQL, values: readonly string[] | undefined): SQL | null {
  if (values === undefined || values.length === 0) return null;
  return sql`${column} = any(${sql.param(values)}::text[])`;
}

/** Every word must begin a word of the title; a number finds its incident. */
function textCondition(text: string): SQL {
  const number = /^(?:INC-?)?(\d{1,9})$/i.exec(text)?.[1];
  const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (words.length === 0) return sql`false`;
  const query = words.map((word) => `'${word.replaceAll(/['\\]/g, " ").trim()}':*`).join(" & ");
  const title = sql`to_tsvector('simple', i.title) @@ to_tsquery('simple', ${query})`;
  return number === undefined ? title : sql`(i.number = ${Number(number)} or ${title})`;
}

function statusCondition(statuses: readonly (Status | "open")[] | undefined): SQL | null {
  if (statuses === undefined || statuses.length === 0) return null;
  const wanted = new Set(statuses.flatMap((status) => (status === "open" ? OPEN_STATUSES : status)));
  const onlyOpen = [...wanted].every((status) => OPEN_STATUSES.some((open) => open === status));
  const condition = oneOf(sql`i.status`, [...wanted]) ?? sql`true`;
  return onlyOpen ? sql`${IS_OPEN} and ${condition}` : condition;
}

function causeCondition(kinds: readonly string[] | undefined, role: "primary" | "any"): SQL | null {
  if (kinds === undefined || kinds.length === 0) return null;
  const list = sql.param(kinds);
  const arms = [sql`i.primary_cause_kind = any(${list}::text[])`];
  // Nobody has stated a cause: that is what "unknown" stands for in every chart.
  if (kinds.includes("unknown")) arms.push(sql`i.primary_cause_kind is null`);
  if (role === "any") arms.push(sql`i.contributing_cause_kinds && ${list}::text[]`);
  return sql`(${sql.join(arms, sql` or `)})`;
}

/** The ids are looked up first, so that the planner knows how many incidents they have. */
async function serviceCondition(ctx: Ctx, filter: IncidentFilter): Promise<SQL | null> {
  const slugs = filter.service ?? [];
  const teams = filter.team ?? [];
  if (slugs.length === 0 && teams.length === 0) return null;
  const found = await ctx.db.execute<{ id: string }>(sql`
    select s.id from service s
    left join team t on t.workspace_id = s.workspace_id and t.id = s.team_id
    where s.workspace_id = ${ctx.workspaceId}
      and (${slugs.length === 0} or s.slug = any(${sql.param(slugs)}::text[]))
      and (${teams.length === 0} or t.name = any(${sql.param(teams)}::text[]))`);
  if (found.rows.length === 0) return sql`false`;
  const ids = sql.param(found.rows.map((row) => row.id));
  return sql`exists (select 1 from impact hit where hit.workspace_id = ${ctx.workspaceId}
    and hit.incident_id = i.id and hit.service_id = any(${ids}::uuid[]))`;
}

function blastCondition(classes: IncidentFilter["blastRadius"], totalWeight: number): SQL | null {
  if (classes === undefined || classes.length === 0) return null;
  if (!(totalWeight > 0)) return classes.includes("contained") ? null : sql`false`;
  const arms = classes.map((name) => {
    const { minRatio, maxRatio } = BLAST_CLASS_RATIOS[name];
    const least = sql`c.peak_weight >= ${leastWeight(minRatio, totalWeight)}::float8`;
    if (maxRatio === null) return least;
    return sql`(${least} and c.peak_weight < ${leastWeight(maxRatio, totalWeight)}::float8)`;
  });
  return sql`(${sql.join(arms, sql` or `)})`;
}

/**
 * The smallest weight whose share of the whole reaches the ratio. Comparing weights lets the index serve; the last
 * digit is found by the same division that a row's class is told by, so that both always agree.
 */
function leastWeight(ratio: number, totalWeight: number): number {
  const step = Math.max(Number.MIN_VALUE, ratio * totalWeight * Number.EPSILON);
  let weight = ratio * totalWeight;
  while (weight > 0 && (weight - step) / totalWeight >= ratio) weight -= step;
  while (weight / totalWeight < ratio) weight += step;
  return weight;
}

/** Incidents up to this long are found by their start alone; the few longer ones by their length. */
const SHORT_MS = 7 * DAY_MS;

/**
 * Still active at or after the instant. Each arm is a narrow range of one index that the planner can count: as a
 * bare "ended after", it takes every later incident for a match and reads all of them in the list's order.
 */
function activeSince(fromMs: number, toMs: number | null): SQL {
  const from = iso(fromMs);
  const before = toMs === null ? sql`` : sql`and i.impact_started_at < ${iso(toMs)}`;
  return sql`((i.impact_started_at >= ${iso(fromMs - SHORT_MS)} ${before}
      and (i.impact_started_at >= ${from} or i.resolved_at > ${from}))
    or (i.impact_ms > ${SHORT_MS}::bigint and i.resolved_at > ${from})
    or ${IS_OPEN})`;
}

const iso = (ms: number) => new Date(ms).toISOString();

function boundaryMs(field: string, text: string, zone: string): number {
  const ms = parseBoundary(text, zone);
  if (ms !== null) return ms;
  throw new Invalid(
    field,
    `"${field}" is neither a date such as 2026-01-31 nor an ISO 8601 instant: "${text}".`,
  );
}
