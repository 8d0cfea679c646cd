"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiError } from "@/components/query/client";
import {
  type ImportChoice,
  importPreviewQuery,
  importRunQuery,
  importRunsQuery,
  startImport,
} from "@/components/query/imports";
import { Button } from "@/components/ui/button";
import { Panel, PanelBody } from "@/components/ui/panel";
import { ErrorState } from "@/components/ui/states";
import type { ImportRun } from "@/domain/import/schema";
import { FilePicker } from "./file-picker";
import { PreviewPanel } from "./preview-panel";
import { RunPanel } from "./run-panel";
import { RunsPanel } from "./runs-panel";

type Props = { workspace: string; zone: string; isSample: boolean; runs: ImportRun[] };

/** The steps of an import: choose a file, see what it holds, import it, read the report. */
export function ImportDesk({ workspace, zone, isSample, runs }: Props) {
  const client = useQueryClient();
  const [choice, setChoice] = useState<ImportChoice | null>(null);
  const [runId, setRunId] = useState<string | null>(null);
  const preview = useQuery({ ...importPreviewQuery(workspace, choice), placeholderData: keepPreviousData });
  const run = useQuery(importRunQuery(workspace, runId));
  const past = useQuery({ ...importRunsQuery(workspace), initialData: runs });
  const start = useMutation({
    mutationFn: (chosen: ImportChoice) => startImport(workspace, chosen),
    onSuccess: ({ id }) => {
      setRunId(id);
      // The report takes the place of a long preview, of which a person may be at the end.
      window.scrollTo({ top: 0 });
    },
  });

  const status = run.data?.status;
  useEffect(() => {
    // What the import wrote shows on every page.
    if (status === "done" || status === "failed") client.invalidateQueries({ queryKey: [workspace] });
  }, [status, client, workspace]);

  const choose = (file: File) => {
    setRunId(null);
    start.reset();
    setChoice({ file, kind: null, options: {} });
  };
  const clear = () => {
    setRunId(null);
    setChoice(null);
    start.reset();
  };

  return (
    <>
      {runId === null ? <FilePicker file={choice?.file ?? null} onFile={choose} isSample={isSample} /> : null}
      {runId === null && choice && preview.isError ? (
        <Problem
          error={preview.error}
          title="The file cannot be imported"
          onRetry={() => preview.refetch()}
        />
      ) : null}
      {runId === null && choice && preview.data && !preview.isError ? (
        <PreviewPanel
          preview={preview.data}
          choice={choice}
          zone={zone}
          isReading={preview.isFetching}
          isStarting={start.isPending}
          onChange={setChoice}
          onImport={() => start.mutate(choice)}
          onCancel={clear}
        />
      ) : null}
      {start.isError ? (
        <Problem
          error={start.error}
          title="The import did not start"
          onRetry={() => choice && start.mutate(choice)}
        />
      ) : null}
      {runId !== null ? <RunPanel run={run.data ?? null} workspace={workspace} onAnother={clear} /> : null}
      <RunsPanel runs={past.data} workspace={workspace} zone={zone} />
      <p role="status" className="sr-only">
        {announcement(choice, preview.isFetching, run.data)}
      </p>
    </>
  );
}

function Problem({ error, title, onRetry }: { error: Error; title: string; onRetry: () => void }) {
  const isApi = error instanceof ApiError;
  const mayRetry = !isApi || error.status === 0 || error.status >= 500;
  return (
    <Panel>
      <PanelBody>
        <ErrorState
          title={title}
          requestId={isApi && mayRetry ? (error.requestId ?? undefined) : undefined}
          action={mayRetry ? <Button onClick={onRetry}>Try again</Button> : undefined}
        >
          {error.message}
        </ErrorState>
      </PanelBody>
    </Panel>
  );
}

/** What a screen reader is told; progress in steps of a quarter, so that it is not told at every poll. */
function announcement(choice: ImportChoice | null, isReading: boolean, run: ImportRun | undefined): string {
  if (run?.status === "running") {
    const quarter = run.total === 0 ? 0 : Math.floor((run.done / run.total) * 4) * 25;
    return `Importing ${run.fileName}: ${quarter} percent.`;
  }
  if (run?.status === "done")
    return `Import done: ${run.created} created, ${run.updated} updated, ${run.refused} refused.`;
  if (run?.status === "failed") return "The import failed.";
  if (choice)
    return isReading ? `Reading ${choice.file.name}.` : `${choice.file.name} is read. The preview is below.`;
  return "";
}
