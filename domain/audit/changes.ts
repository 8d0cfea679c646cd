export interface FieldChange {
  field: string;
  /** Null where there was nothing. */
  before: string | null;
  after: string | null;
}

const FIELDS_MAX = 60;

/**
 * What an event changed, field by field: the fields that differ, or all of them where only one side is told.
 * A list or object within a field is shown as JSON.
 */
export function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const isBoth = old.size > 0 && now.size > 0;
  const changes: FieldChange[] = [];
  for (const field of new Set([...old.keys(), ...now.keys()])) {
    const change = { field, before: textOf(old.get(field)), after: textOf(now.get(field)) };
    if (isBoth && change.before === change.after) continue;
    if (change.before === null && change.after === null) continue;
    changes.push(change);
  }
  return changes.slice(0, FIELDS_MAX);
}

function fieldsOf(value: unknown): Map<string, unknown> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== "object" || Array.isArray(value)) return new Map([["value", value]]);
  return new Map(Object.entries(value));
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (Array.isArray(value) && value.length === 0) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
