"use client";

import { Button, LinkButton } from "@/components/ui/button";
import { Kpi, KpiStrip } from "@/components/ui/kpi";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import type { ImportRun } from "@/domain/import/schema";
import { RefusalTable } from "./refusal-table";
import { kindName } from "./words";

type Props = { run: ImportRun | null; workspace: string; onAnother: () => void };

/** A run under way with its bar, and its report once it is done. */
export function RunPanel({ run, workspace, onAnother }: Props) {
  if (run === null || run.status === "running") return <RunProgress run={run} />;
  return (
    <>
      <Panel aria-labelledby="run">
        <PanelHeader
          id="run"
          title={run.status === "done" ? "Imported" : "The import failed"}
          description={`${run.fileName}, ${kindName(run.kind)}`}
        />
        <PanelBody className="flex flex-col gap-3">
          {run.failure ? <p className="text-bad">{run.failure}</p> : null}
          <KpiStrip label="What became of the records">
            <Kpi label="Created" value={run.created.toLocaleString("en")} />
            <Kpi label="Updated" value={run.updated.toLocaleString("en")} />
            <Kpi label="Unchanged" value={run.unchanged.toLocaleString("en")} />
            <Kpi label="Refused" value={run.refused.toLocaleString("en")} />
          </KpiStrip>
          {run.notes.map((note) => (
            <p key={note} className="text-ink-2">
              {note}
            </p>
          ))}
          <div className="flex flex-wrap gap-2">
            <SeeResult run={run} workspace={workspace} />
            <Button onClick={onAnother}>Import another file</Button>
          </div>
        </PanelBody>
      </Panel>
      <RefusalTable
        title="Refused rows"
        refusals={run.refusals}
        total={run.refused}
        download={refusalsAddress(workspace, run.id)}
      />
    </>
  );
}

export function refusalsAddress(workspace: string, id: string): string {
  return `/api/v1/imports/${id}/refusals.csv?workspace=${encodeURIComponent(workspace)}`;
}

function SeeResult({ run, workspace }: { run: ImportRun; workspace: string }) {
  const [path, label] = placeOf(run.kind);
  return (
    <LinkButton variant="primary" href={`/${workspace}${path}`}>
      {label}
    </LinkButton>
  );
}

function placeOf(kind: string): [path: string, label: string] {
  if (kind === "services-csv" || kind === "dependencies-csv") return ["/services", "See the services"];
  if (kind === "people-csv") return ["/people", "See the people"];
  if (kind === "ai-use-csv" || kind === "copilot") return ["", "See the adoption"];
  return ["/incidents?record=imported", "See the imported incidents"];
}

function RunProgress({ run }: { run: ImportRun | null }) {
  const total = run?.total ?? 0;
  const done = run?.done ?? 0;
  const percent = total === 0 ? 0 : Math.floor((done / total) * 100);
  return (
    <Panel aria-labelledby="progress">
      <PanelHeader id="progress" title="Importing" description={run?.fileName} />
      <PanelBody className="flex flex-col gap-2">
        <div
          role="progressbar"
          aria-labelledby="progress"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          className="h-2 overflow-hidden rounded-1 border border-line bg-surface-3"
        >
          <div className="h-full bg-accent" style={{ width: `${percent}%` }} />
        </div>
        <p className="text-ink-2">
          {done.toLocaleString("en")} of {total.toLocaleString("en")} records. You can leave this page; the
          import goes on.
        </p>
      </PanelBody>
    </Panel>
  );
}
