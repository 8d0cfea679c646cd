"use client";

import { Field, Select } from "@/components/ui/field";
import { ROLE_WORDS, ROLES } from "@/domain/access/roles";
import { LEVELS } from "@/domain/person/levels";
import { APPROVER_TEAMS, type Requirement } from "@/domain/sign-off/policy";
import { LEVEL_WORDS, TEAM_WORDS } from "@/domain/sign-off/rule-words";
import { DraftInput } from "./draft-input";
import { numberOf, withRequirement } from "./rule-draft";

const APPROVALS = [
  { value: "1", label: "1 person" },
  ...["2", "3", "4", "5"].map((value) => ({ value, label: `${value} people` })),
  { value: "nobody", label: "Nobody: let nothing through" },
  { value: "0", label: "None" },
];
const LEVEL_OPTIONS = [
  { value: "", label: "Any" },
  ...LEVELS.map((level) => ({
    value: level,
    label: level === "manager" ? "manager" : `${LEVEL_WORDS[level]} or higher`,
  })),
];
const ROLE_OPTIONS = [
  { value: "", label: "Any" },
  ...ROLES.filter((role) => role !== "viewer").map((role) => ({ value: role, label: ROLE_WORDS[role].name })),
];
const TEAM_OPTIONS = APPROVER_TEAMS.map((team) => ({ value: team, label: TEAM_WORDS[team] }));

/** What a rule asks for. */
export function RequirementForm({
  require,
  onChange,
}: {
  require: Requirement;
  onChange: (require: Requirement) => void;
}) {
  const set = (change: Partial<Requirement>) => onChange(withRequirement(require, change));
  const approvals = String(require.approvals);
  const known = APPROVALS.some(({ value }) => value === approvals);
  return (
    <div className="grid grid-cols-2 gap-x-3 gap-y-2 md:grid-cols-5">
      <Field label="Approvals">
        <Select
          options={known ? APPROVALS : [...APPROVALS, { value: approvals, label: `${approvals} people` }]}
          value={approvals}
          onChange={({ target: { value } }) =>
            set({ approvals: value === "nobody" ? "nobody" : Number(value) })
          }
        />
      </Field>
      <Field label="Level">
        <Select
          options={LEVEL_OPTIONS}
          value={require.minimumLevel ?? ""}
          onChange={({ target: { value } }) => set({ minimumLevel: LEVELS.find((level) => level === value) })}
        />
      </Field>
      <Field label="Role">
        <Select
          options={ROLE_OPTIONS}
          value={require.role ?? ""}
          onChange={({ target: { value } }) => set({ role: value === "" ? undefined : value })}
        />
      </Field>
      <Field label="Team">
        <Select
          options={TEAM_OPTIONS}
          value={require.team ?? "any"}
          onChange={({ target: { value } }) =>
            set({ team: value === "any" ? undefined : APPROVER_TEAMS.find((team) => team === value) })
          }
        />
      </Field>
      <Field label="Within, hours">
        <DraftInput
          inputMode="decimal"
          placeholder="No limit"
          value={require.withinMinutes}
          write={(minutes) => (minutes === undefined ? "" : String(Number((minutes / 60).toFixed(4))))}
          read={(text) => {
            const hours = numberOf(text);
            return hours === undefined ? undefined : Math.round(hours * 60);
          }}
          onChange={(withinMinutes) => set({ withinMinutes })}
        />
      </Field>
    </div>
  );
}
