import { addDays } from "@/domain/calendar/day";
import { type CsvCell, csvLine } from "@/domain/csv/write";
import type { OverviewData } from "./data";

/** A chart's data as CSV: ratios and minutes at full precision, days as dates, nothing known as an empty field. */
export function overviewCsv(data: OverviewData, chart: "trend" | "breakdown"): string {
  const rows = chart === "trend" ? trendRows(data) : breakdownRows(data);
  return rows.map(csvLine).join("");
}

function trendRows(data: OverviewData): CsvCell[][] {
  return [
    [
      "measure",
      "start",
      "end",
      "value",
      "impact_minutes",
      "covered_minutes",
      "users",
      "eligible",
      "coverage",
      "target",
    ],
    ...data.points.map((point): CsvCell[] => [
      "availability",
      point.start,
      point.end,
      point.availability,
      point.impactMinutes,
      point.coveredMinutes,
      null,
      null,
      null,
      data.objective,
    ]),
    ...data.adoption.points.map((point): CsvCell[] => {
      const start = point.weekStart.slice(0, 10);
      return [
        "adoption",
        start,
        addDays(start, 7),
        point.rate,
        null,
        null,
        point.users,
        point.eligible,
        point.coverage,
        data.adoption.target,
      ];
    }),
  ];
}

function breakdownRows({ breakdown }: OverviewData): CsvCell[][] {
  return [
    [
      breakdown.by,
      "name",
      "incidents",
      "impact_minutes",
      "impact_minutes_before",
      ...breakdown.months.map((month) => month.start),
    ],
    ...breakdown.rows.map((row): CsvCell[] => [
      row.key,
      row.name,
      row.incidents,
      row.minutes,
      row.beforeMinutes,
      ...row.byMonth,
    ]),
  ];
}
