import type { AgentPermission } from "@/domain/agent/authorize";
import { DAY_MS, MINUTE_MS } from "@/domain/calendar/zone";
import { pick, pickWeighted, randomStream } from "./random";

/** An agent of the generated register: the company, its agents and what they did are invented. */
export interface SampleAgent {
  slug: string;
  name: string;
  team: string;
  tool: string;
  description: string;
  credentialScope: string;
  permissions: AgentPermission[];
  isDisabled?: boolean;
  /** What it asks for, with how often: action, environment, service. */
  asks: readonly (readonly [ask: SampleAsk, weight: number])[];
}

interface SampleAsk {
  action: string;
  target: string;
  environment: string;
  service: string;
  reason: string;
}

const ask = (
  action: string,
  target: string,
  environment: string,
  service: string,
  reason: string,
): SampleAsk => ({ action, target, environment, service, reason });

export const SAMPLE_AGENTS: readonly SampleAgent[] = [
  {
    slug: "runbook-agent",
    name: "Runbook Agent",
    team: "Checkout",
    tool: "Runbook Agent",
    description: "Works off the runbooks of the night shift.",
    credentialScope: "A role of its own: restarts and scaling of the checkout cluster, nothing else.",
    permissions: [
      { environments: ["staging"], actions: ["*"], autonomy: "act-alone" },
      {
        environments: ["production"],
        actions: ["restart", "scale up", "delete cache"],
        autonomy: "act-alone",
        destructiveAlone: ["delete cache"],
      },
      { environments: ["production"], actions: ["fail over"], autonomy: "act-with-approval" },
    ],
    asks: [
      [
        ask(
          "restart",
          "checkout-worker",
          "production",
          "checkout",
          "Requests have timed out for ten minutes.",
        ),
        5,
      ],
      [
        ask(
          "scale up",
          "checkout-api",
          "production",
          "checkout",
          "The queue grows faster than it is worked off.",
        ),
        4,
      ],
      [ask("delete cache", "price-cache", "production", "checkout", "Prices are a day old."), 2],
      [ask("fail over", "orders-primary", "production", "orders", "The primary's disk reports errors."), 2],
    ],
  },
  {
    slug: "release-agent",
    name: "Release Agent",
    team: "Storefront",
    tool: "Pair",
    description: "Takes merged changes through the stages.",
    credentialScope: "The deployment role of the storefront's pipeline.",
    permissions: [
      { environments: ["staging"], actions: ["deploy", "roll back"], autonomy: "act-alone" },
      { environments: ["production"], actions: ["deploy"], autonomy: "act-with-approval" },
      { environments: ["production"], actions: ["roll back"], autonomy: "act-alone" },
    ],
    asks: [
      [
        ask("deploy", "storefront", "production", "storefront", "The release has been in staging for a day."),
        5,
      ],
      [ask("deploy", "storefront", "staging", "storefront", "Merged an hour ago."), 4],
      [ask("roll back", "storefront", "production", "storefront", "Errors rose after the release."), 1],
    ],
  },
  {
    slug: "upgrade-agent",
    name: "Upgrade Agent",
    team: "Discovery",
    tool: "Kestrel Assistant",
    description: "Finds what is out of date and proposes the upgrade.",
    credentialScope: "Reads everything, writes nothing but pull requests.",
    permissions: [{ environments: ["*"], actions: ["*"], autonomy: "suggest" }],
    asks: [
      [
        ask(
          "upgrade",
          "search-index nodes",
          "production",
          "search",
          "The version leaves support next month.",
        ),
        2,
      ],
    ],
  },
  {
    slug: "cost-agent",
    name: "Cost Agent",
    team: "Cloud",
    tool: "Runbook Agent",
    description: "Looked for idle resources and took them away.",
    credentialScope: "An operator's own role, as a person has it: it reaches as far as that person does.",
    permissions: [{ environments: ["*"], actions: ["*"], autonomy: "act-alone" }],
    isDisabled: true,
    asks: [
      [
        ask(
          "delete and recreate environment",
          "cost-explorer",
          "production",
          "cost-explorer",
          "Drift in the environment cannot be repaired in place.",
        ),
        2,
      ],
      [ask("resize", "report-workers", "production", "cost-explorer", "Idle nine hours of ten."), 2],
    ],
  },
];

const ACTIONS = 46;
const SPAN_DAYS = 60;

export type SampleFate =
  | "succeeded"
  | "failed"
  | "unused"
  | "declined"
  | "overdue"
  | "waiting"
  | "late"
  | "against";

export interface SampleAgentAction extends SampleAsk {
  agent: SampleAgent;
  requestedMs: number;
  /** How long a person takes, where one has to approve, and the agent after its leave. */
  decidedAfterMs: number;
  actedAfterMs: number;
  /** Drawn for both: which of them it is depends on the answer. */
  ifLeft: SampleFate;
  ifAsked: SampleFate;
  ifDenied: SampleFate;
  isPrompted: boolean;
  draw: number;
}

/** What the agents asked for in the last two months, oldest first; one of it waits for a person now. */
export function generatedAgentActions(nowMs: number): SampleAgentAction[] {
  const random = randomStream("agent-actions");
  const acting = SAMPLE_AGENTS.flatMap((agent) =>
    agent.asks.map(([one, weight]) => [{ agent, one }, weight] as const),
  );
  const actions = Array.from({ length: ACTIONS }, (_, index): SampleAgentAction => {
    const { agent, one } = pickWeighted(random, acting);
    const isLast = index === ACTIONS - 1;
    const ago = (1 - index / ACTIONS) * SPAN_DAYS * DAY_MS * (0.98 + 0.02 * random());
    return {
      ...(isLast ? WAITING.one : one),
      agent: isLast ? WAITING.agent : agent,
      requestedMs: Math.round(isLast ? nowMs - 25 * MINUTE_MS : nowMs - ago),
      decidedAfterMs: Math.round((2 + 70 * random() ** 2) * MINUTE_MS),
      actedAfterMs: Math.round((0.2 + 4 * random()) * MINUTE_MS),
      ifLeft: pickWeighted<SampleFate>(random, [
        ["succeeded", 80],
        ["failed", 8],
        ["unused", 8],
        ["late", 4],
      ]),
      ifAsked: isLast
        ? "waiting"
        : pickWeighted<SampleFate>(random, [
            ["succeeded", 72],
            ["failed", 6],
            ["declined", 12],
            ["overdue", 10],
          ]),
      ifDenied: pickWeighted<SampleFate>(random, [
        ["unused", 92],
        ["against", 8],
      ]),
      isPrompted: random() < 0.5,
      draw: random(),
    };
  });
  return actions.sort((a, b) => a.requestedMs - b.requestedMs);
}

const WAITING = (() => {
  const agent = SAMPLE_AGENTS[1]!;
  return { agent, one: agent.asks[0]![0] };
})();

const OUTCOME_WORDS: Partial<Record<SampleFate, readonly string[]>> = {
  succeeded: [
    "Done as asked; checks passed.",
    "Done; error rate is back to normal.",
    "Done, and verified twice.",
  ],
  failed: [
    "It did not help; put back as it was.",
    "Stopped half way: a check failed. Nothing is left changed.",
  ],
  late: ["Done, after a retry that took longer than the leave."],
  against: ["Done before the answer was read."],
};

export const outcomeOf = (fate: SampleFate, draw: number): string =>
  pick(() => draw, OUTCOME_WORDS[fate] ?? ["Done."]);
