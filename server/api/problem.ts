import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import { FaultlineError, PreconditionFailed, TooManyRequests } from "@/domain/errors";
import { log } from "@/server/log/log";
import { ApiProblem } from "./api-problem";
import { databaseProblem } from "./database-problem";

export const problemSchema = z
  .object({
    type: z.string().meta({ example: "urn:faultline:problem:service-exists" }),
    title: z.string(),
    status: z.number().int().meta({ type: "integer" }),
    code: z.string().meta({ description: "Stable; for programs.", example: "service-exists" }),
    detail: z.string().meta({ description: "What is wrong and how to put it right, for a person." }),
    field: z.string().optional().meta({ description: "The value to fix.", example: "impacts.0.startedAt" }),
    errors: z
      .array(z.object({ field: z.string(), message: z.string(), code: z.string() }))
      .optional()
      .meta({ description: "Every value to fix, when there are several." }),
    requestId: z.string(),
    currentVersion: z
      .number()
      .int()
      .optional()
      .meta({ type: "integer", description: "With 412: the version that is stored now." }),
    changedBy: z.string().optional().meta({ description: "With 412: who made that version." }),
    changedAt: z.string().optional().meta({ description: "With 412: when." }),
  })
  .meta({ id: "Problem" });

type Problem = z.output<typeof problemSchema>;

const TITLES: Record<number, string> = {
  400: "The request cannot be read",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  412: "Changed since it was read",
  413: "Too large",
  415: "Unsupported content type",
  422: "Some values cannot be accepted",
  428: "A precondition is required",
  429: "Too many requests",
  500: "Something failed here",
  503: "Not available",
};

/** Any error as its response: the one place where errors become HTTP. */
export function problemResponse(error: unknown, requestId: string): Response {
  const problem = toApiProblem(error);
  // The cause goes to the log and never to the caller.
  if (problem.status >= 500) log().error({ requestId, problemCode: problem.code, err: error }, "failed");
  const { field, errors, headers } = problem.extra;
  const body: Problem = {
    type: `urn:faultline:problem:${problem.code}`,
    title: TITLES[problem.status] ?? "Error",
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    ...(field === undefined ? {} : { field }),
    ...(errors === undefined ? {} : { errors }),
    requestId,
    ...(error instanceof PreconditionFailed ? presentVersion(error) : {}),
  };
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...headers },
  });
}

function presentVersion({ currentVersion, changed }: PreconditionFailed): Partial<Problem> {
  return { currentVersion, ...(changed === null ? {} : { changedBy: changed.by, changedAt: changed.at }) };
}

function toApiProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof HTTPException) {
    return new ApiProblem(error.status, "unreadable-request", error.message || "The request cannot be read.");
  }
  if (error instanceof FaultlineError) {
    return new ApiProblem(error.status, error.code, error.message, {
      ...(error.field === null ? {} : { field: error.field }),
      headers: headersOf(error),
    });
  }
  return (
    databaseProblem(error) ??
    new ApiProblem(
      500,
      "internal-error",
      "Something failed here, and nothing was written. Try again; if it fails again, report the request id.",
    )
  );
}

function headersOf(error: FaultlineError): Record<string, string> {
  if (error instanceof PreconditionFailed) return { etag: `"${error.currentVersion}"` };
  if (error instanceof TooManyRequests) return { "retry-after": String(error.retryAfterS) };
  return {};
}
