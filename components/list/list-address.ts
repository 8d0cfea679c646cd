/** The address's search part, one text per name, as the server and the browser both hold it. */
export type ListParams = Partial<Record<string, string>>;

export type ParamChange = Partial<Record<string, string | null>>;

/** Where in the list the page stands; any other change starts at the first page again. */
const PLACE = ["cursor", "trail"];

/** Beyond this many pages back, "previous" leads to the first: an address has to stay short. */
const TRAIL_MOST = 8;

/** How the filters of one list stand in its address. `kept` are all names but those of the place in the list. */
export function listAddress(kept: readonly string[]) {
  const names = [...kept, ...PLACE];

  /** The params of an address as plain texts; a name that comes twice is joined like the list it means. */
  function paramsOf(search: Record<string, string | string[] | undefined>): ListParams {
    const params: ListParams = {};
    for (const name of names) {
      const value = search[name];
      const text = Array.isArray(value) ? value.filter(Boolean).join(",") : value;
      if (text !== undefined && text.trim() !== "") params[name] = text.trim();
    }
    return params;
  }

  /** The same list with something changed: null takes a param away; the page returns to the first. */
  function listHref(path: string, params: ListParams, change: ParamChange): string {
    const next = new URLSearchParams();
    for (const name of names) {
      const value = name in change ? change[name] : PLACE.includes(name) ? null : params[name];
      if (value) next.set(name, value);
    }
    const text = next.toString();
    return text === "" ? path : `${path}?${text}`;
  }

  /** Addresses of the pages around this one; the trail remembers where the earlier ones began. */
  function pageHrefs(
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
      ? listHref(path, params, {
          cursor: trail.at(-1) ?? null,
          trail: trail.slice(0, -1).join("~") || null,
        })
      : null;
    return { previous, next };
  }

  /** The address of the same list as CSV, without the place in it: the whole list, not one page. */
  function csvHref(path: string, params: ListParams, workspace: string): string {
    const href = listHref(path, params, {});
    return `${href}${href.includes("?") ? "&" : "?"}workspace=${encodeURIComponent(workspace)}`;
  }

  return { paramsOf, listHref, pageHrefs, csvHref };
}

export type ListAddress = ReturnType<typeof listAddress>;

/** A filter that cannot be read is left out and named: an address typed by hand still shows its list. */
export function understoodParams(
  asked: ListParams,
  isFit: (one: ListParams) => boolean,
): { list: ListParams; refused: string[] } {
  const list: ListParams = {};
  const refused: string[] = [];
  for (const [name, value] of Object.entries(asked)) {
    if (name === "trail" || isFit({ [name]: value })) list[name] = value;
    else refused.push(`${name} “${value}”`);
  }
  return { list, refused };
}
