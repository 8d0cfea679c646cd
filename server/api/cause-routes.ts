import { createRoute, z } from "@hono/zod-openapi";
import {
  addCauseKind,
  causeKindEntrySchema,
  causeKindInputSchema,
  listCauseKinds,
} from "@/server/cause/queries";
import { body, json, problems } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Causes"];

const list = createRoute({
  method: "get",
  path: "/causes",
  operationId: "listCauseKinds",
  tags,
  summary: "Read the cause taxonomy",
  responses: {
    200: json(z.object({ causes: z.array(causeKindEntrySchema) }), "In its fixed order, own kinds last."),
  },
});

const add = createRoute({
  method: "post",
  path: "/causes",
  operationId: "addCauseKind",
  tags,
  summary: "Add a kind to the taxonomy",
  request: body(causeKindInputSchema),
  responses: { 201: json(causeKindEntrySchema, "The kind."), ...problems(400, 409, 422) },
});

export const causeRoutes = newRouter()
  .openapi(list, async (c) => c.json({ causes: await listCauseKinds(c.get("ctx")) }, 200))
  .openapi(add, async (c) =>
    c.json(await write(c.get("ctx"), (ctx) => addCauseKind(ctx, c.req.valid("json"))), 201),
  );
