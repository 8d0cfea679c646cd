import { createRoute, z } from "@hono/zod-openapi";
import { markInputSchema, markSchema } from "@/domain/mark/schema";
import { addMark } from "@/server/mark/add";
import { listMarks } from "@/server/mark/queries";
import { removeMark } from "@/server/mark/remove";
import { uuidOf } from "./path-id";
import { body, idParameter, json, problems } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Marks"];
const day = z.iso.date().optional();

const list = createRoute({
  method: "get",
  path: "/marks",
  operationId: "listMarks",
  tags,
  summary: "List the marks of the time axis",
  request: { query: z.object({ from: day, to: day.meta({ description: "Not included." }) }) },
  responses: { 200: json(z.object({ marks: z.array(markSchema) }), "Oldest first."), ...problems(422) },
});

const add = createRoute({
  method: "post",
  path: "/marks",
  operationId: "addMark",
  tags,
  summary: "Mark a day",
  request: body(markInputSchema),
  responses: { 201: json(markSchema, "The mark."), ...problems(400, 422) },
});

const remove = createRoute({
  method: "delete",
  path: "/marks/{id}",
  operationId: "removeMark",
  tags,
  summary: "Remove a mark",
  request: { params: idParameter },
  responses: { 204: { description: "It is gone." }, ...problems(404) },
});

export const markRoutes = newRouter()
  .openapi(list, async (c) => c.json({ marks: await listMarks(c.get("ctx"), c.req.valid("query")) }, 200))
  .openapi(add, async (c) =>
    c.json(await write(c.get("ctx"), (ctx) => addMark(ctx, c.req.valid("json"))), 201),
  )
  .openapi(remove, async (c) => {
    const id = uuidOf("mark", c.req.valid("param").id);
    await write(c.get("ctx"), (ctx) => removeMark(ctx, id));
    return c.body(null, 204);
  });
