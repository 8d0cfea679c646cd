import { addDays } from "@/domain/calendar/day";
import type { OverviewData } from "./data";

type Cell = string | number | null;

/** A chart's data as CSV: ratios and minutes at full precision, days as dates, nothing known as an empty field. */
export function overviewCsv(data: OverviewData, chart: "trend" | "breakdown"): string {
  const rows = chart === "trend" ? trendRows(data) : breakdownRows(data);
  return `${rows.map((row) => row.map(cellText).join(",")).join("\r\n")}\r\n`;
}

function trendRows(data: OverviewData): Cell[][] {
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
    ...data.points.map((point): Cell[] => [
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
    ...data.adoption.points.map((point): Cell[] => {
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

function breakdownRows({ breakdown }: OverviewData): Cell[][] {
  return [
    [
      breakdown.by,
      "name",
      "incidents",
      "impact_minutes",
      "impact_minutes_before",
      ...breakdown.months.map((month) => month.start),
    ],
    ...breakdown.rows.map((row): Cell[] => [
      row.key,
      row.name,
      row.incidents,
      row.minutes,
      row.beforeMinutes,
      ...row.byMonth,
    ]),
  ];
}

function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  // A spreadsheet would run a name that begins like a formula.
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
