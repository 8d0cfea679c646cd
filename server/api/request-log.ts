import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { Principal } from "@/server/auth/principal";
import { log } from "@/server/log/log";
import type { ApiEnvironment } from "./environment";

/** One line per request, by the route's pattern: an address may hold what somebody searched for. */
export const requestLog: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
  const startedMs = performance.now();
  await next();
  const status = c.res.status;
  const entry = {
    requestId: c.get("requestId"),
    method: c.req.method,
    route: matchedRoutes(c).findLast(({ method }) => method !== "ALL")?.path ?? null,
    status,
    durationMs: Math.round((performance.now() - startedMs) * 10) / 10,
    actor: callerName(c.get("principal")),
    address: c.get("dependencies").address(c.req.raw.headers),
  };
  log()[status >= 500 ? "error" : "info"](entry, "request");
};

/** Unset where the request was refused before its sender was asked for. */
function callerName(principal: Principal | null | undefined): string | null {
  if (principal === null || principal === undefined) return null;
  return principal.kind === "session" ? `user:${principal.userId}` : `token:${principal.tokenId}`;
}
