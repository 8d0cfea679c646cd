import type { Auth } from "./better-auth";
import type { SessionWay } from "./open-session";
import type { SessionPrincipal } from "./principal";

/** The user of the request's session cookie; null without one, or when the session has ended. */
export async function sessionPrincipal(auth: Auth, headers: Headers): Promise<SessionPrincipal | null> {
  if (!headers.has("cookie")) return null;
  const found = await auth.api.getSession({
    headers,
    query: { disableCookieCache: true, disableRefresh: true },
  });
  if (!found) return null;
  return {
    kind: "session",
    sessionId: found.session.id,
    userId: found.user.id,
    name: found.user.name,
    email: found.user.email,
    onlyWorkspaceId: found.session.onlyWorkspaceId ?? null,
  };
}

interface SessionLimits {
  userId: string;
  via?: SessionWay;
  /** Where the request came from. */
  address?: string | null;
  onlyWorkspaceId?: string | null;
  identityProviderId?: string | null;
}

/** Opens a session for a user who has proved who they are; returns the Set-Cookie values that carry it. */
export async function openSession(auth: Auth, headers: Headers, limits: SessionLimits): Promise<string[]> {
  const { headers: answered } = await auth.api.openSession({ headers, body: limits, returnHeaders: true });
  return answered.getSetCookie();
}
