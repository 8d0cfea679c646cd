import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { readEnvironment } from "@/server/env";
import { log } from "@/server/log/log";
import { clientAddress } from "@/server/request/client-address";
import { peerAddress } from "@/server/request/peer";
import type { ApiEnvironment } from "./environment";

/** One line per request, by the route's pattern: an address may hold what somebody searched for. */
export const requestLog: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
  const startedMs = performance.now();
  await next();
  const status = c.res.status;
  const actor = c.get("ctx")?.actor;
  const entry = {
    requestId: c.get("requestId"),
    method: c.req.method,
    route: matchedRoutes(c).findLast(({ method }) => method !== "ALL")?.path ?? null,
    status,
    durationMs: Math.round((performance.now() - startedMs) * 10) / 10,
    actor: actor === undefined ? null : "id" in actor ? `${actor.kind}:${actor.id}` : actor.kind,
    address: clientAddress(c.req.raw.headers, peerAddress(), readEnvironment().trustedProxies),
  };
  log()[status >= 500 ? "error" : "info"](entry, "request");
};
