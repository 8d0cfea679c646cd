import type { TimelineEvent } from "./schema";

type Value = string | number | Date | readonly string[] | null | undefined;

/** What differs, field by field, as the timeline tells it. */
export function changedFields(
  before: Readonly<Record<string, Value>>,
  after: Readonly<Record<string, Value>>,
): TimelineEvent["changes"] {
  return Object.keys(after).flatMap((field) => {
    const was = told(before[field]);
    const is = told(after[field]);
    return was === is ? [] : { field, before: was, after: is };
  });
}

function told(value: Value): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? value.join(", ") : String(value);
}

/** "impact start, severity": the fields in words. */
export function fieldWords(changes: TimelineEvent["changes"]): string {
  return changes.map(({ field }) => WORDS[field] ?? field).join(", ");
}

const WORDS: Record<string, string> = {
  impactStartedAt: "impact start",
  detectedAt: "detected",
  declaredAt: "declared",
  acknowledgedAt: "acknowledged",
  mitigatedAt: "mitigated",
  resolvedAt: "resolved",
  customersAffectedRatio: "customers affected",
  ordersLost: "orders lost",
  revenueLost: "revenue lost",
  startedAt: "start",
  endedAt: "end",
};
