import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Person } from "@/domain/person/schema";
import type { Service } from "@/domain/service/schema";
import type { Workspace } from "@/domain/workspace/schema";
import { request } from "./client";

export function servicesQuery(workspace: string) {
  return queryOptions({
    queryKey: [workspace, "services"],
    queryFn: async ({ signal }) =>
      (await request<{ services: Service[] }>("/services", { workspace, signal })).services,
  });
}

export function teamsQuery(workspace: string) {
  return queryOptions({
    queryKey: [workspace, "teams"],
    queryFn: async ({ signal }) =>
      (await request<{ teams: { id: string; name: string }[] }>("/teams", { workspace, signal })).teams,
  });
}

export function peopleQuery(
  workspace: string,
  filter: { q?: string; team?: string; onRoster?: boolean } = {},
) {
  return infiniteQueryOptions({
    queryKey: [workspace, "people", filter],
    queryFn: ({ pageParam, signal }) =>
      request<{ people: Person[]; nextCursor: string | null }>("/people", {
        workspace,
        query: { ...filter, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function workspacesQuery(workspace: string) {
  return queryOptions({
    queryKey: [workspace, "workspaces"],
    queryFn: async ({ signal }) =>
      (await request<{ workspaces: Workspace[] }>("/workspaces", { workspace, signal })).workspaces,
  });
}
