import { isProduction } from "@/domain/change/kinds";
import { AUTONOMIES, type Autonomy } from "@/domain/sign-off/policy";
import type { AgentPermission } from "./authorize";
import { wordsOf } from "./names";

/** What an agent may do in one environment as far as one autonomy goes. */
export interface MatrixEntry {
  autonomy: Autonomy;
  actions: readonly string[];
  destructiveAlone: readonly string[];
}

/** Where no permission names an environment itself. */
export const ELSEWHERE = "anywhere else";

/** The environments that permissions name, production first, with a last one for all others where a star is used. */
export function environmentsOf(agents: readonly { permissions: readonly AgentPermission[] }[]): string[] {
  const names = new Map<string, string>();
  let isAnywhere = false;
  for (const { permissions } of agents) {
    for (const name of permissions.flatMap(({ environments }) => environments)) {
      if (name.trim() === "*") isAnywhere = true;
      else if (!names.has(wordsOf(name))) names.set(wordsOf(name), name);
    }
  }
  const sorted = [...names.values()].sort(
    (a, b) => Number(isProduction(b)) - Number(isProduction(a)) || (a < b ? -1 : 1),
  );
  return isAnywhere ? [...sorted, ELSEWHERE] : sorted;
}

/** What the permissions come to in an environment, the most cautious first; empty where it may do nothing. */
export function entriesIn(permissions: readonly AgentPermission[], environment: string): MatrixEntry[] {
  const fitting = permissions.filter(({ environments }) =>
    environments.some((name) => {
      if (name.trim() === "*") return true;
      return environment !== ELSEWHERE && wordsOf(name) === wordsOf(environment);
    }),
  );
  return AUTONOMIES.flatMap((autonomy) => {
    const own = fitting.filter((one) => one.autonomy === autonomy);
    if (own.length === 0) return [];
    return {
      autonomy,
      actions: [...new Set(own.flatMap(({ actions }) => actions))],
      destructiveAlone: [...new Set(own.flatMap(({ destructiveAlone }) => destructiveAlone ?? []))],
    };
  });
}
