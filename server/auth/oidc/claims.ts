/** What a provider vouches for, once its answer is validated. */
export interface Vouched {
  issuer: string;
  subject: string;
  email: string | null;
  isEmailVerified: boolean;
  name: string | null;
  /** Empty when the claim is missing: what a provider does not say gives no role. */
  groups: string[];
}

export type Claims = Readonly<Record<string, unknown>>;

const GROUPS_MAX = 2000;
const NAME_MAX = 120;
const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/;

/** Whether the ID token leaves open what the provider's userinfo may say. */
export function needsUserInfo(idToken: Claims, groupsClaim: string): boolean {
  return idToken.email === undefined || claimAt(idToken, groupsClaim) === undefined;
}

/** The ID token goes first. An address and whether it is verified are taken from the same place, never mixed. */
export function vouchedBy(
  idToken: Claims & { iss: string; sub: string },
  userInfo: Claims,
  groupsClaim: string,
): Vouched {
  const mail = idToken.email === undefined ? userInfo : idToken;
  const email = typeof mail.email === "string" ? mail.email.trim().toLowerCase() : "";
  return {
    issuer: idToken.iss,
    subject: idToken.sub,
    email: EMAIL.test(email) ? email : null,
    // Only the boolean: the text "false" would be true otherwise.
    isEmailVerified: mail.email_verified === true,
    name: nameIn(idToken) ?? nameIn(userInfo),
    groups: groupsIn(claimAt(idToken, groupsClaim) ?? claimAt(userInfo, groupsClaim)),
  };
}

/** The claim of that name, or else along its dots: Keycloak's `realm_access.roles`. */
function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let at: unknown = claims;
  for (const part of name.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, part)) return undefined;
    at = Object.entries(at).find(([key]) => key === part)?.[1];
  }
  return at;
}

function groupsIn(claim: unknown): string[] {
  const listed = Array.isArray(claim) ? claim : [claim];
  return listed.filter((one) => typeof one === "string").slice(0, GROUPS_MAX);
}

function nameIn(claims: Claims): string | null {
  const parts = [claims.given_name, claims.family_name].filter((part) => typeof part === "string").join(" ");
  const name = typeof claims.name === "string" && claims.name.trim() !== "" ? claims.name : parts;
  const plain = name
    .replace(/[\p{C}]+/gu, " ")
    .trim()
    .slice(0, NAME_MAX);
  return plain === "" ? null : plain;
}
