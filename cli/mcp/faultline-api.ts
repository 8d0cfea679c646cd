import { randomUUID } from "node:crypto";
import { z } from "zod";

/** Where Faultline is, and who asks it. */
export interface ApiAccess {
  url: string;
  token: string;
  /** Slug; the token's own workspace when left out. */
  workspace?: string | undefined;
  version: string;
}

/** What Faultline refuses, with its own words for what to do next. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, { code, detail, field, errors }: Problem) {
    const where = field === undefined ? "" : ` (field: ${field})`;
    const all = (errors ?? []).slice(1).map((one) => `\n- ${one.field}: ${one.message}`);
    super(`${detail}${where}${all.join("")}`);
    this.status = status;
    this.code = code;
  }
}

/** Faultline did not answer: nothing is known of what it would have said. */
export class Unreachable extends Error {}

const problemSchema = z.object({
  code: z.string().default("unknown"),
  detail: z.string().default("Faultline refused this without a reason."),
  field: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});
type Problem = z.output<typeof problemSchema>;

interface Request {
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  signal?: AbortSignal;
  /** How long the answer itself may take; a poll waits on purpose. */
  timeoutMs?: number;
}

export type Send = (method: "GET" | "POST", path: string, request?: Request) => Promise<unknown>;

const TIMEOUT_MS = 15_000;

/** Sends requests to the REST API. What failed on the way is sent once more: by its key, it is done once. */
export function apiOf(access: ApiAccess): Send {
  return async (method, path, request = {}) => {
    const address = addressOf(access, path, request.query);
    const init = initOf(access, method, request.body);
    const attempt = () => fetch(address, { ...init, signal: signalOf(request) });
    let response: Response;
    try {
      response = await attempt().catch(attempt);
    } catch (error) {
      const reason = error instanceof Error ? (error.cause ?? error) : error;
      throw new Unreachable(`Faultline cannot be reached at ${access.url}: ${String(reason)}`);
    }
    const text = await response.text();
    if (response.ok) return text === "" ? null : JSON.parse(text);
    throw new Refused(response.status, problemSchema.catch(() => noProblem(response)).parse(jsonOf(text)));
  };
}

const noProblem = ({ status, url }: Response): Problem => ({
  code: "no-problem",
  detail: `${url} answered ${status} without a reason. Is FAULTLINE_URL the address of Faultline?`,
});

function addressOf({ url }: ApiAccess, path: string, query: Request["query"] = {}): URL {
  const address = new URL(`/api/v1${path}`, url);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) address.searchParams.set(name, String(value));
  }
  return address;
}

function initOf({ token, workspace, version }: ApiAccess, method: string, body: unknown): RequestInit {
  return {
    method,
    redirect: "error",
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/json",
      "user-agent": `faultline-mcp/${version}`,
      ...(workspace === undefined ? {} : { "faultline-workspace": workspace }),
      ...(body === undefined
        ? {}
        : { "content-type": "application/json", "idempotency-key": `mcp-${randomUUID()}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

/** Each attempt has a time of its own; the caller's end ends both. */
function signalOf({ signal, timeoutMs = TIMEOUT_MS }: Request): AbortSignal {
  const limit = AbortSignal.timeout(timeoutMs);
  return signal === undefined ? limit : AbortSignal.any([signal, limit]);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
