import { queryOptions } from "@tanstack/react-query";
import type { IncidentChange, Suspects } from "@/domain/change/incident-change-schema";
import type { VerdictInput } from "@/domain/change/verdict-schema";
import { request } from "./client";

export function suspectsQuery(workspace: string, number: number) {
  return queryOptions({
    queryKey: [workspace, "incidents", "suspects", String(number)],
    queryFn: ({ signal }) => request<Suspects>(`/incidents/${number}/suspects`, { workspace, signal }),
  });
}

export function linkedChangesQuery(workspace: string, number: number) {
  return queryOptions({
    queryKey: [workspace, "incidents", "changes", String(number)],
    queryFn: async ({ signal }) => {
      const { changes } = await request<{ changes: IncidentChange[] }>(`/incidents/${number}/changes`, {
        workspace,
        signal,
      });
      return changes;
    },
  });
}

/** `version` is that of the verdict it was made from; absent for a change that is not linked yet. */
export function putVerdict(
  { workspace, number, changeId }: { workspace: string; number: number; changeId: string },
  input: VerdictInput,
  version: number | undefined,
): Promise<IncidentChange> {
  return request<IncidentChange>(`/incidents/${number}/changes/${changeId}`, {
    workspace,
    method: "PUT",
    body: input,
    ifMatch: version,
  });
}

export function deleteLink(
  { workspace, number, changeId }: { workspace: string; number: number; changeId: string },
  version: number,
  reason: string,
): Promise<void> {
  return request<void>(`/incidents/${number}/changes/${changeId}`, {
    workspace,
    method: "DELETE",
    ifMatch: version,
    query: { reason },
  });
}
