import { createRoute, z } from "@hono/zod-openapi";
import { absenceInputSchema, absenceQuerySchema, absenceSchema } from "@/domain/absence/schema";
import {
  capacityQuerySchema,
  capacitySchema,
  forecastInputSchema,
  forecastSchema,
} from "@/domain/capacity/schema";
import { addAbsence } from "@/server/absence/add";
import { listAbsences } from "@/server/absence/queries";
import { removeAbsence } from "@/server/absence/remove";
import { capacity, forecastCapacity } from "@/server/capacity/queries";
import { uuidOf } from "./path-id";
import { body, idParameter, json, problems } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Capacity"];

const read = createRoute({
  method: "get",
  path: "/capacity",
  operationId: "getCapacity",
  tags,
  summary: "Who has time to sign, and how long sign-offs wait",
  description:
    "Demand and waiting by week, the Kaplan-Meier curve of waiting, who could sign today, how the load is shared, services that depend on one person, and sign-offs quicker than reading. Waiting is from the request to the sign-off; what still waits, or left unsigned, is censored. Names stand only where the caller may see figures about that person.",
  request: { query: capacityQuerySchema },
  responses: { 200: json(capacitySchema, "The figures."), ...problems(404, 422) },
});

const forecast = createRoute({
  method: "post",
  path: "/capacity/forecast",
  operationId: "forecastCapacity",
  tags,
  summary: "Forecast the queue of sign-offs",
  description:
    "Utilisation and waiting by Erlang C with the Allen-Cunneen correction, as it is and with what is given instead. A queue that grows without end is answered with what would end it.",
  request: body(forecastInputSchema),
  responses: { 200: json(forecastSchema, "Both forecasts."), ...problems(400, 404, 422) },
});

const absences = createRoute({
  method: "get",
  path: "/absences",
  operationId: "listAbsences",
  tags,
  summary: "List who is away",
  request: { query: absenceQuerySchema },
  responses: {
    200: json(z.object({ absences: z.array(absenceSchema) }), "First to leave first."),
    ...problems(422),
  },
});

const add = createRoute({
  method: "post",
  path: "/absences",
  operationId: "addAbsence",
  tags,
  summary: "Say when somebody is away",
  description: "Of oneself, or, for those who keep the roster, of anybody on it.",
  request: body(absenceInputSchema),
  responses: { 201: json(absenceSchema, "The absence."), ...problems(400, 422) },
});

const remove = createRoute({
  method: "delete",
  path: "/absences/{id}",
  operationId: "removeAbsence",
  tags,
  summary: "Take an absence back",
  request: { params: idParameter },
  responses: { 204: { description: "It is gone." }, ...problems(404) },
});

export const capacityRoutes = newRouter()
  .openapi(read, async (c) => c.json(await capacity(c.get("ctx"), c.req.valid("query")), 200))
  .openapi(forecast, async (c) => c.json(await forecastCapacity(c.get("ctx"), c.req.valid("json")), 200))
  .openapi(absences, async (c) =>
    c.json({ absences: await listAbsences(c.get("ctx"), c.req.valid("query")) }, 200),
  )
  .openapi(add, async (c) =>
    c.json(await write(c.get("ctx"), (ctx) => addAbsence(ctx, c.req.valid("json"))), 201),
  )
  .openapi(remove, async (c) => {
    const id = uuidOf("absence", c.req.valid("param").id);
    await write(c.get("ctx"), (ctx) => removeAbsence(ctx, id));
    return c.body(null, 204);
  });
