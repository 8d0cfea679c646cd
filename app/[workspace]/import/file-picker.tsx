"use client";

import { FileUp } from "lucide-react";
import { type DragEvent, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { Panel } from "@/components/ui/panel";

const ACCEPTED = ".json,.jsonl,.ndjson,.csv,.tsv,.txt,.gz,application/json,text/csv";

/** Takes a file from the dialog or dropped anywhere on the panel. */
export function FilePicker({
  file,
  onFile,
  isSample,
}: {
  file: File | null;
  onFile: (file: File) => void;
  isSample: boolean;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const hintId = useId();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped) onFile(dropped);
  };
  return (
    <Panel
      aria-label="File to import"
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      className={cx(
        "border-dashed p-4 max-sm:p-3",
        isOver ? "!border-accent bg-accent-soft" : "border-line-strong",
      )}
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <FileUp
          size={20}
          strokeWidth={1.5}
          aria-hidden="true"
          className="shrink-0 text-ink-3 max-sm:hidden"
        />
        <div className="min-w-0 flex-1 basis-80">
          <p className="font-medium">{file ? file.name : "Choose a file, or drop it here"}</p>
          <p id={hintId} className="text-small text-ink-3">
            {file
              ? sizeWords(file.size)
              : "Incidents from Statuspage, Google Cloud or any CSV; services, people, dependencies and AI use as CSV; GitHub Copilot metrics. JSON, JSON lines or CSV, also gzip, up to 50 MB. What a file holds is recognized; nothing is written before you have seen it."}
          </p>
          {isSample ? (
            <p className="mt-1 text-small text-warn">
              This is the sample workspace: what you import here goes when the sample is removed.
            </p>
          ) : null}
        </div>
        <input
          ref={input}
          type="file"
          aria-label="File to import"
          aria-describedby={hintId}
          accept={ACCEPTED}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            if (chosen) onFile(chosen);
            // So that the same file, corrected, can be chosen again.
            event.target.value = "";
          }}
        />
        <Button variant={file ? "secondary" : "primary"} onClick={() => input.current?.click()}>
          {file ? "Choose another file" : "Choose a file"}
        </Button>
      </div>
    </Panel>
  );
}

function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
