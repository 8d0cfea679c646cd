import { ROLE_WORDS, ROLES, type Role } from "./roles";

interface Given {
  role: Role;
  /** The team's name; null is the whole workspace. */
  team: string | null;
}

/** The roles as a person reads them, highest first: "Owner", "Responder of Payments and Search". A viewer's only when it is all. */
export function rolesInWords(grants: readonly Given[]): string[] {
  const words = ROLES.toReversed()
    .filter((role) => role !== "viewer")
    .flatMap((role) => roleInWords(role, grants));
  return words.length === 0 ? [ROLE_WORDS.viewer.name] : words;
}

function roleInWords(role: Role, grants: readonly Given[]): string[] {
  const own = grants.filter((grant) => grant.role === role);
  if (own.length === 0) return [];
  const { name } = ROLE_WORDS[role];
  if (own.some(({ team }) => team === null)) return [name];
  return [`${name} of ${[...new Set(own.map(({ team }) => team))].join(" and ")}`];
}
