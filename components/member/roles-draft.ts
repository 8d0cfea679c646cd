import { ROLE_WORDS, ROLES, type Role } from "@/domain/access/roles";
import type { WireGrant } from "@/domain/member/schema";

type Given = Pick<WireGrant, "role" | "team">;

/** What a form holds of a role: the whole workspace, or the teams that are chosen. */
export type RoleDraft = { isWhole: boolean; teams: readonly string[] };
export type RolesDraft = Partial<Record<Role, RoleDraft>>;

export function draftOfGrants(grants: readonly Given[]): RolesDraft {
  const draft: RolesDraft = {};
  for (const { role, team } of grants) {
    if (role === "viewer") continue;
    const before = draft[role];
    draft[role] =
      team === null || before?.isWhole
        ? { isWhole: true, teams: [] }
        : { isWhole: false, teams: [...(before?.teams ?? []), team] };
  }
  return draft;
}

export function grantsOfDraft(draft: RolesDraft): { role: Role; team: string | null }[] {
  return ROLES.flatMap((role): { role: Role; team: string | null }[] => {
    const held = draft[role];
    if (!held) return [];
    return held.isWhole ? [{ role, team: null }] : held.teams.map((team) => ({ role, team }));
  });
}

/** The same roles are the same text, whatever order they were given in. */
export function textOfRoles(draft: RolesDraft): string {
  const held = ROLES.flatMap((role) => {
    const one = draft[role];
    return one ? [[role, { isWhole: one.isWhole, teams: [...one.teams].sort() }]] : [];
  });
  return JSON.stringify(Object.fromEntries(held));
}

export function rolesOfText(text: string): RolesDraft {
  return JSON.parse(text);
}

/** What keeps the draft from being sent: a role that is limited to no team at all. */
export function rolesProblem(draft: RolesDraft): string | null {
  const empty = ROLES.find((role) => draft[role] && !draft[role].isWhole && draft[role].teams.length === 0);
  return empty === undefined
    ? null
    : `${ROLE_WORDS[empty].name} is limited to teams: choose at least one, or the whole workspace.`;
}
