"use client";

import { useId } from "react";
import type { Problems } from "@/components/form/use-submit";
import { Field, Input, Select } from "@/components/ui/field";
import type { PersonDraft } from "./person-draft";
import { LEVEL_OPTIONS } from "./person-levels";

export const PERSON_FIELDS = [
  "name",
  "email",
  "handles",
  "level",
  "levelFrom",
  "team",
  "activeFrom",
  "activeTo",
] as const;

/** The fields of a person, for a new one and for an edit. */
export function PersonFields({
  draft,
  onChange,
  errors,
  teams,
  isNew,
}: {
  draft: PersonDraft;
  onChange: (draft: PersonDraft) => void;
  errors: Problems;
  teams: readonly string[];
  isNew?: boolean;
}) {
  const teamList = useId();
  const set = (change: Partial<PersonDraft>) => onChange({ ...draft, ...change });
  const input = (field: keyof PersonDraft, more: { type?: string; list?: string; max?: number } = {}) => (
    <Input
      type={more.type ?? "text"}
      list={more.list}
      maxLength={more.max}
      value={draft[field]}
      autoComplete="off"
      onChange={(event) => set({ [field]: event.target.value })}
    />
  );
  return (
    <>
      <Field label="Name" required error={errors.name}>
        {input("name", { max: 200 })}
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Email" optional error={errors.email}>
          {input("email", { type: "email", max: 320 })}
        </Field>
        <Field label="Team" optional error={errors.team} hint="A name not seen before makes a new team.">
          {input("team", { list: teamList, max: 120 })}
        </Field>
        <Field label="Level" required error={errors.level}>
          <Select
            value={draft.level}
            options={LEVEL_OPTIONS}
            placeholder={draft.level === "" ? "Choose" : undefined}
            onChange={(event) => set({ level: event.target.value, levelFrom: "" })}
          />
        </Field>
        {isNew ? null : (
          <Field
            label="In effect from"
            optional
            error={errors.levelFrom}
            hint="Empty with a new level means today. Earlier levels stay as they were."
          >
            {input("levelFrom", { type: "date" })}
          </Field>
        )}
      </div>
      <Field
        label="Handles"
        optional
        error={errors.handles}
        hint="Logins in the tools that report AI use and changes, between commas. Each belongs to one person."
      >
        {input("handles")}
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="First day on the roster" optional error={errors.activeFrom} hint="Empty: always was.">
          {input("activeFrom", { type: "date" })}
        </Field>
        <Field label="Last day on the roster" optional error={errors.activeTo} hint="Empty: has not left.">
          {input("activeTo", { type: "date" })}
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
