import { and, eq, gt } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { authSession } from "@/db/schema";
import type { Actor } from "@/domain/access/actor";
import { beginSession } from "@/server/auth/begin-session";
import { type Ctx, inTransaction } from "@/server/context";
import { admit } from "./admit";
import { type Attempt, takeAttempt } from "./attempt";
import { type BrowserBinding, readBinding } from "./browser-cookie";
import { configurationOf, type ProviderRow } from "./configuration";
import { connect, requireLinkingSession } from "./connect";
import type { OidcDependencies } from "./dependencies";
import { SsoFailure } from "./failure";
import { callbackAddress, ownOrigin } from "./own-address";
import { redeem } from "./redeem";
import { findEnabledProvider } from "./start";

/** Roles from groups are as old as the session that brought them, so such a session is short. */
const SESSION_MS = 12 * 3_600_000;

export interface Finished {
  returnTo: string;
  /** Set-Cookie values; none when an account was connected. */
  cookies: string[];
}

/** What is known of a sign-in that ends, for the page that says how it went wrong. */
export interface Progress {
  attempt?: Attempt;
  ctx?: Ctx;
  provider?: ProviderRow;
}

/** The provider's answer: signs its user in, or connects the account to who began it. */
export async function finishSignIn(
  dependencies: OidcDependencies,
  { query, headers }: { query: string; headers: Headers },
  progress: Progress,
): Promise<Finished> {
  const settings = dependencies.settings();
  const origin = ownOrigin(settings, headers);
  const url = new URL(`${callbackAddress(origin)}${query}`);
  const binding = readBinding(headers, settings.secret, origin.startsWith("https:"));
  if (binding === null)
    throw new SsoFailure("sso-other-browser", "The browser has no cookie of this sign-in.");
  const [db, now] = [dependencies.db(), dependencies.now()];
  const states = url.searchParams.getAll("state");
  const [state = ""] = states;
  const attempt = states.length === 1 ? await takeAttempt(db, state, binding, now) : null;
  if (attempt === null)
    throw new SsoFailure("sso-expired", "No sign-in of this browser waits for that state.");
  progress.attempt = attempt;
  const provider = await findEnabledProvider(db, attempt.identityProviderId);
  progress.provider = provider;
  const ctx: Ctx = {
    db,
    now,
    actor: { kind: "system", name: `single sign-on: ${provider.name}` },
    workspaceId: provider.workspaceId,
    requestId: uuidv7(),
    address: dependencies.address(headers),
  };
  progress.ctx = ctx;
  const linking = await linkingActor(dependencies, ctx, { attempt, binding, headers });
  const configuration = await configurationOf(provider, settings, now);
  const vouched = await redeem(configuration, provider, attempt, { url, state });
  const { returnTo } = attempt;
  if (linking !== null) {
    await connect({ ...ctx, actor: linking }, provider, vouched);
    return { returnTo, cookies: [] };
  }
  const cookies = await inTransaction(ctx, async (tx) => {
    const user = await admit(tx, provider, vouched);
    const begun = await beginSession(
      { ...tx, accounts: dependencies.accounts(), headers, address: tx.address ?? null },
      user,
      { via: "single-sign-on", onlyWorkspaceId: provider.workspaceId, identityProviderId: provider.id },
    );
    await shortenSessions(tx, user.id, provider.id);
    return begun;
  });
  return { returnTo, cookies };
}

/** An attempt to connect is finished by the very session that began it, and by no other. */
function linkingActor(
  dependencies: OidcDependencies,
  ctx: Ctx,
  { attempt, binding, headers }: { attempt: Attempt; binding: BrowserBinding; headers: Headers },
): Promise<Actor> | null {
  if (attempt.linkUserId === null) return null;
  return requireLinkingSession(dependencies, ctx, headers, {
    userId: attempt.linkUserId,
    sessionId: binding.sessionId,
  });
}

async function shortenSessions(ctx: Ctx, userId: string, providerId: string): Promise<void> {
  const until = new Date(ctx.now.getTime() + SESSION_MS);
  await ctx.db
    .update(authSession)
    .set({ expiresAt: until })
    .where(
      and(
        eq(authSession.userId, userId),
        eq(authSession.identityProviderId, providerId),
        gt(authSession.expiresAt, until),
      ),
    );
}
