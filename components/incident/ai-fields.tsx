"use client";

import { GRADE_WORDS } from "@/components/change/words";
import { Field, Input, Select } from "@/components/ui/field";
import { AI_CLAIMS, AI_ROLE_WORDS, AI_ROLES, type AiClaim, type AiRole } from "@/domain/cause/kinds";
import type { IncidentChange } from "@/domain/change/incident-change-schema";

export type AiValues = { aiRole: AiRole | null; tool: string; permissions: string; claim: AiClaim | null };

const roles = AI_ROLES.map((value) => ({
  value,
  label: AI_ROLE_WORDS[value].replace(/^./, (letter) => letter.toUpperCase()),
}));

/** What an AI cause carries: what the AI did, which tool, what it was allowed to do, and who has said so. */
export function AiFields({
  value,
  onChange,
  errors = {},
}: {
  value: AiValues;
  onChange: (some: Partial<AiValues>) => void;
  errors?: Partial<Record<string, string>>;
}) {
  return (
    <>
      <Field label="What the AI did" error={errors.aiRole}>
        <Select
          value={value.aiRole ?? ""}
          onChange={(event) =>
            onChange({ aiRole: AI_ROLES.find((role) => role === event.target.value) ?? null })
          }
          options={[{ value: "", label: "not stated" }, ...roles]}
        />
      </Field>
      <Field label="AI's part is" error={errors.claim}>
        <Select
          value={value.claim ?? ""}
          onChange={(event) =>
            onChange({ claim: AI_CLAIMS.find((claim) => claim === event.target.value) ?? null })
          }
          options={[
            { value: "", label: "not stated" },
            { value: "claimed", label: "Claimed: somebody says so" },
            { value: "confirmed", label: "Confirmed: evidence shows it" },
          ]}
        />
      </Field>
      <Field label="Tool" error={errors.tool}>
        <Input
          value={value.tool}
          autoComplete="off"
          placeholder="as stated"
          onChange={(event) => onChange({ tool: event.target.value })}
        />
      </Field>
      <Field label="Permissions it had" error={errors.permissions}>
        <Input
          value={value.permissions}
          autoComplete="off"
          placeholder="an operator's, read only, none"
          onChange={(event) => onChange({ permissions: event.target.value })}
        />
      </Field>
    </>
  );
}

/** Which change the AI cause was and what shows AI's part in it: an id, that it is not on record, or not said yet. */
export type AiChangeValues = { changeId: string | null | undefined; evidenceId: string | null | undefined };

const NOT_ON_RECORD = "none";

/** The linked changes, and the evidence of the one that is chosen; both can be said not to be on record. */
export function AiChangeFields({
  value,
  links,
  onChange,
  errors = {},
}: {
  value: AiChangeValues;
  links: readonly IncidentChange[];
  onChange: (some: Partial<AiChangeValues>) => void;
  errors?: Partial<Record<string, string>>;
}) {
  const evidence = links.find(({ change }) => change.id === value.changeId)?.evidence ?? [];
  return (
    <>
      <Field
        label="Which change"
        className="sm:col-span-2"
        hint={
          links.length === 0
            ? "No change is linked to this incident. Link it first, or say below why it is not on record."
            : undefined
        }
        error={errors.changeId}
      >
        <Select
          value={selected(value.changeId)}
          placeholder="Choose the change that it was"
          onChange={(event) => onChange(changeChosen(event.target.value, links))}
          options={[
            ...links.map(({ change }) => ({
              value: change.id,
              label: change.ref === null ? change.title : `${change.title} (${change.ref})`,
            })),
            { value: NOT_ON_RECORD, label: "The change is not on record: say why below" },
          ]}
        />
      </Field>
      {evidence.length > 0 ? (
        <Field label="Which evidence" className="sm:col-span-2" error={errors.evidenceId}>
          <Select
            value={selected(value.evidenceId)}
            placeholder="Choose what shows AI's part"
            onChange={(event) => onChange({ evidenceId: chosen(event.target.value) })}
            options={[
              ...evidence.map(({ id, grade, quote }) => ({
                value: id,
                label: `${GRADE_WORDS[grade]}: ${quote.length > 90 ? `${quote.slice(0, 90)}…` : quote}`,
              })),
              { value: NOT_ON_RECORD, label: "None of these says so: say why below" },
            ]}
          />
        </Field>
      ) : null}
    </>
  );
}

/** With a change comes its best evidence, which can be chosen otherwise. */
function changeChosen(text: string, links: readonly IncidentChange[]): AiChangeValues {
  const changeId = chosen(text);
  return { changeId, evidenceId: links.find(({ change }) => change.id === changeId)?.evidence[0]?.id };
}

const selected = (value: string | null | undefined) => (value === null ? NOT_ON_RECORD : (value ?? ""));

function chosen(text: string): string | null | undefined {
  if (text === "") return undefined;
  return text === NOT_ON_RECORD ? null : text;
}
