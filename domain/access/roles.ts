/** What a member may be, least first. Roles add up; every member is at least a viewer. */
export const ROLES = ["viewer", "responder", "author", "reviewer", "policy_owner", "admin", "owner"] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_WORDS: Record<Role, { name: string; may: string }> = {
  viewer: { name: "Viewer", may: "reads incidents, services and charts" },
  responder: { name: "Responder", may: "logs and runs incidents, keeps services" },
  author: { name: "Author", may: "writes postmortems, states causes, adds notes and marks" },
  reviewer: { name: "Reviewer", may: "signs changes off, as far as their level allows" },
  policy_owner: { name: "Policy owner", may: "sets the sign-off policy and sees figures about a person" },
  admin: { name: "Admin", may: "keeps the roster, members, tokens, settings and imports" },
  owner: { name: "Owner", may: "does everything, and makes other owners" },
};

/** The roles that may be limited to a team; the others are always for the whole workspace. */
export const TEAM_ROLES: readonly Role[] = ["responder", "author", "reviewer"];

/** A role, for the whole workspace or for what one team owns. */
export interface Grant {
  role: Role;
  /** Null is the whole workspace. */
  teamId: string | null;
}

/** What a token may be used for; an actor with a token needs both the grant and the scope. */
export const SCOPES = ["read", "write", "people", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

export const SCOPE_WORDS: Record<Scope, string> = {
  read: "read everything but figures about a named person",
  write: "write incidents, changes, services, the roster, AI use and imports",
  people: "read figures about a named person",
  admin: "keep members, tokens, sign-in, settings and the audit trail",
};
