import { environmentTest } from "./environments";
import type { Policy } from "./policy";

/** What a writer knows of a change without asking anybody. */
export interface Glance {
  involvement: string;
  aiRole: string | null;
  kind: string;
  environment: string;
}

/**
 * Whether a policy could ask anything of such a change; whatever else decides is left to the assessment. True where it
 * does not know: a change that is assessed for nothing costs little, one that is not assessed goes unseen.
 */
export function mightAsk({ rules }: Policy, glance: Glance): boolean {
  return rules.some(({ when: { involvement, aiRoles, kinds, environments } }) => {
    if (!takesIn(involvement, glance.involvement) || !takesIn(kinds, glance.kind)) return false;
    if (!takesIn(aiRoles, glance.aiRole)) return false;
    return environments === undefined || environmentTest(environments)(glance.environment, glance.kind);
  });
}

function takesIn(named: readonly string[] | undefined, value: string | null): boolean {
  return named === undefined || (value !== null && named.includes(value));
}

/** Whether it could ask anything of a request, of which nobody has looked for evidence yet. */
export function mightAskOfCode({ rules }: Policy): boolean {
  return rules.some(({ when: { kinds } }) => kinds === undefined || kinds.includes("code"));
}

/** Whether any rule looks at error budgets, which take reading. */
export function asksForBudgets({ rules }: Policy): boolean {
  return rules.some(({ when }) => when.minimumBudgetSpentRatio !== undefined);
}
