import { paramText, type SearchParams } from "@/domain/address/params";
import { type Day, isDay } from "@/domain/calendar/day";
import { GRAINS, type Grain } from "@/domain/calendar/period";
import { parseCauseKind } from "@/domain/cause/taxonomy";

export const PERIODS = ["4w", "13w", "26w", "52w", "month", "quarter", "last-quarter", "custom"] as const;
type PeriodChoice = (typeof PERIODS)[number];
export const COMPARISONS = ["before", "year", "none"] as const;
export type ComparisonChoice = (typeof COMPARISONS)[number];
const BREAKDOWNS = ["cause", "service", "team"] as const;
export type BreakdownChoice = (typeof BREAKDOWNS)[number];

/** The overview's question, exactly as it stands in the URL. `to` is the last day, included; null is the default. */
export type OverviewQuery = {
  period: PeriodChoice;
  from: Day | null;
  to: Day | null;
  compare: ComparisonChoice;
  grain: Grain | null;
  service: string | null;
  team: string | null;
  cause: string | null;
  by: BreakdownChoice;
};

export const DEFAULT_QUERY: OverviewQuery = {
  period: "26w",
  from: null,
  to: null,
  compare: "before",
  grain: null,
  service: null,
  team: null,
  cause: null,
  by: "cause",
};

/** Reads the URL. What it does not understand falls back to the default: an old link still opens a page. */
export function parseOverviewQuery(params: SearchParams): OverviewQuery {
  const text = (name: string) => {
    const first = paramText(params, name);
    return first === "" ? null : first.slice(0, 120);
  };
  const from = dayOrNull(text("from"));
  const to = dayOrNull(text("to"));
  const asked = oneOf(PERIODS, text("period"));
  const isCustom = from !== null && to !== null && from <= to && (asked === null || asked === "custom");
  const cause = text("cause");
  return {
    period: isCustom ? "custom" : asked === null || asked === "custom" ? DEFAULT_QUERY.period : asked,
    from: isCustom ? from : null,
    to: isCustom ? to : null,
    compare: oneOf(COMPARISONS, text("compare")) ?? DEFAULT_QUERY.compare,
    grain: oneOf(GRAINS, text("grain")),
    service: text("service"),
    team: text("team"),
    cause: cause === null ? null : parseCauseKind(cause) || null,
    by: oneOf(BREAKDOWNS, text("by")) ?? DEFAULT_QUERY.by,
  };
}

function oneOf<const T extends string>(values: readonly T[], text: string | null): T | null {
  return values.find((value) => value === text) ?? null;
}

function dayOrNull(text: string | null): Day | null {
  return text !== null && isDay(text) ? text : null;
}

/** The query's part of the address: only what differs from the default, in a fixed order, with its "?". */
export function overviewSearch(query: OverviewQuery, change: Partial<OverviewQuery> = {}): string {
  const next = { ...query, ...change };
  const isCustom = next.period === "custom";
  const params = new URLSearchParams();
  const put = (name: keyof OverviewQuery) => {
    const value = next[name];
    if (value !== null && value !== DEFAULT_QUERY[name]) params.set(name, value);
  };
  if (!isCustom) put("period");
  if (isCustom) put("from");
  if (isCustom) put("to");
  for (const name of ["compare", "grain", "service", "team", "cause", "by"] as const) put(name);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}
