import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";

/**
 * Opens a session for a user who has proved who they are by other means than a password: a one-time link, single
 * sign-on, an accepted invitation. Called from the server only; there is no address for it.
 */
export function openSessionPlugin() {
  return {
    id: "open-session",
    endpoints: {
      openSession: createAuthEndpoint(
        {
          method: "POST",
          body: z.object({
            userId: z.uuid(),
            onlyWorkspaceId: z.uuid().nullable().default(null),
            identityProviderId: z.uuid().nullable().default(null),
          }),
        },
        async (context) => {
          const { userId, ...limits } = context.body;
          const accounts = context.context.internalAdapter;
          const user = await accounts.findUserById(userId);
          if (!user) throw context.error("UNAUTHORIZED", { message: "There is no such user." });
          const session = await accounts.createSession(userId, false, limits);
          await setSessionCookie(context, { session, user });
          return context.json({ sessionId: session.id });
        },
      ),
    },
  };
}
