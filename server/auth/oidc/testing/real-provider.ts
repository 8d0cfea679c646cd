import { generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type JWK } from "oidc-provider";

export interface RealProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The claims of its accounts, by subject. */
  accounts: Map<string, Record<string, unknown>>;
  /** Who the next login is of; null lets the person cancel. */
  login: string | null;
  /** Counts the requests to its token endpoint. */
  tokenRequests: number;
  stop(): Promise<void>;
}

/** The `oidc-provider` package on loopback, whose login page answers at once for the account that is set. */
export async function startRealProvider(
  redirectUri: string,
  options: { claimsInIdToken?: boolean; clientId?: string } = {},
): Promise<RealProvider> {
  const server = createServer();
  await listen(server);
  const { port } = server.address() as AddressInfo;
  const clientSecret = "a-client-secret-of-forty-three-characters-ok";
  const real: RealProvider = {
    issuer: `http://127.0.0.1:${port}`,
    clientId: options.clientId ?? "faultline",
    clientSecret,
    accounts: new Map(),
    login: null,
    tokenRequests: 0,
    stop: () => stop(server),
  };
  const provider = makeProvider(real, redirectUri, options.claimsInIdToken ?? false);
  const callback = provider.callback();
  server.on("request", (request, response) => {
    if (request.url?.startsWith("/interaction/")) {
      const result =
        real.login === null
          ? { error: "access_denied" }
          : { login: { accountId: real.login, remember: false } };
      void provider.interactionFinished(request, response, result);
      return;
    }
    if (request.url?.startsWith("/token")) real.tokenRequests += 1;
    void callback(request, response);
  });
  return real;
}

function makeProvider(real: RealProvider, redirectUri: string, claimsInIdToken: boolean): Provider {
  const key: JWK = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
    format: "jwk",
  }) as JWK;
  return new Provider(real.issuer, {
    clients: [
      {
        client_id: real.clientId,
        client_secret: real.clientSecret,
        redirect_uris: [redirectUri],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    jwks: { keys: [{ ...key, kid: `key-${real.issuer}`, alg: "RS256", use: "sig" }] },
    cookies: { keys: ["tests"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    // So that a challenge that was taken out on the way is the client's to notice.
    pkce: { required: () => false },
    ttl: { AccessToken: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    conformIdTokenClaims: !claimsInIdToken,
    scopes: ["openid", "email", "profile", "groups"],
    claims: { email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
    findAccount: (_, sub) => {
      const claims = real.accounts.get(sub);
      return claims && { accountId: sub, claims: () => ({ sub, ...claims }) };
    },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        accountId: oidc.session?.accountId,
        clientId: oidc.client?.clientId,
      });
      grant.addOIDCScope("openid email profile groups");
      await grant.save();
      return grant;
    },
  });
}

export function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

export function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
