"use client";

import { Field, Select } from "@/components/ui/field";
import type { ImportOptions, LevelMap } from "@/domain/import/plan";
import type { ImportPreview } from "@/domain/import/schema";
import { IMPACT_LEVELS } from "@/domain/incident/severity";
import { count } from "./words";

const LEVELS = [...IMPACT_LEVELS, "none"] as const;
const LABELS = {
  major: "Major, all is lost",
  partial: "Partial, a share is lost",
  degraded: "Degraded, no loss by default",
  none: "None, not an impact",
};

/** What each of the provider's words for an impact means here. */
export function LevelMapping({
  preview,
  options,
  onChange,
}: {
  preview: ImportPreview;
  options: ImportOptions;
  onChange: (options: ImportOptions) => void;
}) {
  if (preview.levels.length === 0) return null;
  const set = (word: string, level: string) => {
    const chosen = LEVELS.find((one) => one === level);
    if (!chosen) return;
    const levels: LevelMap = { ...options.levels, [word]: chosen };
    onChange({ ...options, levels });
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 font-medium">Impact levels</legend>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {preview.levels.map(({ word, level, rows }) => (
          <Field key={word} label={`“${word.replaceAll("_", " ")}” means`} hint={count(rows, "impact")}>
            <Select
              value={options.levels?.[word] ?? level}
              options={LEVELS.map((value) => ({ value, label: LABELS[value] }))}
              onChange={(event) => set(word, event.target.value)}
            />
          </Field>
        ))}
      </div>
    </fieldset>
  );
}
