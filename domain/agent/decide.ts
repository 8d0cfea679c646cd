import type { Approval, ChangeAuthor } from "@/domain/sign-off/approvals";
import type { GovernedChange } from "@/domain/sign-off/conditions";
import { type Evaluation, evaluatePolicy, type Missing } from "@/domain/sign-off/evaluate";
import type { Policy, Requirement, Rule } from "@/domain/sign-off/policy";
import { type ActionRequest, type Agent, type Authorization, authorizeAction } from "./authorize";
import { countsAsProduction } from "./environment";

/** The rule of the register itself, where an agent may act once a person approves. */
const REGISTER_RULE_ID = "agent-register";

export interface ActionCase {
  agent: (Agent & { tool: string | null }) | null;
  request: ActionRequest;
  policy: Policy;
  /** The person whose credentials asked, or else at whose word it did: neither approves. */
  asker: ChangeAuthor;
  promptedBy: string | null;
  services: GovernedChange["services"];
  approvals: readonly Approval[];
  /** When leave was asked for, and the instant to decide for; ISO 8601. */
  requestedAt: string;
  at: string;
}

export interface ActionDecision extends Authorization {
  /** What decided: a rule of the policy or of the register; null where nothing but the entry itself did. */
  rule: { id: string; name: string; from: "policy" | "register" } | null;
  /** What the rule asks for, of an action that needs approval. */
  require: Requirement | null;
  missing: Missing | null;
}

/**
 * Whether an agent may act: the register's answer and the policy's, the stricter of which stands. What the register
 * asks for is a rule beside the policy's, so that approvals count for all of them in the one way.
 */
export function decideAction(given: ActionCase): ActionDecision {
  const { agent, request } = given;
  const isProduction = countsAsProduction(request.environment);
  const register = authorizeAction(agent, request, { isProduction });
  if (register.decision === "deny") return { ...register, rule: null, require: null, missing: null };
  const rules = rulesFor(given.policy, register, isProduction);
  const { asker: author, approvals, at } = given;
  const change = changeOf(given, register);
  return answerOf(evaluatePolicy({ policy: { rules }, change, author, approvals, at }), rules, register);
}

function rulesFor(policy: Policy, register: Authorization, isProduction: boolean): readonly Rule[] {
  if (register.decision !== "needs-approval") return policy.rules;
  const minimumLevel = register.isDestructive && isProduction ? { minimumLevel: "senior" as const } : {};
  return [
    ...policy.rules,
    {
      id: REGISTER_RULE_ID,
      name: "The register of agents",
      mode: "enforce",
      when: {},
      require: { approvals: 1, ...minimumLevel },
    },
  ];
}

function changeOf(
  { agent, request, services, promptedBy, requestedAt }: ActionCase,
  { autonomy }: Authorization,
): GovernedChange {
  return {
    revision: null,
    involvement: "ai",
    aiRole: "acted",
    aiTool: agent?.tool ?? null,
    aiGrade: "attested",
    kind: "agent-action",
    environment: request.environment,
    services,
    autonomy,
    promptedBy,
    requestedAt,
  };
}

function answerOf(evaluation: Evaluation, rules: readonly Rule[], register: Authorization): ActionDecision {
  const { isDestructive, autonomy } = register;
  const found = rules.find(({ id }) => id === evaluation.rule?.id) ?? null;
  const isRegister = found?.id === REGISTER_RULE_ID;
  const rule =
    found === null
      ? null
      : { id: found.id, name: found.name, from: isRegister ? ("register" as const) : ("policy" as const) };
  const common = { isDestructive, autonomy };
  if (!evaluation.holds) {
    const isNoted = evaluation.decision !== "not-required" && !isRegister;
    const reason =
      register.decision === "allow"
        ? `${register.reason}${isNoted ? ` ${evaluation.reason}` : ""}`
        : evaluation.reason;
    return { ...common, decision: "allow", reason, rule, require: null, missing: null };
  }
  const isForbidden = found?.require.approvals === "nobody";
  return {
    ...common,
    decision: isForbidden ? "deny" : "needs-approval",
    reason: isRegister ? register.reason : evaluation.reason,
    rule,
    require: found?.require ?? null,
    missing: evaluation.missing,
  };
}
