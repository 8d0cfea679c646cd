import type { MiddlewareHandler } from "hono";
import { ApiProblem } from "./api-problem";
import type { ApiEnvironment } from "./environment";

interface Route {
  method: string;
  path: string;
}

/** Answers what no handler will: an unknown address (404), a method it does not have (405), and OPTIONS. */
export function knownRoute(routes: () => readonly Route[]): MiddlewareHandler<ApiEnvironment> {
  let table: { pattern: RegExp; methods: Set<string> }[] | null = null;
  return async (c, next) => {
    table ??= tableOf(routes());
    const allowed = table.find(({ pattern }) => pattern.test(c.req.path))?.methods;
    if (allowed === undefined) {
      throw new ApiProblem(404, "unknown-route", `Nothing is at ${c.req.path}. See /reference for what is.`);
    }
    const allow = [...allowed].sort().join(", ");
    if (c.req.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
    if (!allowed.has(c.req.method)) {
      throw new ApiProblem(405, "method-not-allowed", `${c.req.path} answers to ${allow} only.`, {
        headers: { allow },
      });
    }
    await next();
  };
}

function tableOf(routes: readonly Route[]): { pattern: RegExp; methods: Set<string> }[] {
  const byPath = new Map<string, Set<string>>();
  for (const { method, path } of routes) {
    if (method === "ALL") continue;
    const methods = byPath.get(path) ?? new Set(["OPTIONS"]);
    methods.add(method);
    if (method === "GET") methods.add("HEAD");
    byPath.set(path, methods);
  }
  // A path that is written out goes before one with a placeholder at the same place.
  return [...byPath]
    .sort(([a], [b]) => Number(a.includes(":")) - Number(b.includes(":")))
    .map(([path, methods]) => ({ pattern: patternOf(path), methods }));
}

function patternOf(path: string): RegExp {
  const source = path
    .split("/")
    .map((part) => (part.startsWith(":") ? "[^/]+" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")))
    .join("/");
  return new RegExp(`^${source}$`);
}
