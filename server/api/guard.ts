import type { MiddlewareHandler } from "hono";
import { isLoopback } from "@/server/loopback";
import { ApiProblem } from "./api-problem";
import type { ApiEnvironment } from "./environment";

const READING = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Without accounts, whoever reaches the loopback address may do everything: so no other site may use the browser to
 * reach it, neither by a foreign name that resolves to it nor by a write from its own page.
 */
export const guard: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
  const host = c.req.header("host") ?? new URL(c.req.url).host;
  if (!isLoopback(host)) {
    throw new ApiProblem(
      403,
      "foreign-host",
      `Faultline answers on this machine only, as localhost or 127.0.0.1; the request named ${host.slice(0, 100)}.`,
    );
  }
  if (!READING.has(c.req.method))
    refuseForeignWrite(host, c.req.header("origin"), c.req.header("sec-fetch-site"));
  await next();
};

function refuseForeignWrite(host: string, origin: string | undefined, site: string | undefined): void {
  if (site?.toLowerCase() === "cross-site" || (origin !== undefined && originHost(origin) !== host)) {
    throw new ApiProblem(
      403,
      "foreign-origin",
      "Another site may not write here. Use Faultline's own pages.",
    );
  }
}

function originHost(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
