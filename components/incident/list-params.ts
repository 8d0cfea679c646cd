import { causeEntry } from "@/domain/cause/kinds";

/** The address's search part, one text per name, as the server and the browser both hold it. */
export type ListParams = Partial<Record<string, string>>;

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

const KEPT = [...LIST_FILTERS.map((filter) => filter.name as string), "causeRole", "dates", "sort", "order"];
/** Where in the list the page stands; any other change starts at the first page again. */
const PLACE = ["cursor", "trail"];

/** The params of an address as plain texts; a name that comes twice is joined like the list it means. */
export function paramsOf(search: Record<string, string | string[] | undefined>): ListParams {
  const params: ListParams = {};
  for (const name of [...KEPT, ...PLACE]) {
    const value = search[name];
    const text = Array.isArray(value) ? value.filter(Boolean).join(",") : value;
    if (text !== undefined && text.trim() !== "") params[name] = text.trim();
  }
  return params;
}

/** The same list with something changed: null takes a param away; the page returns to the first. */
export function listHref(
  path: string,
  params: ListParams,
  change: Partial<Record<string, string | null>>,
): string {
  const next = new URLSearchParams();
  for (const name of [...KEPT, ...PLACE]) {
    const value = name in change ? change[name] : PLACE.includes(name) ? null : params[name];
    if (value) next.set(name, value);
  }
  const text = next.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** Addresses of the pages around this one; the trail remembers where the earlier ones began. */
export function pageHrefs(
  path: string,
  params: ListParams,
  nextCursor: string | null,
): { previous: string | null; next: string | null } {
  const trail = params.trail?.split("~").filter(Boolean) ?? [];
  const here = params.cursor;
  const next = nextCursor
    ? listHref(path, params, {
        cursor: nextCursor,
        trail: here ? [...trail, here].slice(-TRAIL_MOST).join("~") : null,
      })
    : null;
  const previous = here
    ? listHref(path, params, { cursor: trail.at(-1) ?? null, trail: trail.slice(0, -1).join("~") || null })
    : null;
  return { previous, next };
}

/** Beyond this many pages back, "previous" leads to the first: an address has to stay short. */
const TRAIL_MOST = 8;

/** The address of the same list as CSV, without the place in it: the whole list, not one page. */
export function csvHref(params: ListParams, workspace: string): string {
  const href = listHref("/api/v1/incidents.csv", params, {});
  return `${href}${href.includes("?") ? "&" : "?"}workspace=${encodeURIComponent(workspace)}`;
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
