import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { ChangeSummary } from "@/domain/change/schema";
import { request } from "./client";

/** Changes to link, by words, the head of a revision, #123 or an address. */
export function changeSearchQuery(workspace: string, q: string) {
  return queryOptions({
    queryKey: [workspace, "changes", "search", q],
    queryFn: async ({ signal }) => {
      const options = { workspace, query: { q }, signal };
      return (await request<{ changes: ChangeSummary[] }>("/changes/search", options)).changes;
    },
    enabled: q !== "",
    placeholderData: keepPreviousData,
  });
}

/** People by name, for the filter by author: the first few of those that match. */
export function authorsQuery(workspace: string, q: string) {
  return queryOptions({
    queryKey: [workspace, "people", "search", q],
    queryFn: async ({ signal }) => {
      const options = { workspace, query: { q, limit: 12 }, signal };
      const { people } = await request<{ people: { id: string; name: string }[] }>("/people", options);
      return people.map(({ id, name }) => ({ id, name }));
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}
