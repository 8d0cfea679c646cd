"use client";

import { Checkbox, Select } from "@/components/ui/field";
import { ROLE_WORDS, ROLES, type Role, TEAM_ROLES } from "@/domain/access/roles";
import type { RoleDraft, RolesDraft } from "./roles-draft";

const WHOLE: RoleDraft = { isWhole: true, teams: [] };

/** Each role with what it may, and, where a team limits it, for which teams. */
export function RoleFields({
  draft,
  onChange,
  teams,
  mayGiveHigh,
  error,
}: {
  draft: RolesDraft;
  onChange: (draft: RolesDraft) => void;
  teams: readonly string[];
  /** Whether admin and owner may be given and taken. */
  mayGiveHigh: boolean;
  error: string | undefined;
}) {
  const set = (role: Role, value: RoleDraft | undefined) => {
    const { [role]: _, ...rest } = draft;
    onChange(value === undefined ? rest : { ...rest, [role]: value });
  };
  return (
    <fieldset className="flex flex-col gap-0.5">
      <legend className="pb-1 text-small text-ink-2">Roles, besides viewer, which every member is</legend>
      {ROLES.filter((role) => role !== "viewer").map((role) => (
        <RoleField
          key={role}
          role={role}
          held={draft[role]}
          onChange={(value) => set(role, value)}
          teams={teams}
          isLocked={!mayGiveHigh && (role === "admin" || role === "owner")}
        />
      ))}
      {mayGiveHigh ? null : <p className="text-small text-ink-3">Only an owner makes admins and owners.</p>}
      {error ? (
        <p role="alert" className="text-small text-bad">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

function RoleField({
  role,
  held,
  onChange,
  teams,
  isLocked,
}: {
  role: Role;
  held: RoleDraft | undefined;
  onChange: (held: RoleDraft | undefined) => void;
  teams: readonly string[];
  isLocked: boolean;
}) {
  const { name, may } = ROLE_WORDS[role];
  return (
    <div>
      <Checkbox
        checked={held !== undefined}
        disabled={isLocked}
        onChange={({ target }) => onChange(target.checked ? WHOLE : undefined)}
        label={
          <>
            <span className="font-medium">{name}</span> <span className="text-ink-2">{may}</span>
          </>
        }
      />
      {held !== undefined && TEAM_ROLES.includes(role) && teams.length > 0 ? (
        <div className="flex flex-col gap-1 pt-0.5 pb-1.5 pl-5.5">
          <span className="self-start">
            <Select
              aria-label={`${name} for`}
              value={held.isWhole ? "whole" : "teams"}
              options={[
                { value: "whole", label: "for the whole workspace" },
                { value: "teams", label: "for some teams only" },
              ]}
              onChange={({ target }) =>
                onChange(target.value === "whole" ? WHOLE : { isWhole: false, teams: held.teams })
              }
            />
          </span>
          {held.isWhole ? null : (
            <fieldset
              aria-label={`Teams of ${name}`}
              className="grid max-h-40 grid-cols-2 gap-x-3 overflow-y-auto rounded-2 border border-line px-2 py-0.5"
            >
              {teams.map((team) => (
                <Checkbox
                  key={team}
                  label={team}
                  checked={held.teams.includes(team)}
                  onChange={({ target }) =>
                    onChange({
                      isWhole: false,
                      teams: teams.filter((one) =>
                        one === team ? target.checked : held.teams.includes(one),
                      ),
                    })
                  }
                />
              ))}
            </fieldset>
          )}
        </div>
      ) : null}
    </div>
  );
}
