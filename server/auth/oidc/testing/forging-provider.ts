import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { listen, stop } from "./real-provider";

export interface Forged {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  /** Signs with this instead of the provider's key: another key, a shared secret, or nothing at all. */
  signWith?: KeyObject | string | null;
}

export interface ForgingProvider {
  issuer: string;
  otherKey: KeyObject;
  /** What it says of itself besides the usual; undefined takes something out. */
  metadata: Record<string, unknown>;
  /** What is wrong with its next ID tokens. */
  forge: Forged;
  /** What is wrong with its next authorization answers. */
  answer: Record<string, string | null>;
  stop(): Promise<void>;
}

/** A provider that says whatever a test wants it to, and is honest about everything else. */
export async function startForgingProvider(clientId: string): Promise<ForgingProvider> {
  const [own, other] = [rsaKey(), rsaKey()];
  const server = createServer();
  await listen(server);
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const forging: ForgingProvider = {
    issuer,
    otherKey: other.privateKey,
    metadata: {},
    forge: {},
    answer: {},
    stop: () => stop(server),
  };
  let nonce = "";
  server.on("request", (request, response) => {
    const url = new URL(request.url ?? "/", issuer);
    const json = (value: unknown) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(value));
    };
    if (url.pathname === "/.well-known/openid-configuration") return json(metadataOf(forging));
    if (url.pathname === "/jwks") {
      return json({ keys: [{ ...own.publicKey.export({ format: "jwk" }), kid: "own", use: "sig" }] });
    }
    if (url.pathname === "/authorize") {
      nonce = url.searchParams.get("nonce") ?? "";
      const back = new URL(url.searchParams.get("redirect_uri") ?? issuer);
      const answer = { code: "a-code", state: url.searchParams.get("state"), iss: issuer, ...forging.answer };
      for (const [name, value] of Object.entries(answer))
        if (value !== null) back.searchParams.set(name, value);
      response.writeHead(303, { location: back.href }).end();
      return;
    }
    if (url.pathname === "/token") {
      const id_token = idToken(forging, own.privateKey, { aud: clientId, nonce });
      return json({ access_token: "an-access-token", token_type: "bearer", id_token });
    }
    response.writeHead(404).end();
  });
  return forging;
}

const rsaKey = () => generateKeyPairSync("rsa", { modulusLength: 2048 });

function metadataOf({ issuer, metadata }: ForgingProvider): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ["code"],
    id_token_signing_alg_values_supported: ["RS256", "HS256", "none"],
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
    ...metadata,
  };
}

function idToken(
  { issuer, forge }: ForgingProvider,
  ownKey: KeyObject,
  usual: { aud: string; nonce: string },
): string {
  const nowS = Math.floor(Date.now() / 1000);
  const header = { alg: "RS256", kid: "own", ...forge.header };
  const claims = {
    iss: issuer,
    sub: "forged-subject",
    ...usual,
    iat: nowS,
    exp: nowS + 300,
    email: "forged@example.com",
    email_verified: true,
    groups: [],
    ...forge.claims,
  };
  const text = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const key = forge.signWith === undefined ? ownKey : forge.signWith;
  return `${text}.${signatureOf(text, key)}`;
}

function signatureOf(text: string, key: KeyObject | string | null): string {
  if (key === null) return "";
  if (typeof key === "string") return createHmac("sha256", key).update(text).digest("base64url");
  return sign("RSA-SHA256", Buffer.from(text), key).toString("base64url");
}
