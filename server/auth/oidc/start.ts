import { eq } from "drizzle-orm";
import * as oidc from "openid-client";
import type { Database } from "@/db/client";
import { identityProvider } from "@/db/schema";
import { safeReturnPath } from "@/server/auth/return-path";
import { keepAttempt } from "./attempt";
import { bindingCookie, newBinding } from "./browser-cookie";
import { configurationOf, type ProviderRow } from "./configuration";
import type { OidcDependencies } from "./dependencies";
import { SsoFailure } from "./failure";
import { callbackAddress, ownOrigin } from "./own-address";

/** A signed-in user who connects an account at the provider to their own. */
interface Linking {
  userId: string;
  sessionId: string;
}

export interface Started {
  /** The address at the provider to go to. */
  location: string;
  /** The Set-Cookie that binds the answer to this browser. */
  cookie: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function findEnabledProvider(db: Database, id: string): Promise<ProviderRow> {
  const [row] = UUID.test(id)
    ? await db.select().from(identityProvider).where(eq(identityProvider.id, id))
    : [];
  if (!row?.enabled) throw new SsoFailure("sso-unknown-provider", `No enabled provider ${id.slice(0, 100)}.`);
  return row;
}

/** Begins a sign-in at the provider: authorization code with PKCE, a state and a nonce, all kept for ten minutes. */
export async function startSignIn(
  dependencies: OidcDependencies,
  input: { providerId: string; headers: Headers; returnTo: string | null; linking?: Linking },
): Promise<Started> {
  const settings = dependencies.settings();
  const [db, now] = [dependencies.db(), dependencies.now()];
  const origin = ownOrigin(settings, input.headers);
  const provider = await findEnabledProvider(db, input.providerId);
  const configuration = await configurationOf(provider, settings, now);
  const binding = newBinding(input.linking?.sessionId ?? null);
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const codeVerifier = oidc.randomPKCECodeVerifier();
  await keepAttempt(db, {
    state,
    binding,
    now,
    workspaceId: provider.workspaceId,
    identityProviderId: provider.id,
    codeVerifier,
    nonce,
    linkUserId: input.linking?.userId ?? null,
    returnTo: safeReturnPath(input.returnTo),
  });
  const location = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: callbackAddress(origin),
    scope: provider.scopes,
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
  });
  return {
    location: location.href,
    cookie: bindingCookie(binding, settings.secret, origin.startsWith("https:")),
  };
}
