"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import type { Person, personEditSchema, personInputSchema } from "@/domain/person/schema";
import type {
  dependenciesInputSchema,
  Service,
  serviceEditSchema,
  serviceInputSchema,
} from "@/domain/service/schema";
import type { Workspace, workspaceEditSchema } from "@/domain/workspace/schema";
import { type RequestOptions, request } from "./client";

/** A write after which everything the workspace shows is read again: weights, zones and rosters change figures. */
function useWorkspaceWrite<Input, Output>(
  workspace: string,
  write: (input: Input) => { path: string } & Omit<RequestOptions, "workspace">,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => {
      const { path, ...options } = write(input);
      return request<Output>(path, { workspace, ...options });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: [workspace] }),
  });
}

export function useCreateService(workspace: string) {
  return useWorkspaceWrite<z.input<typeof serviceInputSchema>, Service>(workspace, (body) => ({
    path: "/services",
    method: "POST",
    body,
  }));
}

export function useEditService(workspace: string, { slug, version }: { slug: string; version: number }) {
  return useWorkspaceWrite<z.input<typeof serviceEditSchema>, Service>(workspace, (body) => ({
    path: `/services/${slug}`,
    method: "PATCH",
    body,
    ifMatch: version,
  }));
}

export function useSetDependencies(workspace: string, slug: string) {
  return useWorkspaceWrite<z.input<typeof dependenciesInputSchema>, Service>(workspace, (body) => ({
    path: `/services/${slug}/dependencies`,
    method: "PUT",
    body,
  }));
}

export function useAddPerson(workspace: string) {
  return useWorkspaceWrite<z.input<typeof personInputSchema>, Person>(workspace, (body) => ({
    path: "/people",
    method: "POST",
    body,
  }));
}

export function useEditPerson(workspace: string, { id, version }: { id: string; version: number }) {
  return useWorkspaceWrite<z.input<typeof personEditSchema>, Person>(workspace, (body) => ({
    path: `/people/${id}`,
    method: "PATCH",
    body,
    ifMatch: version,
  }));
}

export function useEditWorkspace(workspace: string, version: number) {
  return useWorkspaceWrite<z.input<typeof workspaceEditSchema>, Workspace>(workspace, (body) => ({
    path: `/workspaces/${workspace}`,
    method: "PATCH",
    body,
    ifMatch: version,
  }));
}

export function useRemoveSample(workspace: string) {
  return useWorkspaceWrite<void, void>(workspace, () => ({
    path: `/workspaces/${workspace}`,
    method: "DELETE",
  }));
}
