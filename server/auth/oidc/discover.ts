import * as oidc from "openid-client";
import type { Discovery } from "@/domain/identity-provider/schema";
import type { ReachableNetwork } from "@/server/outgoing/guarded-request";
import { detailOf } from "./failure";
import { providerFetch, TIMEOUT_S } from "./provider-fetch";

/** The signatures that are taken: public keys only, so that no shared secret and no absence of one passes for a key. */
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"];

/** Reads what the issuer says of itself, and that it is this issuer who says so. */
export async function discoverMetadata(
  issuer: string,
  network: ReachableNetwork,
): Promise<oidc.ServerMetadata> {
  const url = new URL(issuer);
  const found = await oidc.discovery(url, "discovery", undefined, oidc.None(), {
    [oidc.customFetch]: providerFetch(network),
    timeout: TIMEOUT_S,
    execute: url.protocol === "http:" ? [oidc.allowInsecureRequests] : [],
  });
  return found.serverMetadata();
}

/** The algorithms of the provider's that are taken; a provider that names none signs with RS256 (OpenID Core 3.1.3.7). */
export function acceptedAlgorithms(metadata: oidc.ServerMetadata): string[] {
  const named = metadata.id_token_signing_alg_values_supported ?? ["RS256"];
  return ALGORITHMS.filter((one) => named.includes(one));
}

/** What keeps Faultline from using the provider, in words for its owner. */
export function problemsOf(
  issuer: string,
  metadata: oidc.ServerMetadata,
  { hasClientSecret }: { hasClientSecret: boolean },
): string[] {
  const problems: string[] = [];
  if (!URL.canParse(metadata.issuer) || new URL(metadata.issuer).href !== new URL(issuer).href) {
    problems.push(
      `It calls itself ${metadata.issuer}: give exactly that as the issuer. One for all tenants cannot be used.`,
    );
  }
  for (const name of ["authorization_endpoint", "token_endpoint", "jwks_uri"] as const) {
    const address = metadata[name];
    if (typeof address !== "string" || !URL.canParse(address)) problems.push(`It names no ${name}.`);
    else if (issuer.startsWith("https:") && !address.startsWith("https:")) {
      problems.push(`Its ${name} is not reached over https.`);
    }
  }
  if (acceptedAlgorithms(metadata).length === 0) {
    problems.push(`It signs with none of ${ALGORITHMS.join(", ")}.`);
  }
  if (metadata.response_types_supported?.includes("code") === false) {
    problems.push("It does not offer the authorization code flow.");
  }
  if (metadata.code_challenge_methods_supported?.includes("S256") === false) {
    problems.push("It offers no PKCE with S256.");
  }
  const methods = metadata.token_endpoint_auth_methods_supported;
  if (hasClientSecret && methods && !methods.some((one) => /^client_secret_(post|basic)$/.test(one))) {
    problems.push("It takes a client secret neither as client_secret_post nor as client_secret_basic.");
  }
  // Without either, a code of this provider could be redeemed by another that pretends to be it (RFC 9700, 4.4).
  if (!hasClientSecret && metadata.authorization_response_iss_parameter_supported !== true) {
    problems.push("It does not name itself in its answers (RFC 9207), so it needs a client secret.");
  }
  return problems;
}

function notesOf(metadata: oidc.ServerMetadata): string[] {
  const notes: string[] = [];
  if (metadata.code_challenge_methods_supported === undefined) {
    notes.push("It does not say whether it knows PKCE; Faultline sends it all the same.");
  }
  if (metadata.claims_supported?.includes("email_verified") === false) {
    notes.push("It does not announce email_verified: without that claim nobody new gets in.");
  }
  return notes;
}

/** The answer to "Test discovery". */
export async function tryDiscovery(
  issuer: string,
  network: ReachableNetwork,
  options: { hasClientSecret: boolean },
): Promise<Discovery> {
  try {
    const metadata = await discoverMetadata(issuer, network);
    const problems = problemsOf(issuer, metadata, options);
    return {
      usable: problems.length === 0,
      problems,
      notes: notesOf(metadata),
      authorizationEndpoint: metadata.authorization_endpoint ?? null,
      algorithms: acceptedAlgorithms(metadata),
    };
  } catch (error) {
    const problems = [`Its metadata could not be read: ${detailOf(error)}.`.replace(/\.\.$/, ".")];
    return { usable: false, problems, notes: [], authorizationEndpoint: null, algorithms: [] };
  }
}
