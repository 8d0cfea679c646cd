import type { Policy, Rule } from "./policy";
import { fieldsOf, type RuleField } from "./rule-words";

/** What became of one thing that a rule says; null where it says nothing of it. */
export interface FieldChange {
  field: string;
  label: string;
  before: string | null;
  after: string | null;
}

export interface PolicyDiff {
  added: Rule[];
  removed: Rule[];
  changed: { id: string; name: string; fields: FieldChange[] }[];
  /** Of what belongs to no rule. */
  whenUnreachable: FieldChange | null;
}

interface ComparedPolicy extends Policy {
  whenUnreachable?: "open" | "closed";
}

/** What the second policy says otherwise than the first. Rules are the same by their id; their order is nothing. */
export function diffPolicies(before: ComparedPolicy, after: ComparedPolicy): PolicyDiff {
  const [old, now] = [before, after].map(({ rules }) => new Map(rules.map((rule) => [rule.id, rule])));
  return {
    added: after.rules.filter(({ id }) => !old?.has(id)),
    removed: before.rules.filter(({ id }) => !now?.has(id)),
    changed: after.rules.flatMap((rule) => {
      const earlier = old?.get(rule.id);
      const fields = earlier === undefined ? [] : changesOf(earlier, rule);
      return fields.length === 0 ? [] : [{ id: rule.id, name: rule.name, fields }];
    }),
    whenUnreachable: unreachableChange(before, after),
  };
}

export function isSamePolicy(diff: PolicyDiff): boolean {
  const { added, removed, changed, whenUnreachable } = diff;
  return added.length + removed.length + changed.length === 0 && whenUnreachable === null;
}

function changesOf(before: Rule, after: Rule): FieldChange[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const wordsIn = (fields: readonly RuleField[], field: string) =>
    fields.find((one) => one.field === field)?.words ?? null;
  const gone = old.filter(({ field }) => wordsIn(now, field) === null);
  return [...now, ...gone].flatMap(({ field, label }) => {
    const change = { field, label, before: wordsIn(old, field), after: wordsIn(now, field) };
    return change.before === change.after ? [] : [change];
  });
}

function unreachableChange(before: ComparedPolicy, after: ComparedPolicy): FieldChange | null {
  const [old, now] = [before, after].map(({ whenUnreachable }) =>
    whenUnreachable === "open" ? "let the change through" : "hold the change",
  );
  if (old === now) return null;
  const label = "When Faultline cannot be asked";
  return { field: "whenUnreachable", label, before: old ?? null, after: now ?? null };
}
