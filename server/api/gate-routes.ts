import { createRoute, z } from "@hono/zod-openapi";
import { gateAnswerSchema, gateDecisionPageSchema, gateQuestionSchema } from "@/domain/gate/schema";
import { askGate } from "@/server/gate/ask";
import { listGateDecisions } from "@/server/gate/decisions";
import { pageQuery, readCursor, writeCursor } from "./page";
import { body, json, problems } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Gate"];
const cursorSchema = z.object({ at: z.iso.datetime(), id: z.uuid() });

const ask = createRoute({
  method: "post",
  path: "/gate",
  operationId: "askGate",
  tags,
  summary: "Ask whether something may go out",
  description:
    "By the policy in force now. A revision on the default branch brings every change that was merged since the last successful deployment to the environment; one that is held holds all. The head of an open pull request stands for that request. What is asked is noted, so it takes no Idempotency-Key: each answer is of its moment. A token needs the read scope.",
  request: body(gateQuestionSchema),
  responses: {
    200: json(gateAnswerSchema, "Allow or hold, with the reason and what is missing."),
    ...problems(400, 403, 404, 422),
  },
});

const decisions = createRoute({
  method: "get",
  path: "/gate/decisions",
  operationId: "listGateDecisions",
  tags,
  summary: "List what the gate answered",
  description:
    "The same question of the same caller with the same answer is one row, with how often it was asked.",
  request: { query: z.object({ decision: z.enum(["allow", "hold"]).optional(), ...pageQuery }) },
  responses: {
    200: json(gateDecisionPageSchema, "A page, what was asked last first."),
    ...problems(403, 422),
  },
});

export const gateRoutes = newRouter()
  .openapi(ask, async (c) =>
    c.json(await write(c.get("ctx"), (ctx) => askGate(ctx, c.req.valid("json"))), 200),
  )
  .openapi(decisions, async (c) => {
    const { cursor, ...query } = c.req.valid("query");
    const page = await listGateDecisions(c.get("ctx"), {
      ...query,
      cursor: readCursor(cursor, cursorSchema),
    });
    const nextCursor = page.next ? writeCursor(page.next) : null;
    return c.json({ decisions: page.decisions, nextCursor }, 200);
  });
