import { ROLE_WORDS, ROLES, type Role } from "./roles";

/** The roles as a person reads them, highest first: "Owner", "Responder of Payments". A viewer's only when it is all. */
export function rolesInWords(grants: readonly { role: Role; team: string | null }[]): string[] {
  const byRank = [...grants].sort((a, b) => ROLES.indexOf(b.role) - ROLES.indexOf(a.role));
  const words = byRank
    .filter(({ role }) => role !== "viewer")
    .map(({ role, team }) => (team === null ? ROLE_WORDS[role].name : `${ROLE_WORDS[role].name} of ${team}`));
  return words.length === 0 ? [ROLE_WORDS.viewer.name] : [...new Set(words)];
}
