import { CopilotReader } from "./copilot-reader";
import { field, isRecord, type JsonRecord, textOf } from "./json-value";
import { emptyPlan, type ImportOptions, type ImportPlan } from "./plan";

/**
 * GitHub Copilot metrics: the legacy daily array, the usage reports per organization and per person (1 day and
 * 28 days, as JSON or JSON lines), seats, credits, and tables of raw rows whose `data` column holds any of them.
 */
export function importCopilot(value: unknown, options: ImportOptions = {}): ImportPlan {
  const reader = new CopilotReader(emptyPlan("copilot"), options.tool ?? "GitHub Copilot", options.page);
  for (const part of Array.isArray(value) ? value : [value]) readPart(reader, unwrapRaw(part));
  return reader.finish();
}

/** A raw table's row holds the answer of the API as text in its `data` column. */
function unwrapRaw(part: unknown): unknown {
  if (!isRecord(part)) return part;
  const data = field(part, "data");
  if (typeof data !== "string" || textOf(part, "day") !== undefined) return part;
  try {
    const parsed: unknown = JSON.parse(data);
    return isRecord(parsed) ? { ...parsed, raw_params: field(part, "params") } : parsed;
  } catch {
    return { bad_data: true };
  }
}

function readPart(reader: CopilotReader, part: unknown) {
  if (part === undefined) return reader.skipRow();
  if (Array.isArray(part)) {
    for (const row of part) readPart(reader, row);
    return;
  }
  if (!isRecord(part))
    return reader.refuse("", "row", "not-an-object", "The row is no object of a usage report.");
  const lists: readonly [string, (row: unknown, report: JsonRecord) => void][] = [
    ["day_totals", (row, report) => reader.readDayRow(row, report)],
    ["user_totals", (row, report) => reader.readUserRow(row, report)],
    ["seats", (row) => reader.readSeat(row)],
    ["usageItems", (row, report) => reader.readCredit(row, report)],
  ];
  for (const [key, read] of lists) {
    const rows = field(part, key);
    if (!Array.isArray(rows)) continue;
    if (key === "user_totals" || key === "day_totals") reader.openReport(part, rows);
    for (const row of rows) read(row, part);
    if (rows.length === 0)
      reader.note(`The report's ${key} is empty: nobody is named and nothing is counted.`);
    return;
  }
  readSingle(reader, part);
}

function readSingle(reader: CopilotReader, row: JsonRecord): void {
  if (field(row, "bad_data") === true) {
    reader.refuse("", "data", "bad-json", "The data column holds no readable JSON; export the table again.");
  } else if (field(row, "download_links") !== undefined) {
    const reason =
      "This file only holds links. Download the files that download_links names and import those.";
    reader.refuse(
      textOf(row, "report_start_day") ?? textOf(row, "report_day") ?? "",
      "download_links",
      "links-only",
      reason,
    );
  } else if (isRecord(field(row, "assignee"))) reader.readSeat(row);
  else if (textOf(row, "team_id") !== undefined && textOf(row, "daily_active_users") === undefined) {
    const reason = "The row says who is in which team, not who used Copilot; import the user report instead.";
    reader.refuse(textOf(row, "user_login") ?? "", "team_id", "no-usage", reason);
  } else if (textOf(row, "user_login") !== undefined || textOf(row, "login") !== undefined) {
    reader.readUserRow(row, row);
  } else reader.readDayRow(row, row);
}
