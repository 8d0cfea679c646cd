import { createRoute } from "@hono/zod-openapi";
import { adoptionQuerySchema, adoptionSchema } from "@/domain/ai-use/schema";
import { availabilityQuerySchema, availabilitySchema } from "@/domain/availability/schema";
import { weeklyAdoption } from "@/server/ai-use/queries";
import { availabilitySeries } from "@/server/availability/queries";
import { json, problems } from "./responses";
import { newRouter } from "./router";

const tags = ["Measures"];

const availability = createRoute({
  method: "get",
  path: "/availability",
  operationId: "getAvailability",
  tags,
  summary: "Availability over time",
  description:
    "Per day, week (from Monday), month or quarter in the workspace's zone; of the workspace, of a team or of one service. The ratio is at full precision; rounding is for display.",
  request: { query: availabilityQuerySchema },
  responses: { 200: json(availabilitySchema, "The points, oldest first."), ...problems(404, 422) },
});

const adoption = createRoute({
  method: "get",
  path: "/adoption",
  operationId: "getAdoption",
  tags,
  summary: "AI adoption per week",
  description:
    "Distinct people on the roster with at least one AI use in the week / people on the roster in it; null where no source tells.",
  request: { query: adoptionQuerySchema },
  responses: { 200: json(adoptionSchema, "The weeks, oldest first."), ...problems(404, 422) },
});

export const measureRoutes = newRouter()
  .openapi(availability, async (c) =>
    c.json(await availabilitySeries(c.get("ctx"), c.req.valid("query")), 200),
  )
  .openapi(adoption, async (c) => c.json(await weeklyAdoption(c.get("ctx"), c.req.valid("query")), 200));
