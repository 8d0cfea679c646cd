import { noteSession } from "./session-end";

/** What the API said is wrong: `code` for programs, `message` for a person, `field` the value to fix. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly field: string | null;
  readonly errors: { field: string; message: string }[];
  readonly requestId: string | null;
  /** With 412: the version that is stored now. */
  readonly currentVersion: number | null;
  /** With 412: who made that version and when. */
  readonly changed: { by: string; at: string } | null;
  /** With 429: how long until it may be tried again. */
  readonly retryAfterS: number | null;

  constructor(status: number, problem: ProblemBody) {
    super(problem.detail ?? "Faultline did not answer as it should.");
    this.name = "ApiError";
    this.status = status;
    this.code = problem.code ?? "unknown-error";
    this.field = problem.field ?? null;
    this.errors = problem.errors ?? [];
    this.requestId = problem.requestId ?? null;
    this.currentVersion = problem.currentVersion ?? null;
    const { changedBy: by, changedAt: at } = problem;
    this.changed = by !== undefined && at !== undefined ? { by, at } : null;
    this.retryAfterS = problem.retryAfterS ?? null;
  }
}

interface ProblemBody {
  code?: string;
  detail?: string;
  field?: string;
  errors?: { field: string; message: string }[];
  requestId?: string;
  currentVersion?: number;
  changedBy?: string;
  changedAt?: string;
  retryAfterS?: number;
}

export interface RequestOptions {
  /** Slug of the workspace that the page shows; none for what is about an account. */
  workspace?: string;
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  query?: Record<string, QueryValue>;
  /** JSON, or a file as it is. */
  body?: unknown;
  /** Version the edit was made from. */
  ifMatch?: number;
  /** Makes a repetition of this POST harmless; without one, each call has its own. Null for a POST that only reads. */
  idempotencyKey?: string | null;
  signal?: AbortSignal;
}

type QueryValue = string | number | boolean | readonly string[] | null | undefined;

/** One request to the API, on the server or in the browser; rejects with ApiError. */
export async function request<T>(path: string, options: RequestOptions): Promise<T> {
  const response = await send(path, options);
  if (!response.ok) throw refusalOf(response.status, await problemOf(response), options);
  noteSession(true, true);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** The address of a path with its filters, for a request or a download link. */
function apiAddress(path: string, query: Record<string, QueryValue> = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === "") continue;
    if (Array.isArray(value)) {
      if (value.length > 0) parameters.set(name, value.join(","));
    } else parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return `/api/v1${path}${text === "" ? "" : `?${text}`}`;
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const method = options.method ?? "GET";
  const headers: Record<string, string> = {};
  if (options.workspace !== undefined) headers["faultline-workspace"] = options.workspace;
  const isFile = options.body instanceof Blob;
  if (isFile) headers["content-type"] = "application/octet-stream";
  else if (options.body !== undefined) headers["content-type"] = "application/json";
  if (options.ifMatch !== undefined) headers["if-match"] = `"${options.ifMatch}"`;
  if (method === "POST" && options.idempotencyKey !== null) {
    headers["idempotency-key"] = options.idempotencyKey ?? crypto.randomUUID();
  }
  try {
    return await fetch(apiAddress(path, options.query), {
      method,
      headers,
      body: bodyOf(options.body),
      signal: options.signal,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, {
      code: "unreachable",
      detail: "Faultline cannot be reached. What you typed is kept; try again when it runs.",
    });
  }
}

function bodyOf(body: unknown): BodyInit | undefined {
  if (body === undefined || body instanceof Blob) return body;
  return JSON.stringify(body);
}

/** A session that has ended is everybody's concern, not only the caller's: the page offers to sign in again. */
function refusalOf(status: number, problem: ProblemBody, { method = "GET" }: RequestOptions): ApiError {
  if (problem.code !== "not-signed-in") return new ApiError(status, problem);
  noteSession(false, method === "GET");
  return new ApiError(status, { ...problem, detail: "Your session has ended." });
}

async function problemOf(response: Response): Promise<ProblemBody> {
  const requestId = response.headers.get("x-request-id") ?? undefined;
  const retryAfterS = Number(response.headers.get("retry-after")) || undefined;
  try {
    const body: unknown = await response.json();
    const known = { requestId, retryAfterS };
    return typeof body === "object" && body !== null ? { ...known, ...body } : known;
  } catch {
    return { requestId, retryAfterS };
  }
}
