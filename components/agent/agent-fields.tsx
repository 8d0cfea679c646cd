"use client";

import { Plus, X } from "lucide-react";
import { useId } from "react";
import { slugOf } from "@/components/form/numbers";
import type { Problems } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { AUTONOMIES } from "@/domain/sign-off/policy";
import { AUTONOMY_WORDS } from "@/domain/sign-off/rule-words";
import { type AgentDraft, newPermission, type PermissionDraft } from "./agent-draft";

type Props = {
  draft: AgentDraft;
  onChange: (draft: AgentDraft) => void;
  errors: Problems;
  teams: readonly string[];
  isNew?: boolean;
};

const AUTONOMY_OPTIONS = AUTONOMIES.map((value) => ({ value, label: AUTONOMY_WORDS[value] }));

/** The fields of an agent, for a new one and for an edit; a slug never changes afterwards. */
export function AgentFields({ draft, onChange, errors, teams, isNew }: Props) {
  const teamList = useId();
  const set = (change: Partial<AgentDraft>) => onChange({ ...draft, ...change });
  const text = (field: "name" | "owner" | "team" | "tool" | "slug") => ({
    value: draft[field],
    maxLength: 120,
    autoComplete: "off",
    onChange: (event: { target: { value: string } }) => set({ [field]: event.target.value }),
  });
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Name" required error={errors.name}>
          <Input {...text("name")} placeholder="Runbook Agent" />
        </Field>
        {isNew ? (
          <Field label="Slug" error={errors.slug} hint="What the agent calls itself when it asks.">
            <Input
              {...text("slug")}
              maxLength={80}
              spellCheck={false}
              className="font-mono"
              placeholder={slugOf(draft.name) || "made from the name"}
            />
          </Field>
        ) : null}
        <Field label="Owner" required error={errors.owner} hint="A person: name, e-mail address or login.">
          <Input {...text("owner")} maxLength={320} />
        </Field>
        <Field label="Team" optional error={errors.team}>
          <Input {...text("team")} list={teamList} />
        </Field>
        <Field label="Tool" optional error={errors.tool} hint="The AI tool it runs on.">
          <Input {...text("tool")} placeholder="claude" />
        </Field>
      </div>
      <datalist id={teamList}>
        {teams.map((team) => (
          <option key={team} value={team} />
        ))}
      </datalist>
      <Field label="What it is for" optional error={errors.description}>
        <Input
          value={draft.description}
          maxLength={4000}
          autoComplete="off"
          onChange={(event) => set({ description: event.target.value })}
        />
      </Field>
      <Field
        label="Credentials"
        optional
        error={errors.credentialScope}
        hint="Whose they are and how far they reach, in words. An operator's own reach as far as the operator."
      >
        <Textarea
          value={draft.credentialScope}
          rows={2}
          maxLength={4000}
          onChange={(event) => set({ credentialScope: event.target.value })}
        />
      </Field>
      <Permissions
        permissions={draft.permissions}
        error={errors.permissions}
        onChange={(permissions) => set({ permissions })}
      />
    </>
  );
}

function Permissions({
  permissions,
  error,
  onChange,
}: {
  permissions: readonly PermissionDraft[];
  error: string | undefined;
  onChange: (permissions: readonly PermissionDraft[]) => void;
}) {
  const replace = (changed: PermissionDraft) =>
    onChange(permissions.map((one) => (one.key === changed.key ? changed : one)));
  return (
    <fieldset className="flex flex-col gap-2" aria-invalid={error ? true : undefined}>
      <legend className="pb-1 text-small text-ink-2">
        What it may do where. What no permission names it may not do; of several that fit, the most careful
        counts.
      </legend>
      {permissions.map((one, index) => (
        <PermissionRow
          key={one.key}
          number={index + 1}
          permission={one}
          onChange={replace}
          onRemove={() => onChange(permissions.filter(({ key }) => key !== one.key))}
        />
      ))}
      {error ? <p className="text-small text-bad">{error}</p> : null}
      <div>
        <Button size="sm" onClick={() => onChange([...permissions, newPermission()])}>
          <Plus size={14} strokeWidth={1.8} aria-hidden="true" />
          Add a permission
        </Button>
      </div>
    </fieldset>
  );
}

function PermissionRow({
  number,
  permission,
  onChange,
  onRemove,
}: {
  number: number;
  permission: PermissionDraft;
  onChange: (permission: PermissionDraft) => void;
  onRemove: () => void;
}) {
  const text = (field: "environments" | "actions" | "destructiveAlone") => ({
    value: permission[field],
    autoComplete: "off",
    spellCheck: false,
    onChange: (event: { target: { value: string } }) =>
      onChange({ ...permission, [field]: event.target.value }),
  });
  return (
    <fieldset
      aria-label={`Permission ${number}`}
      className="grid items-end gap-2 rounded-2 border border-line p-2.5 sm:grid-cols-[1fr_1.3fr_176px_32px]"
    >
      <Field label="Environments">
        <Input {...text("environments")} placeholder="production, staging" />
      </Field>
      <Field label="Actions">
        <Input {...text("actions")} placeholder="restart, deploy" />
      </Field>
      <Field label="How far">
        <Select
          value={permission.autonomy}
          options={AUTONOMY_OPTIONS}
          onChange={(event) => {
            const chosen = AUTONOMIES.find((one) => one === event.target.value);
            if (chosen !== undefined) onChange({ ...permission, autonomy: chosen });
          }}
        />
      </Field>
      <Button variant="ghost" icon aria-label={`Take permission ${number} away`} onClick={onRemove}>
        <X size={14} aria-hidden="true" />
      </Button>
      {permission.autonomy === "act-alone" ? (
        <Field
          className="sm:col-span-4"
          label="Destructive actions that it may do alone even in production, each by its name"
          optional
        >
          <Input {...text("destructiveAlone")} placeholder="delete cache" />
        </Field>
      ) : null}
    </fieldset>
  );
}
