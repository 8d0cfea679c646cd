import { countsAsProduction } from "@/domain/agent/environment";
import { type ChangeKind, isProduction, PRODUCTION } from "@/domain/change/kinds";

/**
 * Tells whether a rule's environments take in the one of a change. "production" takes in whatever is production by its
 * name ("prod-eu"): a pipeline names its environment itself. An agent's counts unless it plainly is another.
 */
export function environmentTest(names: readonly string[]): (environment: string, kind: string) => boolean {
  const exact = new Set(names.map((name) => name.toLowerCase()));
  const takesProduction = exact.has(PRODUCTION);
  return (environment, kind) => {
    if (exact.has(environment) || exact.has(environment.toLowerCase())) return true;
    if (!takesProduction) return false;
    return kind === ("agent-action" satisfies ChangeKind)
      ? countsAsProduction(environment)
      : isProduction(environment);
  };
}
