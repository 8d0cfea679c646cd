import { type ChangeInput, changeInputSchema } from "@/domain/change/schema";
import { Invalid } from "@/domain/errors";
import { CHANGE_INSTANTS, ChangeReader, nameChange } from "./change-csv";
import { chosenMapping } from "./csv-mapping";
import type { ImportInput } from "./import-input";
import { dateOrderOf } from "./instant";
import { type CsvRow, cell, isRecord, refText } from "./json-value";
import { emptyPlan, type ImportOptions, type ImportPlan, type ImportRefusal } from "./plan";

/** Changes from a table, or from JSON in the form of the change contract. */
export function importChanges(input: ImportInput, options: ImportOptions = {}): ImportPlan {
  const plan = emptyPlan("changes");
  if (input.format === "csv") readTable(plan, input.headers, input.rows, options);
  else readJson(plan, input.value, options);
  return plan;
}

function readTable(
  plan: ImportPlan,
  headers: readonly string[],
  rows: readonly CsvRow[],
  options: ImportOptions,
): void {
  const mapping = chosenMapping(headers, "changes", options.mapping);
  const dates = function* () {
    for (const row of rows) for (const target of CHANGE_INSTANTS) yield cell(row, mapping[target]);
  };
  const reader = new ChangeReader(mapping, options, { order: dateOrderOf(dates()) });
  for (const [index, row] of rows.entries()) {
    const read = reader.read((column) => cell(row, column));
    if ("problem" in read) plan.refusals.push({ row: index + 1, ...read.problem });
    else add(plan, index + 1, read.ref, read.given);
  }
}

function readJson(plan: ImportPlan, value: unknown, options: ImportOptions): void {
  const items = Array.isArray(value) ? value : [value];
  for (const [index, item] of items.entries()) {
    if (isRecord(item)) add(plan, index + 1, refOf(item), namedChange(item, options.page));
    else if (item !== undefined) {
      const reason = "This is no object; write a change as an object with kind and title.";
      plan.refusals.push({ row: index + 1, ref: "", field: "row", code: "invalid-value", reason });
    }
  }
}

function refOf({ externalId, revision, title }: Record<string, unknown>): string {
  const found = [externalId, revision, title].find((one) => typeof one === "string" && one !== "");
  return typeof found === "string" ? found : "";
}

/** The object with the name that it is known again by. */
export function namedChange(
  given: Record<string, unknown>,
  page: string | undefined,
): Record<string, unknown> {
  const named = { ...given };
  nameChange(named, page);
  return named;
}

function add(plan: ImportPlan, row: number, ref: string, given: Record<string, unknown>): void {
  const checked = checkChange(given);
  if ("input" in checked) plan.changes.push({ row, ref, input: checked.input });
  else plan.refusals.push({ row, ref: refText(ref), ...checked.refused });
}

type Checked = { input: ChangeInput } | { refused: Pick<ImportRefusal, "field" | "code" | "reason"> };

/** Holds a row against the contract of a change. */
export function checkChange(given: Record<string, unknown>): Checked {
  const parsed = changeInputSchema.safeParse(given);
  if (parsed.success) return { input: parsed.data };
  const [issue] = parsed.error.issues;
  const field = issue?.path.map(String).join(".") ?? "";
  const isMissing = issue?.code === "invalid_type" && /received undefined/.test(issue.message);
  return {
    refused: { field, code: isMissing ? "missing" : "invalid-value", reason: reasonOf(issue, isMissing) },
  };
}

function reasonOf(
  issue: { code: string; message: string; path: PropertyKey[]; values?: unknown[] } | undefined,
  isMissing: boolean,
) {
  const field = issue?.path.map(String).join(".") || "The change";
  if (issue === undefined || isMissing) return `${field} is missing; give it.`;
  if (/^(?:Give|A revision)/.test(issue.message)) return `${field}: ${issue.message}`;
  if (issue.code === "too_big") return `${field} is too long or too large; shorten it.`;
  if (issue.code === "too_small") return `${field} is empty or below 0; correct it.`;
  if (issue.values) return `${field} is none of ${issue.values.join(", ")}; correct it.`;
  return `${field} cannot be read (${issue.message}); correct it.`;
}

/** Which columns of the file hold what, or what must still be chosen. */
export function changeColumns(headers: readonly string[], options: ImportOptions): Record<string, string> {
  const chosen = options.mapping ?? {};
  for (const column of Object.values(chosen)) {
    if (column === "" || headers.includes(column)) continue;
    const known = headers.slice(0, 40).join(", ");
    throw new Invalid("mapping", `The file has no column "${column}"; it has ${known}.`, "unknown-column");
  }
  const taken = new Set(Object.values(chosen));
  const guessed = Object.entries(chosenMapping(headers, "changes", undefined)).filter(
    ([target, column]) => !taken.has(column) && chosen[target] === undefined,
  );
  return Object.fromEntries([...guessed, ...Object.entries(chosen)].filter(([, column]) => column !== ""));
}
