import { z } from "@hono/zod-openapi";
import { problemSchema } from "./problem";

/** A JSON answer of a route. */
export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { "application/json": { schema } } };
}

/** The same of one object that has a version, which its ETag carries. */
export function versioned<T extends z.ZodType>(schema: T, description: string) {
  return {
    ...json(schema, description),
    headers: z.object({
      ETag: z.string().meta({ description: "The version, for If-Match.", example: '"3"' }),
    }),
  };
}

/** A JSON body that must be there. */
export function body<T extends z.ZodType>(schema: T) {
  return { body: { required: true, content: { "application/json": { schema } } } };
}

/** A JSON body that may be left out. */
export function optionalBody<T extends z.ZodType>(schema: T) {
  return { body: { required: false, content: { "application/json": { schema } } } };
}

const PROBLEMS = {
  400: "The body is not JSON.",
  401: "Not signed in, or the credentials are wrong.",
  403: "Refused: another site, or not allowed.",
  404: "There is no such object in this workspace.",
  409: "It exists already, or the present state does not allow it.",
  412: "Changed since it was read; `currentVersion` is what is stored now.",
  422: "Some values cannot be accepted; `errors` names each.",
  428: "If-Match is missing.",
  429: "Too many: `Retry-After` says when to try again, in seconds.",
} as const;

type ProblemStatus = keyof typeof PROBLEMS;

/** What a route may answer instead; documented, and always thrown, so that no handler returns it. */
export function problems(...statuses: ProblemStatus[]): Record<never, never> {
  const content = { "application/problem+json": { schema: problemSchema } };
  const entries = statuses.map((status) => [status, { description: PROBLEMS[status], content }] as const);
  // Any route may answer 5xx, and every problem has this one shape.
  return {
    ...Object.fromEntries(entries),
    default: { description: "Anything else that goes wrong.", content },
  };
}

export const ifMatchRequired = z.object({
  "if-match": z.string().optional().meta({
    description: "Required: the version the edit was made from, as its ETag. `*` edits any version.",
    example: '"3"',
  }),
});

export const ifMatchOptional = z.object({
  "if-match": z.string().optional().meta({
    description: "When given, the step is refused with 412 unless this is the present version.",
    example: '"3"',
  }),
});

export const slugParameter = z.object({ slug: z.string().max(80).meta({ example: "checkout" }) });
export const idParameter = z.object({ id: z.string().max(100) });
