import { type SQL, sql } from "drizzle-orm";
import type { IncidentListQuery } from "@/domain/incident/schema";
import { SEVERITIES, type Severity } from "@/domain/incident/schema";
import type { Cursor } from "./list-cursor";
import { IS_OPEN } from "./list-filter";

/**
 * One ordered read by an index. Some sorts merge several: no single index orders running incidents by their growing
 * duration, or severities worst first with the newest first in each.
 */
export interface Stream {
  /** Rows of this stream alone; the streams of a sort never share a row. */
  condition: SQL;
  value: SQL;
  tie: SQL;
  orderBy: SQL;
  /** Rows after the cursor. */
  after: (cursor: Cursor) => SQL;
  /** Joined beside the incident and its cost. */
  join?: SQL;
}

export interface SortContext {
  query: Pick<IncidentListQuery, "sort" | "order" | "severity">;
  asOfMs: number;
  /** What is to be added to the stored cost of incidents that an open impact touches, weight x ms. */
  addedCost: ReadonlyMap<string, number>;
}

export function streamsOf(context: SortContext): Stream[] {
  switch (context.query.sort) {
    case "started":
      return [startedStream(context, sql`true`, 0)];
    case "number":
      return [plainStream(context, sql`i.number`, sql`i.number`, sql`true`)];
    case "severity":
      return severityStreams(context);
    case "duration":
      return [
        plainStream(context, sql`i.impact_ms`, sql`i.number`, sql`i.impact_ms is not null`),
        runningStream(context),
      ];
    case "impact":
      return costStreams(context);
    case "blast-radius":
      return [plainStream(context, sql`c.peak_weight`, sql`c.incident_id`, sql`true`)];
  }
}

/** Whether ties are broken by the incident's number; else by its id. */
export function tieIsNumber(sort: IncidentListQuery["sort"]): boolean {
  return sort !== "impact" && sort !== "blast-radius";
}

function direction({ query }: SortContext): { word: SQL; beyond: SQL } {
  return query.order === "asc" ? { word: sql`asc`, beyond: sql`>` } : { word: sql`desc`, beyond: sql`<` };
}

function tieOf(context: SortContext, cursor: Cursor): SQL {
  return tieIsNumber(context.query.sort) ? sql`${cursor.tie}::int` : sql`${cursor.tie}::uuid`;
}

function plainStream(context: SortContext, column: SQL, tie: SQL, condition: SQL): Stream {
  const { word, beyond } = direction(context);
  return {
    condition,
    value: column,
    tie,
    orderBy: sql`${column} ${word}, ${tie} ${word}`,
    after: (cursor) =>
      sql`(${column}, ${tie}) ${beyond} (${cursor.value}::float8, ${tieOf(context, cursor)})`,
  };
}

/** By impact start; `offsetMs` lifts the whole stream above those of lower rank. */
function startedStream(context: SortContext, condition: SQL, offsetMs: number): Stream {
  const { word, beyond } = direction(context);
  const at = (cursor: Cursor) => new Date(Number(cursor.value) - offsetMs).toISOString();
  return {
    condition,
    value: sql`(extract(epoch from i.impact_started_at) * 1000 + ${offsetMs}::float8)`,
    tie: sql`i.number`,
    orderBy: sql`i.impact_started_at ${word}, i.number ${word}`,
    after: (cursor) =>
      sql`(i.impact_started_at, i.number) ${beyond} (${at(cursor)}::timestamptz, ${tieOf(context, cursor)})`,
  };
}

/** Longer than any instant's epoch ms until the year 2286, so that rank and start fit one exact number. */
const RANK_MS = 1e13;

/** Descending is worst first; within a severity the newest first. */
function severityStreams(context: SortContext): Stream[] {
  const asked: readonly Severity[] = context.query.severity?.length ? context.query.severity : SEVERITIES;
  const worstFirst = SEVERITIES.filter((severity) => asked.includes(severity));
  const inOrder = context.query.order === "desc" ? worstFirst : worstFirst.toReversed();
  return inOrder.map((severity) => {
    const rank = SEVERITIES.length - 1 - SEVERITIES.indexOf(severity);
    return startedStream(context, sql`i.severity = ${severity}`, rank * RANK_MS);
  });
}

/** Whether each stream lies wholly before the next, so that a full page needs no later one. */
export function streamsFollowEachOther(sort: IncidentListQuery["sort"]): boolean {
  return sort === "severity";
}

/** Running incidents by how long they have lasted at the instant the list is read at. */
function runningStream(context: SortContext): Stream {
  const asOf = sql`(${context.asOfMs}::float8 - extract(epoch from i.impact_started_at) * 1000)`;
  return plainStream(context, asOf, sql`i.number`, sql`${IS_OPEN} and i.impact_ms is null`);
}

function costStreams(context: SortContext): Stream[] {
  const { word, beyond } = direction(context);
  const ids = sql.param([...context.addedCost.keys()]);
  const stored = plainStream(context, sql`c.lost_weight_ms`, sql`c.incident_id`, sql`true`);
  if (context.addedCost.size === 0) return [stored];
  const cost = sql`greatest(0, c.lost_weight_ms + added.cost)`;
  return [
    { ...stored, condition: sql`c.incident_id <> all(${ids}::uuid[])` },
    {
      join: sql`join unnest(${ids}::uuid[], ${sql.param([...context.addedCost.values()])}::float8[])
        as added (id, cost) on added.id = c.incident_id`,
      condition: sql`true`,
      value: cost,
      tie: sql`c.incident_id`,
      orderBy: sql`${cost} ${word}, c.incident_id ${word}`,
      after: (cursor) =>
        sql`(${cost}, c.incident_id) ${beyond} (${cursor.value}::float8, ${tieOf(context, cursor)})`,
    },
  ];
}
