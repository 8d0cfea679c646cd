import type { Context, MiddlewareHandler } from "hono";
import type { Principal, SessionPrincipal } from "@/server/auth/principal";
import { sessionPrincipal } from "@/server/auth/session";
import { tokenPrincipal } from "@/server/token/authenticate";
import { ApiProblem } from "./api-problem";
import type { ApiEnvironment } from "./environment";

/** What is reached without an account: the contract, and the ways in. By method and path. */
export const OPEN: ReadonlySet<string> = new Set([
  "GET /api/v1/openapi.json",
  "GET /api/v1/sign-in",
  "POST /api/v1/session",
  "POST /api/v1/session/second-factor",
  "DELETE /api/v1/session",
  "POST /api/v1/set-up",
  "POST /api/v1/invitations/preview",
  "POST /api/v1/invitations/acceptance",
  "POST /api/v1/hooks/{workspace}/{integration}",
]);

/** Senders of events prove themselves by their signature; what they may put into Authorization is no token of ours. */
export const isHook = (method: string, path: string): boolean =>
  method === "POST" && /^\/api\/v1\/hooks\/[^/]+\/[^/]+$/.test(path);

/** Finds who sends the request: by a token, or else by the session's cookie. Nobody gets 401, but on the open routes. */
export const authentication: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
  c.set("address", c.get("dependencies").address(c.req.raw.headers));
  const isOfSender = isHook(c.req.method, c.req.path);
  c.set("principal", isOfSender ? null : await findPrincipal(c));
  const method = c.req.method === "HEAD" ? "GET" : c.req.method;
  if (c.get("principal") === null && !isOfSender && !OPEN.has(`${method} ${c.req.path}`)) {
    throw new ApiProblem(
      401,
      "not-signed-in",
      "Sign in, or send a token as `Authorization: Bearer flt_...`. An operator makes one with `npx faultline token create --name NAME --scope read,write`.",
      { headers: { "www-authenticate": 'Bearer realm="Faultline"' } },
    );
  }
  await next();
};

async function findPrincipal(c: Context<ApiEnvironment>): Promise<Principal | null> {
  const { db, now, auth } = c.get("dependencies");
  const authorization = c.req.header("authorization");
  if (authorization === undefined) return sessionPrincipal(auth(), c.req.raw.headers);
  const [scheme = "", text = ""] = authorization.trim().split(/\s+/, 2);
  const found =
    scheme.toLowerCase() === "bearer"
      ? await tokenPrincipal(db(), text, { now: now(), address: c.get("address") })
      : null;
  if (found !== null) return found;
  throw new ApiProblem(
    401,
    "invalid-token",
    "The token in Authorization is not valid: mistyped, revoked or expired. Send `Authorization: Bearer flt_...` with one that is.",
    { headers: { "www-authenticate": 'Bearer realm="Faultline", error="invalid_token"' } },
  );
}

/** The signed-in user of a route about their own account; a token has no account. */
export function signedIn(c: Context<ApiEnvironment>): SessionPrincipal {
  const principal = c.get("principal");
  if (principal?.kind === "session") return principal;
  throw new ApiProblem(
    403,
    "session-required",
    "This is about an account, so it takes a signed-in person; a token cannot do it.",
  );
}
