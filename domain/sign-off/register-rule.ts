import type { Policy, Rule } from "./policy";

/** What an agent's own register entry asks for, beside any policy: one person who says yes. */
export const REGISTER_RULE: Rule = {
  id: "agent-register",
  name: "The agent's register",
  mode: "enforce",
  when: { kinds: ["agent-action"] },
  require: { approvals: 1 },
};

const ALONE: Policy = { rules: [REGISTER_RULE] };
const withRegister = new WeakMap<Policy, Policy>();

/** A policy with the register's rule; the same object for the same policy, because evaluating reads one only once. */
export function policyWithRegister(policy: Policy | null): Policy {
  if (policy === null) return ALONE;
  const known = withRegister.get(policy);
  if (known !== undefined) return known;
  const both: Policy = { rules: [...policy.rules, REGISTER_RULE] };
  withRegister.set(policy, both);
  return both;
}
