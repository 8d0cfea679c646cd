import { type CsvCell, csvLine } from "@/domain/csv/write";
import type { ComplianceCounts } from "./compliance";
import type { Compliance } from "./compliance-schema";

const COUNTS = ["required", "satisfied", "late", "missing", "waived"] as const;

/** By window, then by team, then by service, one row each; shares at full precision, days as dates. */
export function complianceCsv(data: Compliance): string {
  const numbers = (one: ComplianceCounts & { ratio: number | null }): CsvCell[] => [
    ...COUNTS.map((column) => one[column]),
    one.ratio,
  ];
  const { from, to } = data;
  const header: CsvCell[] = ["by", "name", "from", "to", ...COUNTS, "satisfied_ratio"];
  const lines: CsvCell[][] = [
    [...header, "break_glass_opened", "break_glass_reviewed_in_time", "break_glass_overdue"],
    ...data.points.map((point): CsvCell[] => [
      data.grain,
      point.start,
      point.start,
      point.end,
      ...numbers(point),
      point.breakGlass.opened,
      point.breakGlass.reviewedInTime,
      point.breakGlass.overdue,
    ]),
    ...data.teams.map((one): CsvCell[] => ["team", one.name, from, to, ...numbers(one), null, null, null]),
    ...data.services.map((one): CsvCell[] => [
      "service",
      one.slug,
      from,
      to,
      ...numbers(one),
      null,
      null,
      null,
    ]),
  ];
  return lines.map(csvLine).join("");
}
