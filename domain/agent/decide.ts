import type { Approval, ChangeAuthor } from "@/domain/sign-off/approvals";
import type { GovernedChange } from "@/domain/sign-off/conditions";
import { evaluatePolicy } from "@/domain/sign-off/evaluate";
import type { Evaluation, Missing } from "@/domain/sign-off/evaluation";
import type { Policy, Requirement } from "@/domain/sign-off/policy";
import { policyWithRegister, REGISTER_RULE_ID } from "@/domain/sign-off/register-rule";
import { type ActionRequest, type Agent, type Authorization, authorizeAction } from "./authorize";
import { countsAsProduction } from "./environment";

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
  /** What the register asks for by itself, beside any policy. */
  registerAsks: Requirement | null;
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
  if (register.decision === "deny") {
    return { ...register, rule: null, require: null, missing: null, registerAsks: null };
  }
  const registerAsks = askedByRegister(register, isProduction);
  const policy = registerAsks === null ? given.policy : policyWithRegister(given.policy, registerAsks);
  const { asker: author, approvals, at } = given;
  const change = changeOf(given, register);
  const evaluation = evaluatePolicy({ policy, change, author, approvals, at });
  return { ...answerOf(evaluation, policy, register), registerAsks };
}

/** One person; for what destroys in production a senior. */
function askedByRegister(
  { decision, isDestructive }: Authorization,
  isProduction: boolean,
): Requirement | null {
  if (decision !== "needs-approval") return null;
  return { approvals: 1, ...(isDestructive && isProduction ? { minimumLevel: "senior" as const } : {}) };
}

function changeOf(
  { agent, request, services, promptedBy, requestedAt }: ActionCase,
  { autonomy }: Authorization,
): GovernedChange {
  return {
    revision: null,
    involvement: "ai",
    aiRole: "acted",
    aiTool: agent?.tool ?? agent?.name ?? null,
    aiGrade: "attested",
    kind: "agent-action",
    environment: request.environment,
    services,
    autonomy,
    prompterIds: promptedBy === null ? [] : [promptedBy],
    requestedAt,
  };
}

function answerOf(
  evaluation: Evaluation,
  { rules }: Policy,
  register: Authorization,
): Omit<ActionDecision, "registerAsks"> {
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
