"use client";

import type { ReactNode } from "react";
import { AiFields } from "@/components/incident/ai-fields";
import { TimeField } from "@/components/incident/time-field";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { isAiCause } from "@/domain/cause/kinds";
import { type Draft, STAMPS, setTime } from "./draft";
import type { LogForm } from "./use-log-form";

/** What is known later or by few: further times, blast radius entries, and what stands behind a cause. */
export function MoreFields({ form, zone }: { form: LogForm; zone: string }) {
  const { draft, shown, update } = form;
  const patch = (some: Partial<Draft>) => update({ ...draft, ...some });
  const text = (key: "regions" | "customersPercent" | "ordersLost" | "revenueLost" | "currency") => ({
    value: draft[key],
    autoComplete: "off",
    onChange: (event: { target: { value: string } }) => patch({ [key]: event.target.value }),
  });
  return (
    <div className="flex flex-col gap-4 border-t border-line py-3">
      <Group title="Times">
        {STAMPS.slice(1).map(({ key, label }) => (
          <TimeField
            key={key}
            label={label}
            value={draft.times[key]}
            zone={zone}
            error={shown[key]}
            placeholder={key === "declaredAt" ? "now" : "not yet"}
            onChange={(time) => update(setTime(draft, key, time))}
          />
        ))}
      </Group>
      <Group title="What it hit">
        <Field label="Regions" hint="separated by commas" error={shown.regions}>
          <Input {...text("regions")} />
        </Field>
        <Field label="Customers affected, %" error={shown.customersAffectedRatio}>
          <Input inputMode="decimal" {...text("customersPercent")} />
        </Field>
        <Field label="Orders lost" error={shown.ordersLost}>
          <Input inputMode="numeric" {...text("ordersLost")} />
        </Field>
        <div className="grid grid-cols-[minmax(0,1fr)_88px] gap-2">
          <Field label="Revenue lost" error={shown.revenueLost}>
            <Input inputMode="decimal" {...text("revenueLost")} />
          </Field>
          <Field label="Currency" error={shown.currency}>
            <Input maxLength={3} placeholder="USD" {...text("currency")} />
          </Field>
        </div>
      </Group>
      {draft.cause ? <CauseGroup draft={draft} patch={patch} error={shown.cause} /> : null}
      <Field label="Summary" error={shown.summary}>
        <Textarea value={draft.summary} onChange={(event) => patch({ summary: event.target.value })} />
      </Field>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="pb-1.5 text-small font-semibold text-ink-2">{title}</legend>
      <div className="grid gap-x-3 gap-y-2.5 sm:grid-cols-2">{children}</div>
    </fieldset>
  );
}

function CauseGroup({
  draft,
  patch,
  error,
}: {
  draft: Draft;
  patch: (some: Partial<Draft>) => void;
  error?: string;
}) {
  return (
    <Group title="Cause">
      <Field label="Role">
        <Select
          value={draft.causeRole}
          onChange={(event) =>
            patch({ causeRole: event.target.value === "contributing" ? "contributing" : "primary" })
          }
          options={[
            { value: "primary", label: "Primary" },
            { value: "contributing", label: "Contributing" },
          ]}
        />
      </Field>
      <Field label="Status" error={error}>
        <Select
          value={draft.causeStatus}
          onChange={(event) =>
            patch({ causeStatus: event.target.value === "confirmed" ? "confirmed" : "suspected" })
          }
          options={[
            { value: "suspected", label: "Suspected" },
            { value: "confirmed", label: "Confirmed" },
          ]}
        />
      </Field>
      {isAiCause(draft.cause ?? "") ? <AiFields value={draft} onChange={patch} /> : null}
      <Field label="What is known">
        <Input value={draft.causeNote} onChange={(event) => patch({ causeNote: event.target.value })} />
      </Field>
      <Field label="Source" hint="who said it, and where">
        <Input value={draft.causeSource} onChange={(event) => patch({ causeSource: event.target.value })} />
      </Field>
    </Group>
  );
}
