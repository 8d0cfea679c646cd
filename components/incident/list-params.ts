import { type ListParams, listAddress } from "@/components/list/list-address";
import { causeEntry } from "@/domain/cause/kinds";

/** The filters of the list in the order of their chips, with the words for what they hold. */
const LIST_FILTERS = [
  { name: "q", word: "text" },
  { name: "status", word: "status" },
  { name: "severity", word: "severity" },
  { name: "cause", word: "cause" },
  { name: "service", word: "service" },
  { name: "team", word: "team" },
  { name: "blastRadius", word: "blast radius" },
  { name: "ai", word: "AI" },
  { name: "record", word: "record" },
  { name: "from", word: "from" },
  { name: "to", word: "before" },
] as const;
type FilterName = (typeof LIST_FILTERS)[number]["name"];

export const incidentAddress = listAddress([
  ...LIST_FILTERS.map((filter) => filter.name),
  "causeRole",
  "dates",
  "sort",
  "order",
]);
export const { paramsOf, listHref, pageHrefs } = incidentAddress;

/** The address of the same list as CSV, without the place in it: the whole list, not one page. */
export function csvHref(params: ListParams, workspace: string): string {
  return incidentAddress.csvHref("/api/v1/incidents.csv", params, workspace);
}

/** Clicking a column: its own direction first, then the other way round. */
export function sortHref(path: string, params: ListParams, sort: string, first: "asc" | "desc"): string {
  const current = params.sort ?? "started";
  const order = params.order ?? "desc";
  const other = order === "asc" ? "desc" : "asc";
  return listHref(path, params, { sort, order: current === sort ? other : first });
}

type ActiveFilter = { name: FilterName; word: string; value: string };

/** What is filtered by, in words: "cause: DNS, Network". */
export function activeFilters(
  params: ListParams,
  namesOf: Partial<Record<string, Map<string, string>>>,
): ActiveFilter[] {
  return LIST_FILTERS.flatMap(({ name, word }): ActiveFilter[] => {
    const value = params[name];
    if (value === undefined) return [];
    const names = namesOf[name];
    const shown = isList(name)
      ? value
          .split(",")
          .map((one) => names?.get(one) ?? (name === "cause" ? causeEntry(one).name : one))
          .join(", ")
      : value;
    return [{ name, word, value: shown }];
  });
}

function isList(name: string): boolean {
  return !["q", "from", "to", "causeRole", "dates", "sort", "order"].includes(name);
}
