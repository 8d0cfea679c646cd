import { createRoute, z } from "@hono/zod-openapi";
import {
  incidentEditSchema,
  incidentInputSchema,
  incidentListQuerySchema,
  incidentPageSchema,
  incidentSchema,
} from "@/domain/incident/schema";
import { editIncident } from "@/server/incident/edit";
import { logIncident } from "@/server/incident/log";
import { exportIncidentsCsv, getIncident, listIncidents } from "@/server/incident/queries";
import { etagOf, requiredVersion } from "./if-match";
import { incidentParameter } from "./incident-parameter";
import { body, ifMatchRequired, json, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { streamOf } from "./stream";
import { write } from "./write";

const tags = ["Incidents"];

const list = createRoute({
  method: "get",
  path: "/incidents",
  operationId: "listIncidents",
  tags,
  summary: "List incidents",
  description: "Filters that take several values separate them by commas.",
  request: { query: incidentListQuerySchema },
  responses: { 200: json(incidentPageSchema, "A page of incidents."), ...problems(422) },
});

const log = createRoute({
  method: "post",
  path: "/incidents",
  operationId: "logIncident",
  tags,
  summary: "Log an incident",
  description:
    "A title, a severity and one service are enough. Any earlier history can be logged with its own times.",
  request: body(incidentInputSchema),
  responses: { 201: versioned(incidentSchema, "The incident."), ...problems(400, 422) },
});

const get = createRoute({
  method: "get",
  path: "/incidents/{id}",
  operationId: "getIncident",
  tags,
  summary: "Read an incident",
  request: { params: incidentParameter },
  responses: { 200: versioned(incidentSchema, "The incident."), ...problems(404) },
});

const edit = createRoute({
  method: "patch",
  path: "/incidents/{id}",
  operationId: "editIncident",
  tags,
  summary: "Edit an incident",
  description:
    "Names only what changes; every change is in the timeline. Status moves by the steps below, causes by statements.",
  request: { params: incidentParameter, headers: ifMatchRequired, ...body(incidentEditSchema) },
  responses: { 200: versioned(incidentSchema, "The incident."), ...problems(400, 404, 412, 422, 428) },
});

const exportCsv = createRoute({
  method: "get",
  path: "/incidents.csv",
  operationId: "exportIncidents",
  tags,
  summary: "Export incidents as CSV",
  description: "Every incident that the list's filters let through, in its order; not a page.",
  request: { query: incidentListQuerySchema.omit({ limit: true, cursor: true }) },
  responses: {
    200: {
      description: "A header and one line per incident.",
      content: { "text/csv": { schema: z.string() } },
    },
    ...problems(422),
  },
});

export const incidentRoutes = newRouter()
  .openapi(exportCsv, async (c) => {
    const lines = exportIncidentsCsv(c.get("ctx"), { ...c.req.valid("query"), limit: 200 });
    return new Response(await streamOf(lines), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="incidents.csv"',
      },
    });
  })
  .openapi(list, async (c) => c.json(await listIncidents(c.get("ctx"), c.req.valid("query")), 200))
  .openapi(log, async (c) => {
    const logged = await write(c.get("ctx"), (ctx) => logIncident(ctx, c.req.valid("json")));
    c.header("location", `/api/v1/incidents/${logged.number}`);
    return c.json(logged, 201, { etag: etagOf(logged) });
  })
  .openapi(get, async (c) => {
    const incident = await getIncident(c.get("ctx"), c.req.valid("param").id);
    return c.json(incident, 200, { etag: etagOf(incident) });
  })
  .openapi(edit, async (c) => {
    const version = requiredVersion(c.req.valid("header")["if-match"]);
    const { id } = c.req.valid("param");
    const edited = await write(c.get("ctx"), (ctx) =>
      editIncident(ctx, { ...c.req.valid("json"), id, version }),
    );
    return c.json(edited, 200, { etag: etagOf(edited) });
  });
