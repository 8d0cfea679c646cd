"use client";

import { useState } from "react";
import { Field, Select } from "@/components/ui/field";
import type { ImportOptions } from "@/domain/import/plan";
import type { ImportPreview } from "@/domain/import/schema";
import { targetName } from "./words";

/** Which column of the table holds what. Every choice is sent, so that "no column" overrules the guess. */
export function CsvMapping({
  preview,
  options,
  onChange,
}: {
  preview: ImportPreview;
  options: ImportOptions;
  onChange: (options: ImportOptions) => void;
}) {
  const [isOpen, setIsOpen] = useState(false);
  if (preview.targets.length === 0) return null;
  // What was just chosen counts before the file has been read again: the next choice must not undo it.
  const current: Record<string, string> = { ...preview.mapping, ...options.mapping };
  const set = (target: string, column: string) => {
    const mapping: Record<string, string> = {};
    for (const one of preview.targets) mapping[one] = current[one] ?? "";
    // A column serves one target: the one that takes it last.
    for (const [one, taken] of Object.entries(mapping)) if (taken === column) mapping[one] = "";
    mapping[target] = column;
    onChange({ ...options, mapping });
  };
  const mapped = preview.targets.filter((target) => preview.mapping[target]);
  const others = preview.targets.filter((target) => !preview.mapping[target]);
  const control = (target: string) => (
    <Field key={target} label={targetName(target)}>
      <Select
        value={current[target] ?? ""}
        options={[
          { value: "", label: "No column" },
          ...preview.columns.map((column) => ({ value: column, label: column })),
        ]}
        onChange={(event) => set(target, event.target.value)}
      />
    </Field>
  );
  const grid = "grid gap-3 grid-cols-2 sm:grid-cols-3 lg:grid-cols-6";
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 font-medium">Columns</legend>
      <div className={grid}>{mapped.map(control)}</div>
      {others.length > 0 ? (
        <details
          open={isOpen || mapped.length === 0 || preview.problem !== null}
          onToggle={(event) => setIsOpen(event.currentTarget.open)}
        >
          <summary className="cursor-pointer text-ink-2">{others.length} without a column</summary>
          <div className={`${grid} pt-2`}>{others.map(control)}</div>
        </details>
      ) : null}
    </fieldset>
  );
}
