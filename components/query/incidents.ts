import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Incident, IncidentListQuery, IncidentPage } from "@/domain/incident/schema";
import { request } from "./client";

/** Keys begin with the workspace, so that two open tabs of two companies never mix. */
export const incidentKeys = {
  all: (workspace: string) => [workspace, "incidents"] as const,
  one: (workspace: string, id: string | number) => [workspace, "incidents", "one", String(id)] as const,
  list: (workspace: string, query: object) => [workspace, "incidents", "list", query] as const,
};

/** By number, which is also how a page addresses it. */
export function incidentQuery(workspace: string, id: string | number) {
  return queryOptions({
    queryKey: incidentKeys.one(workspace, id),
    queryFn: ({ signal }) => request<Incident>(`/incidents/${id}`, { workspace, signal }),
  });
}

export type IncidentListFilter = Partial<Omit<IncidentListQuery, "cursor">>;

/** The list, page after page. */
export function incidentListQuery(workspace: string, filter: IncidentListFilter) {
  return infiniteQueryOptions({
    queryKey: incidentKeys.list(workspace, filter),
    queryFn: ({ pageParam, signal }) =>
      request<IncidentPage>("/incidents", {
        workspace,
        query: { ...filter, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}
