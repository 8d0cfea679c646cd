import { createRoute } from "@hono/zod-openapi";
import { complianceQuerySchema, complianceSchema } from "@/domain/sign-off/compliance-schema";
import { compliance } from "@/server/sign-off/compliance";
import { json, problems } from "./responses";
import { newRouter } from "./router";

const read = createRoute({
  method: "get",
  path: "/compliance",
  operationId: "getCompliance",
  tags: ["Measures"],
  summary: "Whether the sign-off policy is followed",
  description:
    "AI-assisted changes that went live and for which the policy asked a sign-off: signed in time, late, missing, or let through by break-glass, per day, week (from Monday), month or quarter, by service and team. Each count's rows are those of the ledger with the same `signOff` and `involvement=ai`.",
  request: { query: complianceQuerySchema },
  responses: { 200: json(complianceSchema, "The windows, oldest first."), ...problems(404, 422) },
});

export const complianceRoutes = newRouter().openapi(read, async (c) =>
  c.json(await compliance(c.get("ctx"), c.req.valid("query")), 200),
);
