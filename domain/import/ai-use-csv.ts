import { Invalid } from "@/domain/errors";
import { chosenMapping } from "./csv-mapping";
import { refusal } from "./incident-draft";
import { dateOrderOf, readDay } from "./instant";
import { type CsvRow, cell } from "./json-value";
import { type AiUse, emptyPlan, type ImportOptions, type ImportPlan } from "./plan";

/** One row per person, day and tool; a count column of 0 says that the tool was not used. */
export function importAiUseCsv(
  headers: readonly string[],
  rows: readonly CsvRow[],
  options: ImportOptions = {},
): ImportPlan {
  const plan = emptyPlan("ai-use-csv");
  const mapping = chosenMapping(headers, "ai-use-csv", options.mapping);
  const who = ["email", "handle", "person"] as const;
  if (mapping.day === undefined || who.every((target) => mapping[target] === undefined)) {
    const missing = mapping.day === undefined ? "day" : "person, email or handle";
    throw new Invalid(
      "mapping",
      `Choose the column that holds ${missing}; none was recognized.`,
      "mapping-incomplete",
    );
  }
  const order = dateOrderOf(rows.map((row) => cell(row, mapping.day)));
  const source = options.page ?? "AI-use CSV";
  const seen = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const number = index + 1;
    const identity = identityOf(
      cell(row, mapping.email),
      cell(row, mapping.handle),
      cell(row, mapping.person),
    );
    const ref = identity ? Object.values(identity).join("") : "";
    const refuse = (field: string, code: string, reason: string) =>
      plan.refusals.push(refusal(number, ref, field, code, reason));
    const day = readDay(cell(row, mapping.day), order);
    const tool = (cell(row, mapping.tool) || options.tool || "").slice(0, 120);
    const count = cell(row, mapping.count).toLowerCase();
    if (!identity)
      refuse("person", "missing-field", "The row names nobody; fill in person, email or handle.");
    else if ("problem" in day) refuse("day", "bad-date", `${mapping.day}: ${day.problem}.`);
    else if (!tool)
      refuse("tool", "missing-field", "The tool is empty; fill it in or choose one for the whole file.");
    else if (/^(?:0+(?:\.0+)?|false|no|n)$/.test(count)) {
      refuse("count", "no-activity", `${mapping.count} says ${count}: the tool was not used on that day.`);
    } else if (seen.has(`${ref.toLowerCase()}\n${day.day}\n${tool}`)) {
      refuse("day", "duplicate", "This person, day and tool stand in the file twice; one counts.");
    } else {
      seen.add(`${ref.toLowerCase()}\n${day.day}\n${tool}`);
      plan.aiUse.push({ ...identity, day: day.day, tool, source, row: number });
    }
  }
  const days = [...new Set(plan.aiUse.map(({ day }) => day))].sort();
  if (days.length > 0) plan.coverage.push({ source, days });
  return plan;
}

type Identity = Pick<AiUse, "email"> | Pick<AiUse, "handle"> | Pick<AiUse, "person">;

/** The surest identity that the row gives; an address in a person or handle column is taken as one. */
function identityOf(email: string, handle: string, person: string): Identity | null {
  const isAddress = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
  const address = [email, handle, person].find(isAddress);
  if (address) return { email: address.toLowerCase() };
  if (handle) return { handle: handle.replace(/^@/, "").slice(0, 120) };
  if (person) return { person: person.slice(0, 200) };
  return email ? { person: email.slice(0, 200) } : null;
}
