import type { MiddlewareHandler } from "hono";
import { ApiProblem } from "./api-problem";
import type { ApiEnvironment } from "./environment";

const READING = new Set(["GET", "HEAD", "OPTIONS"]);

/** No other site may use a browser's session to write, nor to sign its user in as somebody else. */
export const guard: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
  if (!READING.has(c.req.method)) {
    const { publicHost } = c.get("dependencies");
    const hosts = [c.req.header("host") ?? new URL(c.req.url).host, publicHost()];
    refuseForeignWrite(hosts, c.req.header("origin"), c.req.header("sec-fetch-site"));
  }
  await next();
};

function refuseForeignWrite(
  hosts: readonly (string | null)[],
  origin: string | undefined,
  site: string | undefined,
): void {
  const isForeign = origin !== undefined && !hosts.includes(originHost(origin) ?? "");
  if (site?.toLowerCase() === "cross-site" || isForeign) {
    throw new ApiProblem(
      403,
      "foreign-origin",
      "Another site may not write here. Use Faultline's own pages; behind a proxy, set FAULTLINE_URL to the address people use.",
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
