import type { Autonomy } from "@/domain/sign-off/policy";
import { namesDestruction } from "./destructive";
import { isNamed, isNamedItself } from "./names";

/** What an agent may do somewhere, and how far by itself. */
export interface AgentPermission {
  /** Names of environments; "*" is any. */
  environments: readonly string[];
  /** Names of actions, such as "deploy" or "restart"; "*" is any. */
  actions: readonly string[];
  autonomy: Autonomy;
  /** Destructive actions that it may do alone even in production, each by its name: "*" is not taken here. */
  destructiveAlone?: readonly string[] | undefined;
}

export interface Agent {
  name: string;
  isDisabled: boolean;
  permissions: readonly AgentPermission[];
}

export interface ActionRequest {
  action: string;
  target: string;
  environment: string;
  /** Said by the agent; an action whose name destroys is destructive whatever it says. */
  destructive?: boolean | undefined;
}

export interface Authorization {
  decision: "allow" | "needs-approval" | "deny";
  /** One sentence for a person. */
  reason: string;
  isDestructive: boolean;
  autonomy: Autonomy | null;
}

/** Whether an action takes away what may not come back: by its name, or because the agent says so. */
export function isDestructive({ action, target, destructive }: ActionRequest): boolean {
  return destructive === true || namesDestruction({ action, target });
}

/**
 * Whether an agent may act, by its own register entry. Of several permissions that fit, the most cautious counts. A
 * destructive action in production never passes without a person, unless a permission names that very action.
 */
export function authorizeAction(
  agent: Agent | null,
  request: ActionRequest,
  { isProduction }: { isProduction: boolean },
): Authorization {
  const destructive = isDestructive(request);
  const answer = (decision: Authorization["decision"], reason: string, autonomy: Autonomy | null = null) => ({
    decision,
    reason,
    isDestructive: destructive,
    autonomy,
  });
  if (agent === null) return answer("deny", "No agent of this name is in the register.");
  if (agent.isDisabled) return answer("deny", `${agent.name} is disabled in the register.`);
  const fitting = agent.permissions.filter((one) => fits(one, request));
  const [permission] = [...fitting].sort((a, b) => CAUTION[a.autonomy] - CAUTION[b.autonomy]);
  const what = `${request.action} in ${request.environment}`;
  if (permission === undefined) return answer("deny", `${agent.name} has no permission for ${what}.`);
  const { autonomy } = permission;
  if (autonomy === "suggest") {
    return answer("deny", `${agent.name} may only suggest ${what}; a person has to do it.`, autonomy);
  }
  if (autonomy === "act-with-approval") {
    return answer("needs-approval", `${agent.name} may do ${what} once a person approves.`, autonomy);
  }
  if (destructive && isProduction && !fitting.every((one) => namesIt(one, request))) {
    return answer(
      "needs-approval",
      `${what} is destructive, and no permission of ${agent.name} names it; a person has to approve.`,
      autonomy,
    );
  }
  return answer("allow", `${agent.name} may do ${what} alone.`, autonomy);
}

const CAUTION: Record<Autonomy, number> = { suggest: 0, "act-with-approval": 1, "act-alone": 2 };

function fits({ environments, actions }: AgentPermission, request: ActionRequest): boolean {
  return isNamed(environments, request.environment) && isNamed(actions, request.action);
}

function namesIt({ destructiveAlone }: AgentPermission, { action }: ActionRequest): boolean {
  return isNamedItself(destructiveAlone ?? [], action);
}
