import { Octokit } from "@octokit/core";
import { retry } from "@octokit/plugin-retry";
import type { CommitState } from "@/domain/commit-status/status";
import { guardedRequest, type ReachableNetwork } from "@/server/outgoing/guarded-request";

const TIMEOUT_MS = 10_000;
const ANSWER_BYTES_MAX = 256 * 1024;
/** Within one try; what fails for longer is tried again later. */
const RETRIES = 2;
const API_VERSION = "2022-11-28";
const REASON_MAX = 300;

export interface ToSend {
  apiUrl: string;
  apiToken: string;
  owner: string;
  repo: string;
  revision: string;
  context: string;
  state: CommitState;
  description: string;
  targetUrl: string | null;
}

export interface SendSettings {
  network: ReachableNetwork;
  /** Before the first repetition within a try; the next ones wait longer. */
  retryAfterMs: number;
}

/** "refused": this token may not, another one might. "failed": nobody's would. "later": it is worth another try. */
export type Sent =
  | { kind: "sent" }
  | { kind: "refused" | "failed"; reason: string }
  | { kind: "later"; reason: string; afterS: number | null };

const Client = Octokit.plugin(retry);
const silent = () => undefined;

/** Sets a commit's status at GitHub, as its API asks for it. */
export async function sendStatus(status: ToSend, settings: SendSettings): Promise<Sent> {
  const octokit = new Client({
    auth: status.apiToken,
    baseUrl: status.apiUrl.replace(/\/+$/, ""),
    userAgent: "Faultline",
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: { fetch: guardedFetch(settings.network) },
    retry: {
      retries: RETRIES,
      retryAfterBaseValue: settings.retryAfterMs,
      // Too many requests are not answered with more of them.
      doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
    },
  });
  try {
    const answer = await octokit.request("POST /repos/{owner}/{repo}/statuses/{sha}", {
      owner: status.owner,
      repo: status.repo,
      sha: status.revision,
      state: status.state,
      context: status.context,
      description: status.description,
      ...(status.targetUrl === null ? {} : { target_url: status.targetUrl }),
      headers: { accept: "application/vnd.github+json", "x-github-api-version": API_VERSION },
    });
    return outcomeOf({ status: answer.status, headers: answer.headers, message: "" }, status);
  } catch (error) {
    return outcomeOf(answerOf(error), status);
  }
}

interface Answer {
  status: number;
  headers: Record<string, string | number | undefined>;
  message: string;
}

function answerOf(error: unknown): Answer {
  const told = error as { status?: unknown; message?: unknown; response?: { headers?: Answer["headers"] } };
  if (typeof told?.status !== "number") throw error;
  return {
    status: told.status,
    headers: told.response?.headers ?? {},
    message: String(told.message ?? "").slice(0, REASON_MAX),
  };
}

/** In words for whoever keeps the integration: what to do, not what the protocol says. */
function outcomeOf({ status, headers, message }: Answer, { owner, repo }: ToSend): Sent {
  const name = `${owner}/${repo}`;
  if (status === 201 || status === 200) return { kind: "sent" };
  if (status === 429 || (status === 403 && isLimited(headers, message))) {
    return { kind: "later", reason: "GitHub says that too much was asked of it.", afterS: waitS(headers) };
  }
  switch (status) {
    case 401:
      return {
        kind: "refused",
        reason: "GitHub does not know the API token: it is mistyped, expired or revoked. Enter another one.",
      };
    case 403:
      return {
        kind: "refused",
        reason: `The API token may not set commit statuses of ${name}. Give it “Commit statuses: read and write” for that repository, or the scope repo:status.`,
      };
    case 404:
      return {
        kind: "refused",
        reason: `With this API token, GitHub finds no ${name}. Let the token reach that repository, with “Commit statuses: read and write”.`,
      };
    case 422:
      return { kind: "failed", reason: `GitHub refused the status: ${message}` };
  }
  if (status >= 300 && status < 400) {
    return { kind: "failed", reason: `GitHub has moved ${name} elsewhere; it was renamed or transferred.` };
  }
  if (status < 500) return { kind: "failed", reason: `GitHub refused the status (${status}): ${message}` };
  return { kind: "later", reason: `GitHub did not take it: ${message}`, afterS: null };
}

function isLimited(headers: Answer["headers"], message: string): boolean {
  return (
    String(headers["x-ratelimit-remaining"]) === "0" ||
    headers["retry-after"] !== undefined ||
    /rate limit/i.test(message)
  );
}

/** Until when GitHub asks to be left alone, as a span: in seconds, or as the instant when its hour begins anew. */
function waitS(headers: Answer["headers"]): number | null {
  const after = Number(headers["retry-after"]);
  if (after > 0) return after;
  const [resetS, dateMs] = [Number(headers["x-ratelimit-reset"]), Date.parse(String(headers.date))];
  return resetS > 0 && !Number.isNaN(dateMs) ? Math.max(1, resetS - dateMs / 1000) : null;
}

const WAY_OUT =
  "For a GitHub Enterprise Server inside your own network, Faultline's operator names the host in FAULTLINE_PRIVATE_PROVIDERS.";

/** The address is one that a person entered, so it is asked like one. */
function guardedFetch(network: ReachableNetwork): typeof fetch {
  return async (address, options = {}) => {
    const answer = await guardedRequest(new URL(String(address)), network, {
      method: options.method ?? "GET",
      headers: Object.fromEntries(new Headers(options.headers)),
      body: typeof options.body === "string" ? options.body : undefined,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      bytesMax: ANSWER_BYTES_MAX,
      longer: "cut",
      wayOut: WAY_OUT,
    });
    const headers = new Headers();
    for (const [key, value] of Object.entries(answer.headers)) {
      for (const one of [value].flat()) if (one !== undefined) headers.append(key, one);
    }
    const hasBody = ![204, 205, 304].includes(answer.status);
    return new Response(hasBody ? new Uint8Array(answer.body) : null, { status: answer.status, headers });
  };
}
