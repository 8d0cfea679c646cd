import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
  type AgentAction,
  agentActionPageSchema,
  agentActionSchema,
  type Leave,
  leaveInputSchema,
  leaveSchema,
  outcomeInputSchema,
} from "@/domain/agent/schema";
import { AGENT_ACTION_STATES } from "@/domain/agent/states";
import { getAgentAction, listAgentActions } from "@/server/agent/actions";
import { approvalPathOf, authorizeAgentAction } from "@/server/agent/authorize";
import { reportOutcome } from "@/server/agent/report-outcome";
import { isLoopback } from "@/server/loopback";
import type { ApiEnvironment } from "./environment";
import { etagOf } from "./if-match";
import { pageQuery, readCursor, writeCursor } from "./page";
import { uuidOf } from "./path-id";
import { body, idParameter, json, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Agents"];
const cursorSchema = z.object({ at: z.iso.datetime(), id: z.uuid() });
const idOf = (id: string) => uuidOf("agent action", id);

const WAIT_S_MAX = 30;
const POLL_MS = 500;
/** Requests that wait hold a connection of a client each; more than these are answered at once. */
const WAITING_MAX = 200;

const list = createRoute({
  method: "get",
  path: "/agent-actions",
  operationId: "listAgentActions",
  tags,
  summary: "List what agents asked leave for",
  request: {
    query: z.object({
      agent: z.string().max(80).optional().meta({ description: "Slug of one agent." }),
      state: z
        .preprocess(
          (value) => (typeof value === "string" ? value.split(",").filter(Boolean) : value),
          z.array(z.enum(AGENT_ACTION_STATES)).min(1).max(10),
        )
        .optional(),
      flagged: z
        .enum(["true"])
        .optional()
        .meta({ description: "What was done against a leave, or without." }),
      ...pageQuery,
    }),
  },
  responses: { 200: json(agentActionPageSchema, "A page, newest first."), ...problems(404, 422) },
});

const authorize = createRoute({
  method: "post",
  path: "/agent-actions/authorize",
  operationId: "authorizeAgentAction",
  tags,
  summary: "Ask leave for an agent's action",
  description:
    "Before it acts. The stricter of the register and the policy in force decides. `allow`: it may act until " +
    "`expiresAt`. `needs-approval`: people have been asked; poll the action. `deny`: it may not. Whatever it did is " +
    "told under the action's id afterwards. The same asked again while it waits is the same request.",
  request: body(leaveInputSchema),
  responses: { 200: json(leaveSchema, "The answer."), ...problems(400, 403, 422) },
});

const get = createRoute({
  method: "get",
  path: "/agent-actions/{id}",
  operationId: "getAgentAction",
  tags,
  summary: "Read an agent's action",
  request: {
    params: idParameter,
    query: z.object({
      wait: z
        .preprocess(
          (value) => (typeof value === "string" && value !== "" ? Number(value) : value),
          z.number().int().min(0).max(WAIT_S_MAX),
        )
        .default(0)
        .meta({
          type: "integer",
          description: "Seconds to wait for a decision while people are asked, 0 to 30.",
        }),
    }),
  },
  responses: { 200: versioned(agentActionSchema, "The action as it stands."), ...problems(404, 422) },
});

const report = createRoute({
  method: "post",
  path: "/agent-actions/{id}/outcome",
  operationId: "reportAgentActionOutcome",
  tags,
  summary: "Tell what came of an agent's action",
  description:
    "By whoever asked leave, once however often it is told. It becomes a change of kind agent-action. What was done " +
    "without leave, outside its time, or otherwise than asked is on record all the same, and flagged.",
  request: { params: idParameter, ...body(outcomeInputSchema) },
  responses: {
    200: versioned(agentActionSchema, "The action with its outcome and its change."),
    ...problems(400, 403, 404, 409, 422),
  },
});

export const agentActionRoutes = newRouter()
  .openapi(list, async (c) => {
    const { cursor, state, flagged, ...query } = c.req.valid("query");
    const { actions, next } = await listAgentActions(c.get("ctx"), {
      ...query,
      states: state,
      flagged: flagged === "true",
      cursor: readCursor(cursor, cursorSchema),
    });
    return c.json({ actions, nextCursor: next === null ? null : writeCursor(next) }, 200);
  })
  .openapi(authorize, async (c) => {
    const action = await write(c.get("ctx"), (ctx) => authorizeAgentAction(ctx, c.req.valid("json")));
    return c.json(await leaveOf(c, action), 200);
  })
  .openapi(get, async (c) => {
    const found = await whenDecided(c, idOf(c.req.valid("param").id), c.req.valid("query").wait);
    return c.json(found, 200, { etag: etagOf(found) });
  })
  .openapi(report, async (c) => {
    const id = idOf(c.req.valid("param").id);
    const reported = await write(c.get("ctx"), (ctx) => reportOutcome(ctx, { id, ...c.req.valid("json") }));
    return c.json(reported, 200, { etag: etagOf(reported) });
  });

async function leaveOf(c: Context<ApiEnvironment>, action: AgentAction): Promise<Leave> {
  const { id, decision, decisionReason: reason, rule, state, destructive, expiresAt } = action;
  const path = await approvalPathOf(c.get("ctx"), action);
  const approvalUrl = path === null ? null : `${originOf(c)}${path}`;
  return { id, decision, reason, rule, state, destructive, expiresAt, approvalUrl };
}

/** The address that people open; without a stated one, that under which the agent reached us. */
function originOf(c: Context<ApiEnvironment>): string {
  const publicHost = c.get("dependencies").publicHost();
  if (publicHost !== null) {
    const isHere = isLoopback(publicHost);
    return `${isHere ? "http" : "https"}://${publicHost}`;
  }
  return `http://${c.req.header("host") ?? new URL(c.req.url).host}`;
}

let waiting = 0;

/** The action once it waits for nobody any more, or as it stands when the time is up. */
async function whenDecided(c: Context<ApiEnvironment>, id: string, waitS: number): Promise<AgentAction> {
  const { signal } = c.req.raw;
  const now = () => ({ ...c.get("ctx"), now: c.get("dependencies").now() });
  const untilMs = performance.now() + (waiting < WAITING_MAX ? waitS * 1000 : 0);
  waiting += 1;
  try {
    for (;;) {
      const found = await getAgentAction(now(), id);
      const restMs = untilMs - performance.now();
      if (found.state !== "waiting" || restMs <= 0 || signal.aborted) return found;
      await new Promise((resolve) => setTimeout(resolve, Math.min(POLL_MS, restMs)));
    }
  } finally {
    waiting -= 1;
  }
}
