import { queryOptions } from "@tanstack/react-query";
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

export function workspacesQuery(workspace: string) {
  return queryOptions({
    queryKey: [workspace, "workspaces"],
    queryFn: async ({ signal }) =>
      (await request<{ workspaces: Workspace[] }>("/workspaces", { workspace, signal })).workspaces,
  });
}
