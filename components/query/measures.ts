import { queryOptions } from "@tanstack/react-query";
import type { Adoption } from "@/domain/ai-use/schema";
import type { Availability, AvailabilityQuery } from "@/domain/availability/schema";
import type { Mark } from "@/domain/mark/schema";
import { request } from "./client";

export function availabilityQuery(workspace: string, query: Partial<AvailabilityQuery>) {
  return queryOptions({
    queryKey: [workspace, "availability", query],
    queryFn: ({ signal }) => request<Availability>("/availability", { workspace, query, signal }),
  });
}

export function adoptionQuery(workspace: string, query: { from?: string; to?: string; team?: string }) {
  return queryOptions({
    queryKey: [workspace, "adoption", query],
    queryFn: ({ signal }) => request<Adoption>("/adoption", { workspace, query, signal }),
  });
}

export function marksQuery(workspace: string, query: { from?: string; to?: string } = {}) {
  return queryOptions({
    queryKey: [workspace, "marks", query],
    queryFn: async ({ signal }) =>
      (await request<{ marks: Mark[] }>("/marks", { workspace, query, signal })).marks,
  });
}
