import { setTimeout as sleep } from "node:timers/promises";

/** Within one question; a longer absence is told to be one. */
const TRIES_MAX = 4;
const FIRST_PAUSE_MS = 500;
const PAUSE_MS_MAX = 30_000;

export interface Server {
  /** Faultline's origin. */
  url: string;
  token: string;
  workspace: string | undefined;
  timeoutMs: number;
}

/** Nobody answered, or nobody who could: what a pipeline does then is the policy's choice. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

/** Faultline answered that it will not do this: the question is wrong, or the caller is not known. */
export class Refused extends Error {
  override name = "Refused";
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Posts to the API and answers what it says; faults on the way are tried again, each time after a longer pause. */
export async function post<T>(
  server: Server,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    const answer = await postOnce<T>(server, path, { body, headers });
    if ("value" in answer) return answer.value;
    if (tried >= TRIES_MAX || answer.retryAfterMs > PAUSE_MS_MAX) throw new Unreachable(answer.cause);
    await sleep(Math.max(answer.retryAfterMs, jittered(FIRST_PAUSE_MS * 2 ** (tried - 1))));
  }
}

/** Give or take a quarter, so that many pipelines that failed together do not come back together. */
export function jittered(pauseMs: number): number {
  return pauseMs * (0.75 + Math.random() / 2);
}

type Once<T> = { value: T } | { cause: string; retryAfterMs: number };

async function postOnce<T>(
  server: Server,
  path: string,
  { body, headers }: { body: unknown; headers: Record<string, string> },
): Promise<Once<T>> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${server.url}/api/v1${path}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${server.token}`,
        "content-type": "application/json",
        "user-agent": "faultline-cli",
        ...headers,
        ...(server.workspace === undefined ? {} : { "faultline-workspace": server.workspace }),
      },
      body: JSON.stringify(body),
      // A sign-in page somewhere on the way is no answer of ours.
      redirect: "manual",
      signal: AbortSignal.timeout(server.timeoutMs),
    });
    text = await response.text();
  } catch (error) {
    return { cause: causeOf(error, server), retryAfterMs: 0 };
  }
  const told = objectOf(text);
  if (response.status === 429 || response.status >= 500) {
    const retryAfterMs = (Number(response.headers.get("retry-after")) || 0) * 1000;
    return { cause: `it answered ${response.status}`, retryAfterMs };
  }
  if (told === null) {
    return { cause: `what answered with ${response.status} is not Faultline`, retryAfterMs: 0 };
  }
  if (response.ok) return { value: told as T };
  if (typeof told.code === "string") {
    throw new Refused(response.status, told.code, String(told.detail ?? told.title ?? "Refused."));
  }
  return { cause: `what answered with ${response.status} is not Faultline`, retryAfterMs: 0 };
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

function causeOf(error: unknown, { timeoutMs }: Server): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `it did not answer within ${timeoutMs / 1000} s`;
  const { cause } = error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const known: Record<string, string> = {
    ECONNREFUSED: "the connection was refused",
    ENOTFOUND: "its name does not resolve",
    EAI_AGAIN: "its name does not resolve",
    ECONNRESET: "the connection broke off",
    ETIMEDOUT: "the connection timed out",
  };
  return known[code] ?? (cause instanceof Error && cause.message !== "" ? cause.message : error.message);
}
