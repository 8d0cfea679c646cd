import { paramText, type SearchParams } from "@/domain/address/params";
/** Which people the page of identities lists; as it stands in its address. */
export const IDENTITY_SHOWS = ["suggested", "unmatched", "all"] as const;
export type IdentityShow = (typeof IDENTITY_SHOWS)[number];

export const SHOW_WORDS: Record<IdentityShow, string> = {
  unmatched: "Not on the roster",
  suggested: "With a suggestion",
  all: "Everyone",
};

export interface IdentityPageQuery {
  q: string;
  show: IdentityShow;
  cursor: string;
}

export function parseIdentityQuery(search: SearchParams): IdentityPageQuery {
  const text = (name: string) => paramText(search, name);
  return {
    q: text("q").slice(0, 200),
    show: IDENTITY_SHOWS.find((one) => one === text("show")) ?? "unmatched",
    cursor: text("cursor"),
  };
}

/** The address of the list with something changed; any change but of the page leads to the first page. */
export function identitySearch(query: IdentityPageQuery, change: Partial<IdentityPageQuery>): string {
  const next = { ...query, cursor: "", ...change };
  const params = new URLSearchParams();
  if (next.q !== "") params.set("q", next.q);
  if (next.show !== "unmatched") params.set("show", next.show);
  if (next.cursor !== "") params.set("cursor", next.cursor);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}
