"use client";

import type { ImportChoice } from "@/components/query/imports";
import { Button } from "@/components/ui/button";
import { Checkbox, Field, Select } from "@/components/ui/field";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { type ImportKind, importKinds } from "@/domain/import/plan";
import type { ImportPreview } from "@/domain/import/schema";
import { CsvMapping } from "./csv-mapping";
import { LevelMapping } from "./level-mapping";
import { MoreOptions } from "./more-options";
import { IncidentRows, PlainRows } from "./preview-rows";
import { RefusalTable } from "./refusal-table";
import { count, KIND_NAMES } from "./words";

/** The report after the import shows more, and the download all. */
const REFUSALS_SHOWN = 20;

type Props = {
  preview: ImportPreview;
  choice: ImportChoice;
  zone: string;
  /** The file is being read again after a change. */
  isReading: boolean;
  isStarting: boolean;
  onChange: (choice: ImportChoice) => void;
  onImport: () => void;
  onCancel: () => void;
};

/** What the file holds and how it is read, before anything is written. */
export function PreviewPanel(props: Props) {
  const { preview, choice, isReading, isStarting, onChange, onImport, onCancel } = props;
  const importable = preview.counts.records - preview.counts.refused;
  const setOptions = (options: ImportChoice["options"]) => onChange({ ...choice, options });
  return (
    <>
      <Panel aria-labelledby="preview" aria-busy={isReading}>
        <PanelHeader id="preview" title="What the file holds" description={summaryOf(preview)} />
        <PanelBody className="flex flex-col gap-4">
          <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
            <Field label="Kind" hint={kindHint(preview)}>
              <Select
                value={preview.kind ?? ""}
                placeholder={preview.kind === null ? "Choose what it holds" : undefined}
                options={importKinds.map((kind) => ({ value: kind, label: KIND_NAMES[kind] }))}
                onChange={(event) =>
                  // Levels and columns were chosen for the other kind.
                  onChange({ ...choice, kind: event.target.value as ImportKind, options: {} })
                }
              />
            </Field>
            <MoreOptions kind={preview.kind} options={choice.options} onChange={setOptions} />
          </div>
          {preview.problem ? (
            <p role="alert" className="rounded-2 border border-warn-line bg-warn-soft px-3 py-2 text-warn">
              {preview.problem.message}
            </p>
          ) : null}
          <LevelMapping preview={preview} options={choice.options} onChange={setOptions} />
          <CsvMapping preview={preview} options={choice.options} onChange={setOptions} />
          <Notes preview={preview} />
          <OpenIncidents open={preview.counts.open} options={choice.options} onChange={setOptions} />
          <div className="flex flex-wrap items-center gap-2">
            <Button
              variant="primary"
              disabled={importable === 0 || preview.problem !== null || isReading || isStarting}
              onClick={onImport}
            >
              {isStarting ? "Sending the file" : importLabel(importable)}
            </Button>
            <Button variant="ghost" onClick={onCancel}>
              Cancel
            </Button>
            {isReading ? <span className="text-small text-ink-3">Reading the file again</span> : null}
          </div>
        </PanelBody>
      </Panel>
      <IncidentRows preview={preview} zone={props.zone} />
      <PlainRows preview={preview} />
      <RefusalTable
        title="Rows that will be refused"
        refusals={preview.refusals.slice(0, REFUSALS_SHOWN)}
        total={preview.counts.refused}
        description="The others are imported all the same."
      />
    </>
  );
}

function importLabel(importable: number): string {
  return importable === 0 ? "Nothing to import" : `Import ${count(importable, "record")}`;
}

function kindHint(preview: ImportPreview): string | undefined {
  if (preview.detectedKind === null) return "Not recognized by itself.";
  return preview.detectedKind === preview.kind
    ? "Recognized."
    : `It looks like: ${KIND_NAMES[preview.detectedKind]}.`;
}

function summaryOf({ counts, kind }: ImportPreview): string {
  const services = kind === "services-csv" ? counts.services : 0;
  const parts = [
    counts.incidents > 0 ? count(counts.incidents, "incident") : "",
    services > 0 ? count(services, "service") : "",
    counts.people > 0 ? count(counts.people, "person", "people") : "",
    counts.dependencies > 0 ? count(counts.dependencies, "dependency", "dependencies") : "",
    counts.aiUse > 0 ? count(counts.aiUse, "AI use") : "",
    counts.aggregates > 0 ? count(counts.aggregates, "count without people", "counts without people") : "",
    counts.seats > 0 ? count(counts.seats, "seat") : "",
    counts.refused > 0 ? `${counts.refused.toLocaleString("en")} refused` : "",
  ].filter(Boolean);
  return parts.join(", ") || "nothing that can be imported";
}

/** An end that a file does not tell is the assumption with the largest effect on every figure, so it is asked for. */
function OpenIncidents({
  open,
  options,
  onChange,
}: {
  open: number;
  options: ImportChoice["options"];
  onChange: (options: ImportChoice["options"]) => void;
}) {
  const isEnded = options.endAtLastUpdate === true;
  if (open === 0 && !isEnded) return null;
  return (
    <div className="rounded-2 border border-warn-line bg-warn-soft px-3 py-1.5">
      {isEnded ? null : (
        <p className="pt-1 text-warn">
          {count(open, "incident")} without an end will count as running until now, and lower availability
          until then.
        </p>
      )}
      <Checkbox
        label="End incidents that have no end at their last update"
        checked={isEnded}
        onChange={(event) => onChange({ ...options, endAtLastUpdate: event.target.checked || undefined })}
      />
    </div>
  );
}

function Notes({ preview }: { preview: ImportPreview }) {
  const { servicesToMake, servicesToMakeTotal, notes } = preview;
  if (notes.length === 0 && servicesToMakeTotal === 0) return null;
  return (
    <div className="flex flex-col gap-1.5 text-ink-2">
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {servicesToMakeTotal > 0 ? (
        <details>
          <summary className="cursor-pointer">{count(servicesToMakeTotal, "service")} will be made</summary>
          <p className="pt-1 text-small text-ink-3">
            {servicesToMake.map(({ name }) => name).join(", ")}
            {servicesToMakeTotal > servicesToMake.length
              ? ` and ${servicesToMakeTotal - servicesToMake.length} more`
              : ""}
          </p>
        </details>
      ) : null}
    </div>
  );
}
