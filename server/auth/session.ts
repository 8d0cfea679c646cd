import type { Auth } from "./better-auth";
import type { SessionWay } from "./open-session";
import type { SessionPrincipal } from "./principal";

const SEEN_MS = 300_000;

/** The user of the request's session cookie; null without one, or when the session has ended. */
export async function sessionPrincipal(auth: Auth, headers: Headers): Promise<SessionPrincipal | null> {
  if (!headers.has("cookie")) return null;
  const found = await auth.api.getSession({
    headers,
    query: { disableCookieCache: true, disableRefresh: true },
  });
  if (!found) return null;
  await noteSeen(auth, found.session);
  return {
    kind: "session",
    sessionId: found.session.id,
    userId: found.user.id,
    name: found.user.name,
    email: found.user.email,
    onlyWorkspaceId: found.session.onlyWorkspaceId ?? null,
  };
}

/** When a session was last used is told to five minutes, so that a busy one does not write at each request. */
async function noteSeen(auth: Auth, session: { token: string; updatedAt: Date }): Promise<void> {
  const seenAt = new Date();
  if (seenAt.getTime() - session.updatedAt.getTime() < SEEN_MS) return;
  const { internalAdapter } = await auth.$context;
  await internalAdapter.updateSession(session.token, { updatedAt: seenAt });
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
