import type { Rule } from "@/domain/sign-off/policy";
import { PRESETS } from "@/domain/sign-off/presets";
import type { AgentPermission } from "./authorize";
import { decideAction } from "./decide";

/** What the agent of the outage did, as the public record has it, put as a question that it might have asked. */
export const OUTAGE_ACTION = {
  action: "delete and recreate environment",
  target: "cost-explorer",
  environment: "production",
} as const;

/** The same by a name that says nothing of what it does. */
const HIDDEN_ACTION = { ...OUTAGE_ACTION, action: "refresh environment" } as const;

export interface WalkthroughAnswer {
  setting: string;
  detail: string;
  decision: "allow" | "needs-approval" | "deny" | "not-asked";
  reason: string;
}

const everything = { environments: ["*"], actions: ["*"] };
const alone: AgentPermission = { ...everything, autonomy: "act-alone" };
const naming: AgentPermission = { ...alone, destructiveAlone: [OUTAGE_ACTION.action] };
const withApproval: AgentPermission = { ...everything, autonomy: "act-with-approval" };
const suggest: AgentPermission = { ...everything, autonomy: "suggest" };

/** What each setting would have answered, worked out by the functions that answer agents; least careful first. */
export function outageAnswers(at: string): WalkthroughAnswer[] {
  return [
    {
      setting: "An operator's permissions, and nobody to ask",
      detail: "As it was, by the report: the tool acts with the role that a person has.",
      decision: "not-asked",
      reason: "The role allows it, so it happens. Nothing is asked, and nobody else knows before the outage.",
    },
    answer(
      "Acts alone, and this very action is named",
      "The register: everything, everywhere, destructive named.",
      {
        permissions: [naming],
        at,
      },
    ),
    answer(
      "Acts alone, by a name that says nothing",
      `It asks for “${HIDDEN_ACTION.action}” instead. The register knows actions by their names and by what the agent says of them.`,
      { permissions: [alone], request: HIDDEN_ACTION, at },
    ),
    answer(
      "The same, and two people for agents' actions",
      "The preset, enforced: it asks whatever the name is.",
      {
        permissions: [alone],
        request: HIDDEN_ACTION,
        rules: [preset("agent-actions-need-two-people", "enforce")],
        at,
      },
    ),
    answer("Acts alone on everything", "An operator's permissions put down in the register as they are.", {
      permissions: [alone],
      at,
    }),
    answer(
      "Acts with approval",
      "The register asks for one person; a destructive action in production, for a senior.",
      {
        permissions: [withApproval],
        at,
      },
    ),
    answer(
      "Two people for agents' actions, monitored",
      "The preset as it begins: it says what it would have asked.",
      {
        permissions: [naming],
        rules: [preset("agent-actions-need-two-people", "monitor")],
        at,
      },
    ),
    answer("Two people for agents' actions, enforced", "Even where the register names the action.", {
      permissions: [naming],
      rules: [preset("agent-actions-need-two-people", "enforce")],
      at,
    }),
    answer(
      "No AI changes without error budget",
      "The preset, enforced, on a service that has spent its budget.",
      {
        permissions: [naming],
        rules: [preset("no-ai-without-budget", "enforce")],
        at,
      },
    ),
    answer("Only suggests", "It writes down what it would do, and a person does it or does not.", {
      permissions: [suggest],
      at,
    }),
    answer("Not in the register", "Nobody entered it.", { permissions: null, at }),
  ];
}

function answer(
  setting: string,
  detail: string,
  given: {
    permissions: AgentPermission[] | null;
    request?: { action: string; target: string; environment: string };
    rules?: Rule[];
    at: string;
  },
): WalkthroughAnswer {
  const { permissions, request = OUTAGE_ACTION, rules = [], at } = given;
  const agent =
    permissions === null ? null : { name: "The agent", tool: null, isDisabled: false, permissions };
  const { decision, reason } = decideAction({
    agent,
    request,
    policy: { rules },
    asker: { personId: null, level: null },
    promptedBy: null,
    services: [{ slug: OUTAGE_ACTION.target, weight: 1, budgetSpentRatio: 1.2 }],
    approvals: [],
    requestedAt: at,
    at,
  });
  return { setting, detail, decision, reason };
}

function preset(id: string, mode: Rule["mode"]): Rule {
  const found = PRESETS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`There is no preset ${id}.`);
  const { about: _, ...rule } = found;
  return { ...rule, mode };
}
