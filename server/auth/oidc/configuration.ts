import * as oidc from "openid-client";
import type { identityProvider } from "@/db/schema";
import { openClientSecret } from "@/server/identity-provider/stored";
import { networkFor, type OidcSettings } from "./dependencies";
import { acceptedAlgorithms, discoverMetadata, problemsOf } from "./discover";
import { detailOf, SsoFailure } from "./failure";
import { providerFetch, TIMEOUT_S } from "./provider-fetch";

export type ProviderRow = typeof identityProvider.$inferSelect;

const FRESH_MS = 10 * 60_000;
const KEPT_MAX = 200;
const CLOCK_TOLERANCE_S = 30;

const kept = new Map<string, { until: number; configuration: Promise<oidc.Configuration> }>();

/** How to speak with the provider. What it says of itself is asked for again after ten minutes, or when it is edited. */
export async function configurationOf(
  provider: ProviderRow,
  settings: OidcSettings,
  now: Date,
): Promise<oidc.Configuration> {
  const key = [provider.id, provider.version, provider.issuer, provider.clientId].join(" ");
  const found = kept.get(key);
  if (found !== undefined && found.until > now.getTime()) return found.configuration;
  const configuration = makeConfiguration(provider, settings);
  kept.delete(key);
  kept.set(key, { until: now.getTime() + FRESH_MS, configuration });
  const [oldest] = kept.keys();
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  try {
    return await configuration;
  } catch (error) {
    // The next try asks again.
    if (kept.get(key)?.configuration === configuration) kept.delete(key);
    throw error instanceof SsoFailure ? error : new SsoFailure("sso-unavailable", detailOf(error));
  }
}

async function makeConfiguration(provider: ProviderRow, settings: OidcSettings): Promise<oidc.Configuration> {
  const network = networkFor(settings, provider.issuer);
  const metadata = await discoverMetadata(provider.issuer, network);
  const secret = openClientSecret(provider);
  const problems = problemsOf(provider.issuer, metadata, { hasClientSecret: secret !== null });
  if (problems.length > 0) throw new SsoFailure("sso-unavailable", problems.join(" "));
  const configuration = new oidc.Configuration(
    { ...metadata, id_token_signing_alg_values_supported: acceptedAlgorithms(metadata) },
    provider.clientId,
    { [oidc.clockTolerance]: CLOCK_TOLERANCE_S },
    secret === null ? oidc.None() : authenticationWith(secret, metadata),
  );
  configuration[oidc.customFetch] = providerFetch(network);
  configuration.timeout = TIMEOUT_S;
  // The library trusts TLS for a token from the token endpoint; its signature is verified here all the same.
  oidc.enableNonRepudiationChecks(configuration);
  if (provider.issuer.startsWith("http:")) oidc.allowInsecureRequests(configuration);
  return configuration;
}

/** What RFC 6749 has every provider take, and what most are set up for when nobody chose. */
function authenticationWith(secret: string, metadata: oidc.ServerMetadata): oidc.ClientAuth {
  const methods = metadata.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  return methods.includes("client_secret_basic")
    ? oidc.ClientSecretBasic(secret)
    : oidc.ClientSecretPost(secret);
}
