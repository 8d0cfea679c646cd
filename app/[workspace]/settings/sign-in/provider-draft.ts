import type { FormWords } from "@/components/form/use-merged-draft";
import type { Problems } from "@/components/form/use-submit";
import { ROLE_WORDS, type Role, TEAM_ROLES } from "@/domain/access/roles";
import { issuerProblem } from "@/domain/identity-provider/issuer";
import type { IdentityProvider, IdentityProviderEdit } from "@/domain/identity-provider/schema";

export type GroupLine = { key: string; group: string; role: Exclude<Role, "owner">; team: string };

/** A provider as it is typed. */
export type ProviderDraft = {
  name: string;
  issuer: string;
  clientId: string;
  /** Empty keeps the stored one. */
  clientSecret: string;
  isPublic: boolean;
  scopes: string;
  groupsClaim: string;
  groups: GroupLine[];
  createsMembers: boolean;
  enabled: boolean;
};

export const EMPTY_DRAFT: ProviderDraft = {
  name: "",
  issuer: "",
  clientId: "",
  clientSecret: "",
  isPublic: false,
  scopes: "openid email profile",
  groupsClaim: "groups",
  groups: [],
  createsMembers: true,
  enabled: true,
};

export function draftOf(provider: IdentityProvider): ProviderDraft {
  const { name, issuer, clientId, scopes, groupsClaim, createsMembers, enabled } = provider;
  return {
    name,
    issuer,
    clientId,
    clientSecret: "",
    isPublic: !provider.hasClientSecret,
    scopes,
    groupsClaim,
    groups: provider.groupRoles.flatMap(({ group, role, team }, at) =>
      role === "owner" ? [] : [{ key: `stored-${at}`, group, role, team: team ?? "" }],
    ),
    createsMembers,
    enabled,
  };
}

export function checkDraft(draft: ProviderDraft, provider: IdentityProvider | null): Problems {
  const problems: Problems = {};
  if (draft.name.trim() === "") problems.name = "Give the provider the name that its button will have.";
  const wrongIssuer = issuerProblem(draft.issuer.trim());
  if (wrongIssuer !== null) problems.issuer = wrongIssuer;
  if (draft.clientId.trim() === "") problems.clientId = "Give the client id that the provider shows.";
  const keepsSecret = provider?.hasClientSecret && provider.issuer === draft.issuer.trim();
  if (!draft.isPublic && draft.clientSecret.trim() === "" && !keepsSecret) {
    problems.clientSecret = provider?.hasClientSecret
      ? "Give the secret again: the stored one is never sent to another issuer."
      : "Give the client secret, or say that the client is public.";
  }
  if (draft.groups.some(({ group }) => group.trim() === "")) {
    problems.groupRoles = "Name each group as the provider does, or remove its line.";
  }
  return problems;
}

/** Everything, for a new provider; for an edit what was changed, so that the rest stays as it is stored. */
export function bodyOf(draft: ProviderDraft, opened: ProviderDraft | null): IdentityProviderEdit {
  const now = contentOf(draft);
  const before = opened === null ? {} : contentOf(opened);
  const changed = Object.entries(now).filter(
    ([name, value]) =>
      JSON.stringify(value) !== JSON.stringify(Object.entries(before).find(([key]) => key === name)?.[1]),
  );
  return { ...Object.fromEntries(changed), ...secretOf(draft, opened) };
}

function secretOf(draft: ProviderDraft, opened: ProviderDraft | null): { clientSecret?: string | null } {
  if (draft.isPublic) return opened?.isPublic ? {} : { clientSecret: null };
  const clientSecret = draft.clientSecret.trim();
  return clientSecret === "" ? {} : { clientSecret };
}

function contentOf(draft: ProviderDraft) {
  const { createsMembers, enabled } = draft;
  return {
    name: draft.name.trim(),
    issuer: draft.issuer.trim(),
    clientId: draft.clientId.trim(),
    scopes: draft.scopes.trim().replace(/\s+/g, " "),
    groupsClaim: draft.groupsClaim.trim(),
    groupRoles: draft.groups.map(({ group, role, team }) => ({
      group: group.trim(),
      role,
      team: team === "" || !TEAM_ROLES.includes(role) ? null : team,
    })),
    createsMembers,
    enabled,
  };
}

/** For an edit that meets another's. A secret that was typed is never written out. */
export const PROVIDER_WORDS: FormWords<ProviderDraft> = {
  what: "this provider",
  labels: {
    name: "Name",
    issuer: "Issuer",
    clientId: "Client id",
    clientSecret: "Client secret",
    isPublic: "Public client",
    scopes: "Scopes",
    groupsClaim: "Groups claim",
    groups: "Groups",
    createsMembers: "Makes members",
    enabled: "In use",
  },
  textOf: (_, value) => (Array.isArray(value) ? value.map(lineText).join("\n") : String(value).trim()),
  wordsOf: (field, value) => {
    if (Array.isArray(value)) return value.map(lineWords).join(", ") || "none";
    if (typeof value === "boolean") return value ? "yes" : "no";
    if (field === "clientSecret") return value === "" ? "as stored" : "a new one";
    return value;
  },
};

const lineText = ({ group, role, team }: GroupLine): string => JSON.stringify([group.trim(), role, team]);
const lineWords = ({ group, role, team }: GroupLine): string =>
  `${group}: ${ROLE_WORDS[role].name}${team === "" ? "" : ` of ${team}`}`;
