import { type Grant, TEAM_ROLES } from "../access/roles";

/** Whether both are the same role for the same team. */
function isSameGrant(one: Grant, other: Grant): boolean {
  return one.role === other.role && one.teamId === other.teamId;
}

/**
 * What is worth storing of the grants: every member is a viewer anyway, a role that cannot be limited is for the whole
 * workspace, and one for the whole workspace covers its teams.
 */
export function essentialGrants(given: readonly Grant[]): Grant[] {
  const wanted = given
    .filter(({ role }) => role !== "viewer")
    .map(({ role, teamId }) => ({ role, teamId: TEAM_ROLES.includes(role) ? teamId : null }));
  const whole = new Set(wanted.filter(({ teamId }) => teamId === null).map(({ role }) => role));
  const needed = wanted.filter(({ role, teamId }) => teamId === null || !whole.has(role));
  return needed.filter((grant, at) => needed.findIndex((other) => isSameGrant(grant, other)) === at);
}

/** What an edit gives and what it takes away. */
export function grantChanges(
  before: readonly Grant[],
  after: readonly Grant[],
): { given: Grant[]; taken: Grant[] } {
  return {
    given: after.filter((grant) => !before.some((other) => isSameGrant(grant, other))),
    taken: before.filter((grant) => !after.some((other) => isSameGrant(grant, other))),
  };
}
