import { OpenAPIHono } from "@hono/zod-openapi";
import type { ApiEnvironment } from "./environment";
import { refuseIssues } from "./validation";

/** A router whose refusals say which field and why, and never show the validator's own words. */
export function newRouter(): OpenAPIHono<ApiEnvironment> {
  return new OpenAPIHono<ApiEnvironment>({
    defaultHook: (result) => {
      if (!result.success) refuseIssues(result.error.issues);
    },
  });
}
