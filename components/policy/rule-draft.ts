import type { Requirement, Rule, RuleConditions } from "@/domain/sign-off/policy";

/** An id that no other rule has, from a name: "Seniors sign" becomes "seniors-sign", then "seniors-sign-2". */
export function newRuleId(name: string, rules: readonly Rule[]): string {
  const taken = new Set(rules.map(({ id }) => id));
  const base =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 70) || "rule";
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}

export function emptyRule(rules: readonly Rule[]): Rule {
  return {
    id: newRuleId("new-rule", rules),
    name: "New rule",
    mode: "monitor",
    when: { involvement: ["ai"] },
    require: { approvals: 1 },
  };
}

/** Conditions with some changed; an empty list or nothing takes the condition out, because it would hold for none. */
export function withCondition(when: RuleConditions, change: RuleConditions): RuleConditions {
  const entries = Object.entries({ ...when, ...change }).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(entries);
}

/** A requirement with some of it changed; what is taken out is not in the text either. */
export function withRequirement(require: Requirement, change: Partial<Requirement>): Requirement {
  const { approvals, ...rest } = { ...require, ...change };
  const kept = Object.entries(rest).filter(([, value]) => value !== undefined);
  return { approvals: approvals ?? require.approvals, ...Object.fromEntries(kept) };
}

/** A list as it is typed: "checkout, search". */
export function listOf(text: string): string[] {
  return [...new Set(text.split(",").map((word) => word.trim()))].filter((word) => word !== "");
}

/** A number as it is typed; nothing where it is none. */
export function numberOf(text: string): number | undefined {
  const number = Number(text);
  return text.trim() === "" || !Number.isFinite(number) ? undefined : number;
}
