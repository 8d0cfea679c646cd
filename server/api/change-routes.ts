import { createRoute, z } from "@hono/zod-openapi";
import { changeListQuerySchema, changePageSchema } from "@/domain/change/list-schema";
import { changeSchema, changeSummarySchema } from "@/domain/change/schema";
import { exportChangesCsv } from "@/server/change/export";
import { listChanges } from "@/server/change/list";
import { getChange } from "@/server/change/queries";
import { searchChanges } from "@/server/change/search";
import { etagOf } from "./if-match";
import { uuidOf } from "./path-id";
import { idParameter, json, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { streamOf } from "./stream";

const tags = ["Changes"];

const list = createRoute({
  method: "get",
  path: "/changes",
  operationId: "listChanges",
  tags,
  summary: "List changes",
  description:
    "Filters that take several values separate them by commas. Filters that few changes pass may end a page early: " +
    "it is short, or empty, `lookedTo` says up to when it looked, and `nextCursor` looks further, each time at more; the " +
    "list has ended where `nextCursor` is null.",
  request: { query: changeListQuerySchema },
  responses: { 200: json(changePageSchema, "A page of changes."), ...problems(422) },
});

const exportCsv = createRoute({
  method: "get",
  path: "/changes.csv",
  operationId: "exportChanges",
  tags,
  summary: "Export changes as CSV",
  description: "Every change that the list's filters let through, in its order; not a page.",
  request: { query: changeListQuerySchema.omit({ limit: true, cursor: true }) },
  responses: {
    200: {
      description: "A header and one line per change.",
      content: { "text/csv": { schema: z.string() } },
    },
    ...problems(422),
  },
});

const search = createRoute({
  method: "get",
  path: "/changes/search",
  operationId: "searchChanges",
  tags,
  summary: "Find changes to link",
  description:
    "By words of the title, the head of a revision, `#123`, an outside id, or the address of a commit or a pull " +
    "request. Twenty at most, newest first.",
  request: { query: z.object({ q: z.string().trim().min(1).max(300) }) },
  responses: {
    200: json(
      z.object({ changes: z.array(changeSummarySchema) }).meta({ id: "FoundChanges" }),
      "The changes found.",
    ),
    ...problems(422),
  },
});

const get = createRoute({
  method: "get",
  path: "/changes/{id}",
  operationId: "getChange",
  tags,
  summary: "Read a change",
  description: "With everything that is known of it and where each part is known from.",
  request: { params: idParameter },
  responses: { 200: versioned(changeSchema, "The change."), ...problems(404) },
});

export const changeRoutes = newRouter()
  .openapi(exportCsv, async (c) => {
    const lines = exportChangesCsv(c.get("ctx"), { ...c.req.valid("query"), limit: 200 });
    return new Response(await streamOf(lines), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="changes.csv"',
      },
    });
  })
  .openapi(list, async (c) => c.json(await listChanges(c.get("ctx"), c.req.valid("query")), 200))
  .openapi(search, async (c) =>
    c.json({ changes: await searchChanges(c.get("ctx"), c.req.valid("query").q) }, 200),
  )
  .openapi(get, async (c) => {
    const change = await getChange(c.get("ctx"), uuidOf("change", c.req.valid("param").id));
    return c.json(change, 200, { etag: etagOf(change) });
  });
