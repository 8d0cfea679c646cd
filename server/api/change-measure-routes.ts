import { createRoute } from "@hono/zod-openapi";
import {
  changeFailureRateQuerySchema,
  changeFailureRateSchema,
  changeShareQuerySchema,
  changeShareSchema,
} from "@/domain/change/measure-schema";
import { changeFailureRate } from "@/server/change/failure-rate";
import { changeShare } from "@/server/change/share";
import { json, problems } from "./responses";
import { newRouter } from "./router";

const tags = ["Measures"];

const share = createRoute({
  method: "get",
  path: "/change-share",
  operationId: "getChangeShare",
  tags,
  summary: "AI share of changes over time",
  description:
    "Production changes by AI's part, per day, week (from Monday), month or quarter in the workspace's zone. Deployments whose changes are known are not counted beside these; a contested tag counts as what stands.",
  request: { query: changeShareQuerySchema },
  responses: { 200: json(changeShareSchema, "The windows, oldest first."), ...problems(404, 422) },
});

const failureRate = createRoute({
  method: "get",
  path: "/change-failure-rate",
  operationId: "getChangeFailureRate",
  tags,
  summary: "Change failure rate by AI's part",
  description:
    "Production changes with the verdict cause or contributing / all production changes of the class whose follow-up window has passed. Changes that are newer are in `waiting`.",
  request: { query: changeFailureRateQuerySchema },
  responses: { 200: json(changeFailureRateSchema, "The windows, oldest first."), ...problems(404, 422) },
});

export const changeMeasureRoutes = newRouter()
  .openapi(share, async (c) => c.json(await changeShare(c.get("ctx"), c.req.valid("query")), 200))
  .openapi(failureRate, async (c) =>
    c.json(await changeFailureRate(c.get("ctx"), c.req.valid("query")), 200),
  );
