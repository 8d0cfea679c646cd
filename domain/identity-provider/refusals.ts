/** Why a single sign-on ended without a session: the stable code in the address, and what it says to a person. */
export const SSO_REFUSALS = {
  "sso-unknown-provider":
    "This way of signing in is not there, or is switched off. Choose another, or ask an owner of your workspace.",
  "sso-no-address":
    "Single sign-on needs to know Faultline's public address. Its operator sets it as FAULTLINE_URL.",
  "sso-unavailable":
    "The identity provider did not answer, or its settings do not fit. Try again in a minute; an owner can test it under Settings, Sign-in.",
  "sso-too-many-requests": "Too many sign-ins come from your address. Wait a minute, then start again.",
  "sso-expired": "This sign-in took too long, or its answer came twice. Start again.",
  "sso-other-browser": "This sign-in was begun in another browser. Start again in this one.",
  "sso-declined": "The identity provider did not sign you in. Try again, or ask who runs it.",
  "sso-invalid-answer":
    "The identity provider's answer could not be trusted, so nobody was signed in. Start again; if it repeats, tell an admin.",
  "sso-no-email":
    "The identity provider did not say your e-mail address. Ask who runs it to send the e-mail claim.",
  "sso-unverified-email":
    "The identity provider did not say that your e-mail address is verified, so no account is made for it.",
  "sso-account-exists":
    "There is an account with your e-mail address already. Sign in to it as before, then choose Account, Connect, to use single sign-on.",
  "sso-not-a-member":
    "You are no member of the workspace, and this provider makes none. Ask an admin of the workspace to invite you.",
  "sso-deactivated": "Your membership of the workspace was ended. Ask an admin of the workspace.",
  "sso-connect-session":
    "To connect an account, stay signed in until the provider has answered. Start again.",
  "sso-connected-elsewhere": "That account at the provider is connected to another user already.",
} as const;

export type SsoRefusal = keyof typeof SSO_REFUSALS;

/** What to show for the reason in an address; null when it is none of ours. */
export function ssoRefusalWords(reason: string | null | undefined): string | null {
  return reason && Object.hasOwn(SSO_REFUSALS, reason) ? SSO_REFUSALS[reason as SsoRefusal] : null;
}
