import { addDays } from "@/domain/calendar/day";
import { shareOf } from "@/domain/change/failure-rate";
import { INVOLVEMENTS } from "@/domain/change/kinds";
import { type CsvCell, csvLine } from "@/domain/csv/write";
import type { OverviewData } from "./data";
import { changesIn } from "./share-layout";

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
      "changes",
      "failed_changes",
      ...INVOLVEMENTS.map((one) => `${one.replace("-", "_")}_changes`),
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
    ...changeRows(data),
  ];
}

/** The AI share of changes per window, then how often each class failed, over what was followed up. */
function changeRows({ changes, period }: OverviewData): CsvCell[][] {
  if (changes === null) return [];
  const none = [null, null, null, null, null, null];
  const { failure } = changes;
  return [
    ...changes.points.map((point): CsvCell[] => [
      "ai-share-of-changes",
      point.start,
      point.end,
      shareOf(point.changes, "ai"),
      ...none,
      changesIn(point),
      null,
      ...INVOLVEMENTS.map((one) => point.changes[one]),
    ]),
    ...INVOLVEMENTS.map((one): CsvCell[] => [
      `change-failure-rate-${one}`,
      period.from,
      failure.countedTo,
      failure.total[one].rate,
      ...none,
      failure.total[one].changes,
      failure.total[one].failed,
    ]),
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
