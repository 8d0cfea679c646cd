import { queryOptions } from "@tanstack/react-query";
import type { Incident } from "@/domain/incident/schema";
import { request } from "./client";

/** By number, which is also how a page addresses it. */
export function incidentQuery(workspace: string, id: string | number) {
  return queryOptions({
    // Keys begin with the workspace, so that two open tabs of two companies never mix.
    queryKey: [workspace, "incidents", "one", String(id)],
    queryFn: ({ signal }) => request<Incident>(`/incidents/${id}`, { workspace, signal }),
  });
}
