"use client";

import { type FocusEvent, useId } from "react";
import { Checkbox, Field, Input } from "@/components/ui/field";
import type { ImportKind, ImportOptions } from "@/domain/import/plan";

/** What a file cannot say by itself. A text is applied when its field is left. */
export function MoreOptions({
  kind,
  options,
  onChange,
}: {
  kind: ImportKind | null;
  options: ImportOptions;
  onChange: (options: ImportOptions) => void;
}) {
  const zonesId = useId();
  const isIncidents =
    kind === "statuspage" || kind === "google-cloud" || kind === "github-history" || kind === "incident-csv";
  const isUse = kind === "ai-use-csv" || kind === "copilot";
  const text = (name: "zone" | "page" | "tool" | "defaultService") => ({
    defaultValue: options[name] ?? "",
    onBlur: ({ target }: FocusEvent<HTMLInputElement>) => {
      const value = target.value.trim();
      if (value !== (options[name] ?? "")) onChange({ ...options, [name]: value === "" ? undefined : value });
    },
  });
  return (
    <>
      {kind === "incident-csv" ? (
        <Field label="Zone of times without one" optional>
          <Input key={kind} placeholder="UTC" list={zonesId} {...text("zone")} />
          <datalist id={zonesId}>
            {Intl.supportedValuesOf("timeZone").map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </Field>
      ) : null}
      {isIncidents || isUse ? (
        <Field label="Name of its origin" optional hint="Keeps two sources with the same ids apart.">
          <Input key={kind} placeholder={isUse ? "Our organization" : "Our status page"} {...text("page")} />
        </Field>
      ) : null}
      {kind === "incident-csv" ? (
        <Field label="Service of rows that name none" optional>
          <Input key={kind} {...text("defaultService")} />
        </Field>
      ) : null}
      {isUse ? (
        <Field label="AI tool, where the file does not say it" optional>
          <Input key={kind} {...text("tool")} />
        </Field>
      ) : null}
      {isIncidents ? (
        <div className="flex flex-col justify-end">
          <Checkbox
            label="Take scheduled maintenance too"
            checked={options.includeMaintenance ?? false}
            onChange={(event) =>
              onChange({ ...options, includeMaintenance: event.target.checked || undefined })
            }
          />
        </div>
      ) : null}
    </>
  );
}
