import { createRoute, z } from "@hono/zod-openapi";
import { auditEventSchema, listAudit } from "@/server/audit/queries";
import { pageQuery, readCursor, writeCursor } from "./page";
import { json, problems } from "./responses";
import { newRouter } from "./router";

const cursorSchema = z.object({ at: z.iso.datetime(), id: z.uuid() });

const list = createRoute({
  method: "get",
  path: "/audit",
  operationId: "listAudit",
  tags: ["Audit"],
  summary: "Read who changed what",
  request: {
    query: z.object({
      objectKind: z.string().max(60).optional().meta({ example: "incident" }),
      objectId: z.string().max(100).optional(),
      ...pageQuery,
    }),
  },
  responses: {
    200: json(
      z.object({ events: z.array(auditEventSchema), nextCursor: z.string().nullable() }),
      "A page, newest first.",
    ),
    ...problems(422),
  },
});

export const auditRoutes = newRouter().openapi(list, async (c) => {
  const { cursor, ...query } = c.req.valid("query");
  const page = await listAudit(c.get("ctx"), { ...query, cursor: readCursor(cursor, cursorSchema) });
  return c.json({ events: page.events, nextCursor: page.next ? writeCursor(page.next) : null }, 200);
});
