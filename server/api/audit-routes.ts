import { createRoute, z } from "@hono/zod-openapi";
import { auditEventSchema, auditFilterSchema, auditVerificationSchema } from "@/domain/audit/schema";
import { applicationAuditKeys } from "@/server/audit/application";
import { exportAudit, listAudit, VERIFIED_PER_REQUEST, verifyNewestAudit } from "@/server/audit/queries";
import { pageQuery, readCursor, writeCursor } from "./page";
import { json, problems } from "./responses";
import { newRouter } from "./router";
import { streamOf } from "./stream";

const tags = ["Audit"];
const cursorSchema = z.object({ at: z.iso.datetime(), id: z.uuid() });

const list = createRoute({
  method: "get",
  path: "/audit",
  operationId: "listAudit",
  tags,
  summary: "Read who changed what",
  request: { query: auditFilterSchema.extend(pageQuery) },
  responses: {
    200: json(
      z.object({ events: z.array(auditEventSchema), nextCursor: z.string().nullable() }),
      "A page, newest first.",
    ),
    ...problems(403, 422),
  },
});

const exported = createRoute({
  method: "get",
  path: "/audit/export",
  operationId: "exportAudit",
  tags,
  summary: "Export who changed what",
  description: "Every event that the list's filters let through, newest first; not a page.",
  request: {
    query: auditFilterSchema.extend({
      format: z.enum(["csv", "ndjson"]).default("csv").meta({ description: "ndjson is one event a line." }),
    }),
  },
  responses: {
    200: {
      description: "A header and one line per event, or one JSON object per line.",
      content: {
        "text/csv": { schema: z.string() },
        "application/x-ndjson": { schema: z.string() },
      },
    },
    ...problems(403, 422),
  },
});

const verification = createRoute({
  method: "get",
  path: "/audit/verification",
  operationId: "verifyAudit",
  tags,
  summary: "Verify the newest events",
  description: `Computes the hashes of about the ${VERIFIED_PER_REQUEST.toLocaleString("en")} newest events anew and compares them with the chain. \`npx faultline audit verify\` does so for the whole trail. Note \`head\` outside of the database: a trail that was cut off at its end is recognised by it.`,
  responses: {
    200: json(auditVerificationSchema, "What was checked and what was found; nothing when `first` is null."),
    ...problems(403),
  },
});

const CONTENT_TYPES = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson" };

export const auditRoutes = newRouter()
  .openapi(list, async (c) => {
    const { cursor, ...query } = c.req.valid("query");
    const page = await listAudit(c.get("ctx"), { ...query, cursor: readCursor(cursor, cursorSchema) });
    return c.json({ events: page.events, nextCursor: page.next ? writeCursor(page.next) : null }, 200);
  })
  .openapi(exported, async (c) => {
    const query = c.req.valid("query");
    return new Response(await streamOf(exportAudit(c.get("ctx"), query)), {
      headers: {
        "content-type": CONTENT_TYPES[query.format],
        "content-disposition": `attachment; filename="audit.${query.format}"`,
      },
    });
  })
  .openapi(verification, async (c) =>
    c.json(await verifyNewestAudit(c.get("ctx"), applicationAuditKeys()), 200),
  );
