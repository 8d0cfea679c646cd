import { conditionsOf } from "@/domain/sign-off/conditions";
import type { Policy, Rule } from "@/domain/sign-off/policy";
import { byStrictness } from "@/domain/sign-off/strictness";

/**
 * The strictest rule that could ask for a sign-off of code that is not on record: whatever it says of the author, of
 * AI's part, the size or the services may hold, so only what is known of the question keeps a rule out. An enforcing
 * one goes first, as it holds the code back. Null where no rule could.
 */
export function ruleForUnknown(
  policy: Policy,
  { environment, at }: { environment: string; at: string },
): Rule | null {
  const possible = policy.rules.filter((rule) => couldAsk(rule, environment, at)).sort(byStrictness);
  return possible.find(({ mode }) => mode === "enforce") ?? possible[0] ?? null;
}

function couldAsk(rule: Rule, environment: string, at: string): boolean {
  const atMs = Date.parse(at);
  if (rule.require.approvals === 0) return false;
  if (rule.effectiveFrom != null && Date.parse(rule.effectiveFrom) > atMs) return false;
  if (rule.effectiveTo != null && Date.parse(rule.effectiveTo) <= atMs) return false;
  // A revision is code; how far an agent may go is asked of what agents do, which has no revision.
  if (rule.when.autonomies !== undefined) return false;
  const { kinds, environments, windows } = rule.when;
  const known = conditionsOf({ kinds, environments, windows });
  const code = {
    revision: null,
    kind: "code",
    involvement: "unknown",
    environment,
    services: [],
  } as const;
  return known.every((holds) => holds(code, null, atMs));
}
