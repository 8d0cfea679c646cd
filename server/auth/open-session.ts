import { randomBytes } from "node:crypto";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";

const SESSION_WAYS = ["password", "link", "invitation", "set-up", "single-sign-on"] as const;
export type SessionWay = (typeof SESSION_WAYS)[number];

/** The names by which the two-factor plugin finds a sign-in that waits for its second factor. */
const CHALLENGE_COOKIE = "two_factor";
const attemptsOf = (challenge: string) => `2fa-attempts-${challenge}`;
const CHALLENGE_S = 600;

/**
 * Opens a session for a user who has proved who they are, or the wait for their second factor. Called from the server
 * only; there is no address for it.
 */
export function openSessionPlugin() {
  return { id: "open-session", endpoints: { openSession: openSession(), openChallenge, readChallenge } };
}

const openSession = () =>
  createAuthEndpoint(
    {
      method: "POST",
      body: z.object({
        userId: z.uuid(),
        via: z.enum(SESSION_WAYS).optional(),
        address: z.string().nullable().default(null),
        onlyWorkspaceId: z.uuid().nullable().default(null),
        identityProviderId: z.uuid().nullable().default(null),
      }),
    },
    async (context) => {
      const { userId, address, ...limits } = context.body;
      const accounts = context.context.internalAdapter;
      const user = await accounts.findUserById(userId);
      if (!user) throw context.error("UNAUTHORIZED", { message: "There is no such user." });
      // The library would take the address from a header that anybody can write.
      const session = await accounts.createSession(userId, false, { ...limits, ipAddress: address ?? "" });
      await setSessionCookie(context, { session, user });
      return context.json({ sessionId: session.id });
    },
  );

/** What the plugin does itself after its own password check; ours stands behind our limits. */
const openChallenge = createAuthEndpoint(
  { method: "POST", body: z.object({ userId: z.uuid() }) },
  async (context) => {
    const { createAuthCookie, internalAdapter, secret } = context.context;
    const challenge = `2fa-${randomBytes(24).toString("base64url")}`;
    const expiresAt = new Date(Date.now() + CHALLENGE_S * 1000);
    await internalAdapter.createVerificationValue({
      identifier: challenge,
      value: context.body.userId,
      expiresAt,
    });
    await internalAdapter.createVerificationValue({
      identifier: attemptsOf(challenge),
      value: "0",
      expiresAt,
    });
    const cookie = createAuthCookie(CHALLENGE_COOKIE, { maxAge: CHALLENGE_S });
    await context.setSignedCookie(cookie.name, challenge, secret, cookie.attributes);
    return context.json({});
  },
);

/** Whose second factor the browser's sign-in waits for; null when it waits for none. */
const readChallenge = createAuthEndpoint({ method: "POST", requireHeaders: true }, async (context) => {
  const { createAuthCookie, internalAdapter, secret } = context.context;
  const challenge = await context.getSignedCookie(createAuthCookie(CHALLENGE_COOKIE).name, secret);
  const found = challenge ? await internalAdapter.findVerificationValue(challenge) : null;
  return context.json({ userId: found && found.expiresAt > new Date() ? found.value : null });
});
