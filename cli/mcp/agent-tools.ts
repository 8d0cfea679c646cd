import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { type AgentAction, type Leave, leaveInputSchema, outcomeInputSchema } from "@/domain/agent/schema";
import { LEAVE_FLAG_WORDS } from "@/domain/agent/states";
import type { Send } from "./faultline-api";
import { addTool, type Said } from "./tool";

/** Clients give a tool a minute; one poll of the API waits for at most this long. */
const WAIT_S_MAX = 50;
const POLL_S_MAX = 25;

const waitSeconds = z.number().int().min(0).max(WAIT_S_MAX).optional();

/** Asking leave before an action, waiting for a person's, and telling what came of it. */
export function addAgentTools(server: McpServer, send: Send): void {
  addTool(server, send, "request_authorization", {
    title: "Ask leave to act",
    description:
      "Ask BEFORE you act on a running system: deploy, restart, scale, migrate, change configuration, delete. The answer " +
      "is allow (act before expiresAt), needs-approval (people were asked: do not act, call check_authorization) or deny " +
      "(do not act, and do not try the same by another name). Name exactly what you will do to what; say destructive if " +
      "it takes away what may not come back. One leave is for one act.",
    input: leaveInputSchema.extend({
      waitSeconds: waitSeconds.describe("Wait this long for a person where one has to approve, 0 to 50."),
    }),
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false },
    run: async (api, { waitSeconds: waitS = 0, ...body }, signal) => {
      const leave = (await api("POST", "/agent-actions/authorize", { body, signal })) as Leave;
      if (leave.state !== "waiting" || waitS === 0) return leaveWords(leave, body.action, body.target);
      const action = await whenDecided(api, leave.id, waitS, signal);
      return actionWords(action, leave.approvalUrl);
    },
  });
  addTool(server, send, "check_authorization", {
    title: "See whether leave was given",
    description: "How an action stands that you asked leave for. Waits up to waitSeconds for a decision.",
    input: z.object({ id: z.string().describe("As request_authorization gave it."), waitSeconds }),
    annotations: { readOnlyHint: true },
    run: async (api, { id, waitSeconds: waitS = 0 }, signal) =>
      actionWords(await whenDecided(api, id, waitS, signal), null),
  });
  addTool(server, send, "report_outcome", {
    title: "Tell what came of an action",
    description:
      "Tell what you did under a leave, whether it worked or not, with the credentials that asked. It becomes a change of " +
      "the ledger. Told twice it counts once. If you did something else than you asked for, say so in action and target.",
    input: outcomeInputSchema.extend({ id: z.string().describe("As request_authorization gave it.") }),
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true },
    run: async (api, { id, ...body }, signal) => {
      const path = `/agent-actions/${encodeURIComponent(id)}/outcome`;
      const action = (await api("POST", path, { body, signal })) as AgentAction;
      const flag =
        action.flag === null
          ? ""
          : `\nFLAGGED: ${LEAVE_FLAG_WORDS[action.flag]}. Tell the person you work for.`;
      return { text: `On record as ${action.state}, as change ${action.changeId}.${flag}`, answer: action };
    },
  });
}

async function whenDecided(api: Send, id: string, waitS: number, signal: AbortSignal): Promise<AgentAction> {
  const untilMs = performance.now() + waitS * 1000;
  for (;;) {
    const restS = Math.ceil((untilMs - performance.now()) / 1000);
    const wait = Math.max(0, Math.min(restS, POLL_S_MAX));
    const path = `/agent-actions/${encodeURIComponent(id)}`;
    const timeoutMs = (wait + 10) * 1000;
    const action = (await api("GET", path, { query: { wait }, signal, timeoutMs })) as AgentAction;
    if (action.state !== "waiting" || performance.now() >= untilMs) return action;
  }
}

function leaveWords(leave: Leave, action: string, target: string): Said {
  const { decision, reason, id, expiresAt } = leave;
  const said = {
    allow: `ALLOWED until ${expiresAt}: ${action} ${target}. ${reason}\nAct now, then call report_outcome with id ${id}.`,
    "needs-approval": waitingWords(id, expiresAt, reason, leave.approvalUrl),
    deny: `DENIED. ${reason}\nDo not act, and do not try it under another name. Tell the person you work for. (id ${id})`,
  };
  return { text: said[decision], answer: leave };
}

function actionWords(action: AgentAction, approvalUrl: string | null): Said {
  const { id, state, expiresAt, decidedBy, decisionReason } = action;
  const by = decidedBy.length === 0 ? "" : ` by ${decidedBy.join(", ")}`;
  const what = `${action.action} ${action.target} in ${action.environment}`;
  const said: Record<AgentAction["state"], string> = {
    allowed: `ALLOWED until ${expiresAt}: ${what}.\nAct now, then call report_outcome with id ${id}.`,
    approved: `APPROVED${by} until ${expiresAt}: ${what}, and nothing else.\nAct now, then call report_outcome with id ${id}.`,
    waiting: waitingWords(id, expiresAt, decisionReason, approvalUrl),
    declined: `DECLINED${by}: ${what}.\nDo not act. Tell the person you work for.`,
    denied: `DENIED. ${decisionReason}\nDo not act, and do not try it under another name.`,
    expired: `EXPIRED: nobody decided, or you did not act, in time.\nDo not act; ask again if it is still needed.`,
    succeeded: "It is over: reported as succeeded. This leave is used up.",
    failed: "It is over: reported as failed. This leave is used up.",
  };
  return { text: said[state], answer: action };
}

function waitingWords(id: string, until: string, reason: string, url: string | null): string {
  const where = url === null ? "" : ` A person approves it at ${url}.`;
  return `NEEDS APPROVAL. ${reason}${where}\nDo not act. Call check_authorization with id ${id}; the request ends ${until}.`;
}
