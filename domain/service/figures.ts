import { paramText, type SearchParams } from "@/domain/address/params";
import type { Day } from "@/domain/calendar/day";

/** What the list of services says about one of them, over the days of `ServiceFigures.span`. */
export type ServiceFigureRow = {
  slug: string;
  name: string;
  team: string | null;
  weight: number;
  objective: number;
  /** Ratio 0..1; null where nothing is covered. */
  availability: number | null;
  /** Minutes of full outage that cost the same. */
  impactMinutes: number;
  budgetMinutes: number;
  /** Share of the error budget left, negative when overspent; null where there is no budget. */
  budgetLeftRatio: number | null;
  generated: boolean;
};

export type ServiceFigures = { span: { from: Day; to: Day }; totalWeight: number; rows: ServiceFigureRow[] };

const SERVICE_SORTS = ["budget", "name", "availability", "weight", "objective"] as const;
export type ServiceSort = (typeof SERVICE_SORTS)[number];

/** The list's question, as it stands in the address. */
export type ServiceListQuery = {
  q: string;
  team: string;
  sort: ServiceSort;
  isReversed: boolean;
  /** Counted from 1. */
  page: number;
};

export const SERVICES_PER_PAGE = 100;

export function parseServiceListQuery(search: SearchParams): ServiceListQuery {
  const text = (name: string) => paramText(search, name);
  const page = Number(text("page"));
  return {
    q: text("q"),
    team: text("team"),
    sort: SERVICE_SORTS.find((sort) => sort === text("sort")) ?? "budget",
    isReversed: text("order") === "reverse",
    page: Number.isInteger(page) && page > 1 ? Math.min(page, 10_000) : 1,
  };
}

/** The address of the list with something changed; any change but of the page itself leads to the first page. */
export function serviceListSearch(query: ServiceListQuery, change: Partial<ServiceListQuery>): string {
  const next = { ...query, page: 1, ...change };
  const params = new URLSearchParams();
  if (next.q !== "") params.set("q", next.q);
  if (next.team !== "") params.set("team", next.team);
  if (next.sort !== "budget") params.set("sort", next.sort);
  if (next.isReversed) params.set("order", "reverse");
  if (next.page > 1) params.set("page", String(next.page));
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

/** Every word of the text must be in the name, the slug or the team; the team must be the one named. */
export function filterServices(
  rows: readonly ServiceFigureRow[],
  { q, team }: Pick<ServiceListQuery, "q" | "team">,
): ServiceFigureRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (team !== "" && row.team !== team) return false;
    const text = `${row.name} ${row.slug} ${row.team ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

type Order = (a: ServiceFigureRow, b: ServiceFigureRow) => number;

/** What is not known stands at the end of the worst-first orders. */
const byRatio =
  (ratioOf: (row: ServiceFigureRow) => number | null): Order =>
  (a, b) =>
    (ratioOf(a) ?? Number.MAX_VALUE) - (ratioOf(b) ?? Number.MAX_VALUE);

const byName: Order = (a, b) => compare(a.name, b.name) || compare(a.slug, b.slug);

const ORDERS: Record<ServiceSort, Order> = {
  budget: byRatio((row) => (row.availability === null ? null : row.budgetLeftRatio)),
  availability: byRatio((row) => row.availability),
  name: byName,
  weight: (a, b) => b.weight - a.weight,
  objective: (a, b) => b.objective - a.objective,
};

/** Worst first: least error budget left, lowest availability, largest weight; equals by name. */
export function sortServices(
  rows: readonly ServiceFigureRow[],
  { sort, isReversed }: Pick<ServiceListQuery, "sort" | "isReversed">,
): ServiceFigureRow[] {
  const order = ORDERS[sort];
  return [...rows].sort((a, b) => (isReversed ? order(b, a) : order(a, b)) || byName(a, b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** "99.9", "99.95": a ratio as a percentage without idle zeros. */
export function objectiveWords(ratio: number): string {
  return String(Number((ratio * 100).toFixed(6)));
}

/** "38 % left", "overspent 346 %", or why there is none. */
export function budgetWords(row: Pick<ServiceFigureRow, "availability" | "budgetLeftRatio">): string {
  if (row.availability === null) return "not covered";
  if (row.budgetLeftRatio === null) return "no budget";
  const percent = row.budgetLeftRatio * 100;
  return percent < 0 ? `overspent ${Math.ceil(-percent - 1e-9)} %` : `${Math.floor(percent + 1e-9)} %`;
}
