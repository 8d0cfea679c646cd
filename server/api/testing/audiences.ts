import { CALLERS, type Caller } from "./two-workspaces";

// Who gets a success, named after the question of domain/access that decides it.

export const ADMIN_TOKENS = ["token: admin"] as const;
const WRITE_TOKENS = ["token: read, write", "token: read, write, people, of another agent"] as const;
const READ_TOKENS = ["token: read", ...WRITE_TOKENS] as const;

export const MEMBERS = [
  "viewer",
  "responder",
  "responder of the team",
  "responder of another team",
  "author",
  "reviewer",
  "policy owner",
  "admin",
  "owner",
] as const;
/** canRead */
export const READERS: readonly Caller[] = [...MEMBERS, ...READ_TOKENS, "personal token of the viewer"];
/** canContestInvolvement */
export const CONTESTERS: readonly Caller[] = [...MEMBERS, ...WRITE_TOKENS, "personal token of the viewer"];
/** canRespond and canKeepService, of the team's. */
export const RESPONDERS: readonly Caller[] = [
  "responder",
  "responder of the team",
  "admin",
  "owner",
  ...WRITE_TOKENS,
];
/** canKeepPolicy */
export const POLICY_KEEPERS: readonly Caller[] = ["policy owner", "admin", "owner", ...ADMIN_TOKENS];
/** canKeepAgents */
export const AGENT_KEEPERS: readonly Caller[] = ["policy owner", "admin", "owner", ...ADMIN_TOKENS];
/** canRecordChange, canActForAgent */
export const RECORDERS: readonly Caller[] = [...RESPONDERS, "responder of another team"];
/** canKeepRepositories */
export const REPOSITORY_KEEPERS: readonly Caller[] = ["responder", "admin", "owner", ...WRITE_TOKENS];
/** canWriteAbout, of the team's. */
export const WRITERS: readonly Caller[] = [...RESPONDERS, "author"];
/** canSignOff, of nobody's service. */
export const SIGNERS: readonly Caller[] = ["reviewer", "admin", "owner", ...WRITE_TOKENS];
/** canBreakGlass, of nobody's service. */
export const BREAKERS: readonly Caller[] = [
  "responder",
  "responder of the team",
  "responder of another team",
  "reviewer",
  "admin",
  "owner",
];
/** canReviewBreakGlass */
export const BREAK_REVIEWERS: readonly Caller[] = ["reviewer", "policy owner", "admin", "owner"];
/** canKeepMarks */
export const MARKERS: readonly Caller[] = [
  "responder",
  "author",
  "policy owner",
  "admin",
  "owner",
  ...WRITE_TOKENS,
];
/** canAddCauseKind */
export const CLASSIFIERS: readonly Caller[] = ["author", "policy owner", "admin", "owner", ...WRITE_TOKENS];
/** canKeepRoster, canRecordAiUse, canImport */
export const DATA_ADMINS: readonly Caller[] = ["admin", "owner", ...WRITE_TOKENS];
/** canSeeImports */
export const IMPORT_READERS: readonly Caller[] = ["admin", "owner", ...READ_TOKENS];
/** canEditWorkspace, canSeeAudit, canKeepMembers, canKeepServiceTokens, canErasePerson */
export const ADMINS: readonly Caller[] = ["admin", "owner", ...ADMIN_TOKENS];
/** canKeepIdentityProviders */
export const OWNERS: readonly Caller[] = ["owner"];
/** Whoever has an account, of whatever workspace. */
export const ACCOUNTS: readonly Caller[] = [
  ...MEMBERS,
  "deactivated owner",
  "member of the other only",
  "owner, session for the other only",
];
export const EVERYBODY: readonly Caller[] = CALLERS.filter(
  (one) => one !== "revoked token" && one !== "expired token",
);
export const KNOWN: readonly Caller[] = EVERYBODY.filter((one) => one !== "anonymous");
