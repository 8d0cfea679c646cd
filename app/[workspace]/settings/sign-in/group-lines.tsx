"use client";

import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/field";
import { ROLE_WORDS, ROLES, TEAM_ROLES } from "@/domain/access/roles";
import type { GroupLine } from "./provider-draft";

const MAPPED = ROLES.filter((role) => role !== "owner" && role !== "viewer");
const ROLE_OPTIONS = MAPPED.map((role) => ({ value: role, label: ROLE_WORDS[role].name }));

/** Which group of the provider gives which role, for the whole workspace or one team. */
export function GroupLines({
  lines,
  teams,
  error,
  onChange,
}: {
  lines: readonly GroupLine[];
  teams: readonly string[];
  error: string | undefined;
  onChange: (lines: GroupLine[]) => void;
}) {
  const change = (key: string, edit: Partial<GroupLine>) =>
    onChange(lines.map((line) => (line.key === key ? { ...line, ...edit } : line)));
  const add = () =>
    onChange([...lines, { key: crypto.randomUUID(), group: "", role: "responder", team: "" }]);
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="pb-1 text-small text-ink-2">Groups and their roles</legend>
      {lines.map((line, at) => (
        <div
          key={line.key}
          className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-center gap-2 sm:grid-cols-[minmax(0,1fr)_8.5rem_10.5rem_auto]"
        >
          <Input
            aria-label={`Group ${at + 1}`}
            className="max-sm:col-span-3"
            aria-invalid={error !== undefined && line.group.trim() === "" ? true : undefined}
            placeholder="Group, as the provider names it"
            value={line.group}
            maxLength={300}
            autoComplete="off"
            onChange={(event) => change(line.key, { group: event.target.value })}
          />
          <Select
            aria-label={`Role of group ${at + 1}`}
            value={line.role}
            options={ROLE_OPTIONS}
            onChange={(event) => {
              const role = MAPPED.find((one) => one === event.target.value);
              if (role !== undefined) change(line.key, { role });
            }}
          />
          <Select
            aria-label={`Team of group ${at + 1}`}
            value={TEAM_ROLES.includes(line.role) ? line.team : ""}
            disabled={!TEAM_ROLES.includes(line.role)}
            options={[
              { value: "", label: "Whole workspace" },
              ...teams.map((team) => ({ value: team, label: team })),
            ]}
            onChange={(event) => change(line.key, { team: event.target.value })}
          />
          <Button
            variant="ghost"
            size="sm"
            icon
            aria-label={`Remove group ${at + 1}`}
            onClick={() => onChange(lines.filter(({ key }) => key !== line.key))}
          >
            <X size={14} aria-hidden="true" />
          </Button>
        </div>
      ))}
      {error ? <p className="text-small text-bad">{error}</p> : null}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button size="sm" onClick={add}>
          Add group
        </Button>
        <p className="text-small text-ink-3">
          Checked at every sign-in: who leaves a group loses its role. No group makes an owner.
        </p>
      </div>
    </fieldset>
  );
}
