import Link from "next/link";
import { CauseCode } from "@/components/cause/cause-chip";
import { CauseSwatch } from "@/components/cause/cause-swatch";
import { ChartExport } from "@/components/charts/chart-export";
import { ChartVariants } from "@/components/charts/chart-variants";
import { StackedBars } from "@/components/charts/stacked-bars";
import { DataTable, Td, Th } from "@/components/ui/data-table";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { EmptyState } from "@/components/ui/states";
import { addDays } from "@/domain/calendar/day";
import { causeEntry } from "@/domain/cause/taxonomy";
import type { BreakdownMonth, BreakdownRow, OverviewData } from "@/domain/overview/data";
import { incidentsHref } from "@/domain/overview/links";
import type { DaySpan } from "@/domain/overview/period";
import { type BreakdownChoice, overviewSearch } from "@/domain/overview/query";
import { type StackedBreakdown, splitBreakdown } from "@/domain/overview/stack";
import { changeWords, dayWords, minuteWords, monthName, percentWords } from "@/domain/overview/words";
import { filterOf } from "./figures";

/** Colours of services and teams, by rank; violet stays with AI. */
const ranks = ["network", "deployment", "dns", "capacity", "data", "dependency", "security"] as const;
const words: Record<BreakdownChoice, string> = { cause: "Cause", service: "Service", team: "Team" };

/** Impact minutes by cause (or service, or team): bars per month, and the table that is their legend and data. */
export function BreakdownPanel({ data, base }: { data: OverviewData; base: string }) {
  const { breakdown, query } = data;
  const stacked = splitBreakdown(breakdown);
  const cut = cutOf(breakdown.months);
  const hasPart = breakdown.months.some((month) => month.isPart);
  const colourOf = (key: string) =>
    breakdown.by === "cause"
      ? `var(--cause-${causeEntry(key).token})`
      : `var(--cause-${ranks[stacked.shown.findIndex((row) => row.key === key)] ?? "unknown"})`;
  const hrefOf = (key: string | null, span: DaySpan) =>
    incidentsHref(base, span, {
      ...filterOf(data),
      ...(key === null || key === "" ? {} : { [breakdown.by]: key }),
      sort: "impact",
    });
  return (
    <Panel aria-labelledby="breakdown">
      <PanelHeader
        id="breakdown"
        title={`Impact minutes by ${breakdown.by}`}
        description={
          <span className="max-sm:hidden">
            {breakdown.by === "cause" ? "primary cause, " : ""}per {cut}
            {hasPart ? `; * part of a ${cut}` : ""}
          </span>
        }
        right={
          <>
            <Segmented
              label="Broken down by"
              size="sm"
              value={breakdown.by}
              options={(["cause", "service", "team"] as const).map((by) => ({
                value: by,
                label: words[by],
                href: `${base}${overviewSearch(query, { by })}`,
              }))}
            />
            <ChartExport
              chart="breakdown"
              name={`impact-minutes-by-${breakdown.by}`}
              csvHref={`${base}/overview.csv${withChart(overviewSearch(query), "breakdown")}`}
            />
          </>
        }
      />
      {stacked.shown.length === 0 ? (
        <PanelBody>
          <EmptyState title="No incident cost anything in this period">
            Impact minutes appear here once an incident with a loss is logged.
          </EmptyState>
        </PanelBody>
      ) : (
        <PanelBody className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,1.05fr)_minmax(0,1fr)] print:grid-cols-2">
          <ChartVariants>
            {(width) => (
              <StackedBars
                breakdown={breakdown}
                stacked={stacked}
                width={width}
                colourOf={colourOf}
                codeOf={(key) => (breakdown.by === "cause" ? causeEntry(key).code : "")}
                labelOf={(month) => monthLabel(breakdown.months, month, cut)}
                hrefOf={(key, month) => hrefOf(key, monthSpan(breakdown.months[month], data.period))}
              />
            )}
          </ChartVariants>
          <BreakdownTable
            data={data}
            stacked={stacked}
            colourOf={colourOf}
            hrefOf={(key) => hrefOf(key, data.period)}
          />
        </PanelBody>
      )}
    </Panel>
  );
}

export function withChart(search: string, chart: string): string {
  return `${search === "" ? "?" : `${search}&`}chart=${chart}`;
}

function cutOf(months: readonly BreakdownMonth[]): "week" | "month" | "quarter" {
  const whole = months.find((month) => !month.isPart) ?? months[0];
  const days = whole ? (Date.parse(whole.end) - Date.parse(whole.start)) / 86_400_000 + 1 : 30;
  return days <= 7 ? "week" : days <= 31 ? "month" : "quarter";
}

function monthLabel(months: readonly BreakdownMonth[], index: number, cut: string): string {
  const month = months[index];
  if (month === undefined) return "";
  const star = month.isPart ? "*" : "";
  if (cut === "week") return `${dayWords(month.start)}${star}`;
  const year = month.start.slice(2, 4);
  if (cut === "quarter")
    return `Q${Math.floor((Number(month.start.slice(5, 7)) - 1) / 3) + 1} ${year}${star}`;
  return `${monthName(month.start)}${months.length > 12 && month.start.slice(5, 7) === "01" ? ` ${year}` : ""}${star}`;
}

function monthSpan(month: BreakdownMonth | undefined, period: DaySpan): DaySpan {
  return month === undefined ? period : { from: month.start, to: addDays(month.end, 1) };
}

function BreakdownTable({
  data,
  stacked,
  colourOf,
  hrefOf,
}: {
  data: OverviewData;
  stacked: StackedBreakdown;
  colourOf: (key: string) => string;
  hrefOf: (key: string) => string;
}) {
  const { by } = data.breakdown;
  const whole = data.breakdown.rows.reduce((sum, row) => sum + row.minutes, 0);
  const figures = (row: BreakdownRow) => (
    <>
      {by === "cause" ? (
        <Td num wide>
          {row.incidents ?? "–"}
        </Td>
      ) : null}
      <Td num className="font-semibold">
        {minuteWords(row.minutes)}
      </Td>
      <Td num>{whole > 0 ? percentWords(row.minutes / whole) : "–"}</Td>
      {row.beforeMinutes === null ? null : (
        <Td num className="text-ink-2">
          {changeWords(row.minutes - row.beforeMinutes)}
        </Td>
      )}
    </>
  );
  return (
    <DataTable tight flush>
      <thead>
        <tr>
          <Th>{words[by]}</Th>
          {by === "cause" ? (
            <Th num wide>
              Incidents
            </Th>
          ) : null}
          <Th num>Minutes</Th>
          <Th num>Share</Th>
          {data.before === null ? null : <Th num>Change</Th>}
        </tr>
      </thead>
      <tbody>
        {stacked.shown.map((row) => (
          <tr key={row.key}>
            <td>
              <Link
                href={hrefOf(row.key)}
                prefetch={false}
                className="inline-flex items-center gap-1.5 hover:underline"
              >
                {by === "cause" ? (
                  <>
                    <CauseCode kind={row.key} />
                    <CauseSwatch kind={row.key} />
                  </>
                ) : (
                  <span
                    aria-hidden="true"
                    className="inline-block size-2.5 shrink-0 rounded-[2px] bg-(--swatch)"
                    style={{ "--swatch": colourOf(row.key) }}
                  />
                )}
                {row.name}
              </Link>
            </td>
            {figures(row)}
          </tr>
        ))}
        {stacked.rest === null ? null : (
          <tr>
            <td>
              <span className="inline-flex items-center gap-1.5">
                {by === "cause" ? <span className="w-5" /> : null}
                <span aria-hidden="true" className="hatch inline-block size-2.5 shrink-0 rounded-[2px]" />
                {stacked.restCount} other {by}
                {stacked.restCount === 1 ? "" : "s"}
              </span>
            </td>
            {figures(stacked.rest)}
          </tr>
        )}
      </tbody>
    </DataTable>
  );
}
