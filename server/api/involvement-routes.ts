import { createRoute } from "@hono/zod-openapi";
import { involvementStatementInputSchema } from "@/domain/change/involvement-schema";
import { changeSchema } from "@/domain/change/schema";
import { stateInvolvement } from "@/server/change/state-involvement";
import { etagOf, optionalVersion } from "./if-match";
import { uuidOf } from "./path-id";
import { body, idParameter, ifMatchOptional, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const state = createRoute({
  method: "post",
  path: "/changes/{id}/involvement-statements",
  operationId: "stateInvolvement",
  tags: ["Changes"],
  summary: "Say what AI's part in a change was",
  description:
    "A statement is added; earlier ones stay. A contest is open to every member and leaves the tag until somebody decides; a correction decides, and is never for one's own change; a declaration says that AI took part; a withdrawal ends one's own contest or declaration.",
  request: { params: idParameter, headers: ifMatchOptional, ...body(involvementStatementInputSchema) },
  responses: {
    201: versioned(changeSchema, "The whole change after it."),
    ...problems(400, 403, 404, 409, 412, 422),
  },
});

export const involvementRoutes = newRouter().openapi(state, async (c) => {
  const version = optionalVersion(c.req.valid("header")["if-match"]);
  const id = uuidOf("change", c.req.valid("param").id);
  const after = await write(c.get("ctx"), (ctx) =>
    stateInvolvement(ctx, { ...c.req.valid("json"), id, version }),
  );
  return c.json(after, 201, { etag: etagOf(after) });
});
