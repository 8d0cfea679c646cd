import { queryOptions } from "@tanstack/react-query";
import type { ImportKind, ImportOptions } from "@/domain/import/plan";
import type { ImportPreview, ImportRun } from "@/domain/import/schema";
import { request } from "./client";

const POLL_MS = 400;

/** A file with how to read it; what is left out is guessed. */
export interface ImportChoice {
  file: File;
  kind: ImportKind | null;
  options: ImportOptions;
}

function uploadOf({ file, kind, options }: ImportChoice) {
  return {
    method: "POST",
    body: file,
    query: { kind, fileName: file.name, options: JSON.stringify(options) },
  } as const;
}

export function importPreviewQuery(workspace: string, choice: ImportChoice | null) {
  const { file, kind, options } = choice ?? { file: null, kind: null, options: {} };
  return queryOptions({
    // Not below the workspace's key: a write elsewhere must not send the file again.
    queryKey: ["import-preview", workspace, file?.name, file?.size, file?.lastModified, kind, options],
    queryFn: ({ signal }) => {
      if (!choice) throw new Error("There is no file to preview.");
      return request<ImportPreview>("/imports/preview", {
        workspace,
        signal,
        idempotencyKey: null,
        ...uploadOf(choice),
      });
    },
    enabled: choice !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

export function startImport(workspace: string, choice: ImportChoice): Promise<ImportRun> {
  return request<ImportRun>("/imports", { workspace, ...uploadOf(choice) });
}

export function importRunsQuery(workspace: string) {
  return queryOptions({
    queryKey: [workspace, "imports"],
    queryFn: async ({ signal }) =>
      (await request<{ runs: ImportRun[] }>("/imports", { workspace, signal })).runs,
  });
}

/** One import, read again and again while it runs. */
export function importRunQuery(workspace: string, id: string | null) {
  return queryOptions({
    queryKey: ["import-run", workspace, id],
    queryFn: ({ signal }) => request<ImportRun>(`/imports/${id}`, { workspace, signal }),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && state.data.status !== "running" ? false : POLL_MS),
  });
}
