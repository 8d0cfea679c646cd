"use client";

import { Field, Input, Select } from "@/components/ui/field";
import { AI_CLAIMS, AI_ROLE_WORDS, AI_ROLES, type AiClaim, type AiRole } from "@/domain/cause/kinds";

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
      <Field label="Claimed or confirmed" error={errors.claim}>
        <Select
          value={value.claim ?? ""}
          onChange={(event) =>
            onChange({ claim: AI_CLAIMS.find((claim) => claim === event.target.value) ?? null })
          }
          options={[
            { value: "", label: "not stated" },
            { value: "claimed", label: "Claimed" },
            { value: "confirmed", label: "Confirmed" },
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
