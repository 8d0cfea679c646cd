"use client";

import { useId } from "react";
import { slugOf } from "@/components/form/numbers";
import type { Problems } from "@/components/form/use-submit";
import { Field, Input } from "@/components/ui/field";
import type { ServiceDraft } from "./service-draft";

export const SERVICE_FIELDS = ["name", "slug", "weight", "sloTarget", "trackedFrom", "team"] as const;

/** The fields of a service, for a new one and for an edit; a slug never changes afterwards. */
export function ServiceFields({
  draft,
  onChange,
  errors,
  teams,
  today,
  workspaceObjective,
  isNew,
  trackedHint,
}: {
  draft: ServiceDraft;
  onChange: (draft: ServiceDraft) => void;
  errors: Problems;
  teams: readonly string[];
  today: string;
  /** Percent, as text. */
  workspaceObjective: string;
  isNew?: boolean;
  /** What empty means for this service. */
  trackedHint: string;
}) {
  const teamList = useId();
  const set = (change: Partial<ServiceDraft>) => onChange({ ...draft, ...change });
  return (
    <>
      <Field label="Name" required error={errors.name}>
        <Input
          value={draft.name}
          maxLength={120}
          autoComplete="off"
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
      {isNew ? (
        <Field
          label="Slug"
          error={errors.slug}
          hint="Names the service in addresses, imports and the API. It cannot be changed later."
        >
          <Input
            value={draft.slug}
            placeholder={slugOf(draft.name) || "made from the name"}
            maxLength={80}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono"
            onChange={(event) => set({ slug: event.target.value })}
          />
        </Field>
      ) : null}
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          label="Weight"
          error={errors.weight}
          hint={
            isNew
              ? "Its share of the workspace's availability: 2 counts twice as much as 1."
              : "2 counts twice as much as 1. A new weight changes the workspace's figures of the past."
          }
        >
          <Input
            value={draft.weight}
            inputMode="decimal"
            autoComplete="off"
            onChange={(event) => set({ weight: event.target.value })}
          />
        </Field>
        <Field
          label="Objective, %"
          optional
          error={errors.sloTarget}
          hint={`Empty takes the workspace's ${workspaceObjective} %.`}
        >
          <Input
            value={draft.objective}
            placeholder={workspaceObjective}
            inputMode="decimal"
            autoComplete="off"
            onChange={(event) => set({ objective: event.target.value })}
          />
        </Field>
        <Field label="Team" optional error={errors.team} hint="A name not seen before makes a new team.">
          <Input
            value={draft.team}
            list={teamList}
            maxLength={120}
            autoComplete="off"
            onChange={(event) => set({ team: event.target.value })}
          />
        </Field>
        <Field label="Tracked from" optional error={errors.trackedFrom} hint={trackedHint}>
          <Input
            type="date"
            value={draft.trackedFrom}
            max={today}
            onChange={(event) => set({ trackedFrom: event.target.value })}
          />
        </Field>
      </div>
      <datalist id={teamList}>
        {teams.map((team) => (
          <option key={team} value={team} />
        ))}
      </datalist>
    </>
  );
}
