"use client";

import { Chip } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import type { ImportRun } from "@/domain/import/schema";
import { refusalsAddress } from "./run-panel";
import { kindName, tallyWords } from "./words";

const STATUS = {
  running: ["info", "running"],
  done: ["plain", "done"],
  failed: ["bad", "failed"],
} as const;

/** The imports of the past, newest first. */
export function RunsPanel({ runs, workspace, zone }: { runs: ImportRun[]; workspace: string; zone: string }) {
  if (runs.length === 0) return null;
  return (
    <Panel aria-labelledby="past-imports">
      <PanelHeader id="past-imports" title="Past imports" description="a repeated import changes nothing" />
      <DataTable>
        <thead>
          <tr>
            <Th>File</Th>
            <Th wide>When</Th>
            <Th>Status</Th>
            <Th num wide>
              Created
            </Th>
            <Th num wide>
              Updated
            </Th>
            <Th num wide>
              Unchanged
            </Th>
            <Th num wide>
              Refused
            </Th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <RunRow key={run.id} run={run} workspace={workspace} zone={zone} />
          ))}
        </tbody>
      </DataTable>
    </Panel>
  );
}

function RunRow({ run, workspace, zone }: { run: ImportRun; workspace: string; zone: string }) {
  const [tone, word] = STATUS[run.status];
  return (
    <tr>
      <TitleCell className="py-1.5" title={run.failure ?? undefined}>
        <span className="block truncate max-sm:whitespace-normal">{run.fileName}</span>
        <span className="block truncate text-small text-ink-3 max-sm:whitespace-normal">
          {run.failure ?? kindName(run.kind)}
        </span>
        <SecondLine>
          <Time at={run.startedAt} zone={zone} />. {tallyWords(run)}
        </SecondLine>
      </TitleCell>
      <Td wide className="whitespace-nowrap">
        <Time at={run.startedAt} zone={zone} />
      </Td>
      <Td>
        <Chip tone={tone}>{word}</Chip>
      </Td>
      <Td num wide>
        {run.created.toLocaleString("en")}
      </Td>
      <Td num wide>
        {run.updated.toLocaleString("en")}
      </Td>
      <Td num wide>
        {run.unchanged.toLocaleString("en")}
      </Td>
      <Td num wide>
        {run.refused > 0 ? (
          <a
            href={refusalsAddress(workspace, run.id)}
            download
            className="text-accent hover:underline"
            title="Download the refused rows"
          >
            {run.refused.toLocaleString("en")}
          </a>
        ) : (
          0
        )}
      </Td>
    </tr>
  );
}
