import type { Policy, Requirement, Rule } from "./policy";

export const REGISTER_RULE_ID = "agent-register";

/** What an agent's own register entry asks for, beside any policy: a person who says yes. */
function registerRule(require: Requirement): Rule {
  return {
    id: REGISTER_RULE_ID,
    name: "The register of agents",
    mode: "enforce",
    when: { kinds: ["agent-action"] },
    require,
  };
}

const NO_RULES: Policy = { rules: [] };
const withRegister = new WeakMap<Policy, Map<string, Policy>>();

/** A policy with the register's rule; the same object for the same two, because evaluating reads one only once. */
export function policyWithRegister(policy: Policy | null, require: Requirement): Policy {
  const base = policy ?? NO_RULES;
  const known = withRegister.get(base) ?? new Map<string, Policy>();
  withRegister.set(base, known);
  const key = JSON.stringify(require);
  const found = known.get(key) ?? { rules: [...base.rules, registerRule(require)] };
  known.set(key, found);
  return found;
}
