"use client";

import { Field, Select } from "@/components/ui/field";
import { AI_ROLE_WORDS, AI_ROLES } from "@/domain/cause/kinds";
import { CHANGE_KINDS, INVOLVEMENT_WORDS, INVOLVEMENTS } from "@/domain/change/kinds";
import { LEVELS } from "@/domain/person/levels";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import { AUTONOMIES, type RuleConditions } from "@/domain/sign-off/policy";
import { AUTONOMY_WORDS, LEVEL_WORDS } from "@/domain/sign-off/rule-words";
import { ChoiceChips } from "./choice-chips";
import { DraftInput } from "./draft-input";
import { listOf, numberOf, withCondition } from "./rule-draft";
import { WindowFields } from "./window-fields";

const INVOLVEMENT_OPTIONS = INVOLVEMENTS.map((value) => ({ value, label: INVOLVEMENT_WORDS[value] }));
const ROLE_OPTIONS = AI_ROLES.map((value) => ({ value, label: AI_ROLE_WORDS[value] }));
const LEVEL_OPTIONS = ([...LEVELS, "unknown"] as const).map((value) => ({
  value,
  label: LEVEL_WORDS[value],
}));
const KIND_OPTIONS = CHANGE_KINDS.map(({ kind, name }) => ({ value: kind, label: name }));
const AUTONOMY_OPTIONS = AUTONOMIES.map((value) => ({ value, label: AUTONOMY_WORDS[value] }));
const GRADE_OPTIONS = [
  { value: "", label: "Any" },
  ...EVIDENCE_GRADES.map((grade) => ({ value: grade, label: `${grade} or better` })),
];

/** What a rule is about; everything that is named has to hold. */
export function ConditionFields({
  when,
  services,
  onChange,
}: {
  when: RuleConditions;
  services: readonly string[];
  onChange: (when: RuleConditions) => void;
}) {
  const set = (change: RuleConditions) => onChange(withCondition(when, change));
  const number = (
    value: number | undefined,
    change: (value: number | undefined) => RuleConditions,
    unit = 1,
  ) => (
    <DraftInput
      inputMode="decimal"
      placeholder="Any"
      value={value}
      write={(one) => (one === undefined ? "" : String(Number((one * unit).toFixed(4))))}
      read={(text) => {
        const typed = numberOf(text);
        return typed === undefined ? undefined : typed / unit;
      }}
      onChange={(one) => set(change(one))}
    />
  );
  const list = (
    value: readonly string[] | undefined,
    change: (value: string[]) => RuleConditions,
    names?: string,
  ) => (
    <DraftInput
      placeholder="Any"
      list={names}
      value={value ?? []}
      write={(words) => words.join(", ")}
      read={listOf}
      onChange={(words) => set(change([...words]))}
    />
  );
  return (
    <div className="flex flex-col gap-3">
      <ChoiceChips
        label="AI's part"
        options={INVOLVEMENT_OPTIONS}
        value={when.involvement ?? []}
        onChange={(involvement) => set({ involvement })}
      />
      <ChoiceChips
        label="What AI did"
        options={ROLE_OPTIONS}
        value={when.aiRoles ?? []}
        onChange={(aiRoles) => set({ aiRoles })}
      />
      <ChoiceChips
        label="Author's level"
        options={LEVEL_OPTIONS}
        value={when.authorLevels ?? []}
        onChange={(authorLevels) => set({ authorLevels })}
      />
      <ChoiceChips
        label="Kind of change"
        options={KIND_OPTIONS}
        value={when.kinds ?? []}
        onChange={(kinds) => set({ kinds })}
      />
      <ChoiceChips
        label="Agent"
        options={AUTONOMY_OPTIONS}
        value={when.autonomies ?? []}
        onChange={(autonomies) => set({ autonomies })}
      />
      <div className="grid grid-cols-2 gap-x-3 gap-y-2 md:grid-cols-4">
        <Field label="Lines, at least">
          {number(when.minimumLines, (minimumLines) => ({ minimumLines }))}
        </Field>
        <Field label="Files, at least">
          {number(when.minimumFiles, (minimumFiles) => ({ minimumFiles }))}
        </Field>
        <Field label="Service's weight, at least">
          {number(when.minimumServiceWeight, (minimumServiceWeight) => ({ minimumServiceWeight }))}
        </Field>
        <Field label="Error budget spent, %">
          {number(
            when.minimumBudgetSpentRatio,
            (minimumBudgetSpentRatio) => ({ minimumBudgetSpentRatio }),
            100,
          )}
        </Field>
        <Field label="Services" hint="Slugs, with commas between" className="col-span-2 md:col-span-1">
          {list(when.services, (slugs) => ({ services: slugs }), "policy-services")}
        </Field>
        <Field label="Environments" hint="With commas between" className="col-span-2 md:col-span-1">
          {list(when.environments, (environments) => ({ environments }))}
        </Field>
        <Field label="AI tools" hint="With commas between">
          {list(when.tools, (tools) => ({ tools }))}
        </Field>
        <Field label="Evidence">
          <Select
            options={GRADE_OPTIONS}
            value={when.minimumGrade ?? ""}
            onChange={(event) =>
              set({ minimumGrade: EVIDENCE_GRADES.find((grade) => grade === event.target.value) })
            }
          />
        </Field>
      </div>
      <WindowFields windows={when.windows ?? []} onChange={(windows) => set({ windows })} />
      <datalist id="policy-services">
        {services.map((slug) => (
          <option key={slug} value={slug} />
        ))}
      </datalist>
    </div>
  );
}
