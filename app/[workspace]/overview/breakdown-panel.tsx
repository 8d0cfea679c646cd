import Link from "next/link";
import { CauseCode } from "@/components/cause/cause-chip";
import { CauseSwatch } from "@/components/cause/cause-swatch";
import { BreakdownChart } from "@/components/charts/breakdown-chart";
import { ChartExport } from "@/components/charts/chart-export";
import { DataTable, Td, Th } from "@/components/ui/data-table";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { EmptyState } from "@/components/ui/states";
import { cutOf, rowColour, rowHref } from "@/domain/overview/breakdown-words";
import type { BreakdownRow, OverviewData } from "@/domain/overview/data";
import { type BreakdownChoice, overviewSearch } from "@/domain/overview/query";
import { type StackedBreakdown, splitBreakdown } from "@/domain/overview/stack";
import { changeWords, minuteWords, percentWords } from "@/domain/overview/words";
import { filterOf } from "./figures";

const words: Record<BreakdownChoice, string> = { cause: "Cause", service: "Service", team: "Team" };

/** Impact minutes by cause (or service, or team): bars per month, and the table that is their legend and data. */
export function BreakdownPanel({ data, base }: { data: OverviewData; base: string }) {
  const { breakdown, query } = data;
  const stacked = splitBreakdown(breakdown);
  const cut = cutOf(breakdown.months);
  const hasPart = breakdown.months.some((month) => month.isPart);
  const filter = filterOf(data);
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
          <BreakdownChart breakdown={breakdown} base={base} filter={filter} period={data.period} />
          <BreakdownTable
            data={data}
            stacked={stacked}
            colourOf={(key) => rowColour(breakdown, stacked.shown, key)}
            hrefOf={(key) => rowHref(breakdown, base, filter, key, data.period)}
          />
        </PanelBody>
      )}
    </Panel>
  );
}

export function withChart(search: string, chart: string): string {
  return `${search === "" ? "?" : `${search}&`}chart=${chart}`;
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
