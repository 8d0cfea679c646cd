import type { Context, MiddlewareHandler } from "hono";
import { addressGroup } from "@/server/request/client-address";
import { ApiProblem } from "./api-problem";
import { isHook } from "./authentication";
import type { ApiEnvironment } from "./environment";

/** A host sends everybody's events from a few addresses, and some do not send again what was refused. */
const HOOKS_PER_MINUTE = 6000;

/** Bounds how many requests a token, a user or, on the open routes, an address sends in a minute. */
export const rateLimit: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
  const { caller, perMinute } = limitOf(c);
  const { isAllowed, left, resetMs } = await c
    .get("dependencies")
    .accounts()
    .requests.take(caller, perMinute);
  const resetS = String(Math.max(1, Math.ceil(resetMs / 1000)));
  const headers = {
    "ratelimit-limit": String(perMinute),
    "ratelimit-remaining": String(left),
    "ratelimit-reset": resetS,
  };
  if (!isAllowed) {
    throw new ApiProblem(
      429,
      "too-many-requests",
      `More than ${perMinute} requests in a minute. Send the next one in ${resetS} s.`,
      { headers: { ...headers, "retry-after": resetS } },
    );
  }
  await next();
  for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
};

function limitOf(c: Context<ApiEnvironment>): { caller: string; perMinute: number } {
  const principal = c.get("principal");
  const { perUser, perAddress } = c.get("dependencies").accounts().requestLimits;
  if (principal?.kind === "token") {
    return { caller: `token-${principal.tokenId}`, perMinute: principal.requestsPerMinute };
  }
  if (principal !== null) return { caller: `user-${principal.userId}`, perMinute: perUser };
  const address = c.get("address");
  const group = address === null ? "unknown" : addressGroup(address);
  if (isHook(c.req.method, c.req.path)) return { caller: `hook-${group}`, perMinute: HOOKS_PER_MINUTE };
  return { caller: `address-${group}`, perMinute: perAddress };
}
