import { patternFault } from "@/domain/repository/match";

/** A rule while it is edited. */
export interface DraftRule {
  key: string;
  pattern: string;
  services: string[];
}

export interface PlainRule {
  pattern: string;
  services: string[];
}

export const keyed = (rules: readonly PlainRule[]): DraftRule[] =>
  rules.map(({ pattern, services }) => ({ key: crypto.randomUUID(), pattern, services: [...services] }));

export const plain = (rules: readonly DraftRule[]): PlainRule[] =>
  rules.map(({ pattern, services }) => ({ pattern: pattern.trim(), services }));

export const isSameRules = (one: readonly PlainRule[], other: readonly PlainRule[]): boolean =>
  JSON.stringify(one.map(({ pattern, services }) => [pattern, services])) ===
  JSON.stringify(other.map(({ pattern, services }) => [pattern, services]));

/** A rule moved by one place; at the end of the list it stays. */
export function moved(rules: readonly DraftRule[], at: number, by: 1 | -1): DraftRule[] {
  const to = at + by;
  const [one, other] = [rules[at], rules[to]];
  if (one === undefined || other === undefined) return [...rules];
  return rules.map((rule, index) => (index === at ? other : index === to ? one : rule));
}

/** What is wrong with each rule, by its key. */
export function faultsOf(rules: readonly DraftRule[]): Map<string, string> {
  return new Map(
    rules.flatMap(({ key, pattern }) => {
      const fault = patternFault(pattern);
      return fault === null ? [] : [[key, fault] as const];
    }),
  );
}
