import Link from "next/link";
import { ChartExport } from "@/components/charts/chart-export";
import { ShareSwatch } from "@/components/charts/share-panel";
import { TrendChart } from "@/components/charts/trend-chart";
import { bubbleLook } from "@/components/charts/trend-parts";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { dayStartMs } from "@/domain/calendar/day";
import { GRAINS } from "@/domain/calendar/period";
import type { OverviewData } from "@/domain/overview/data";
import { overviewSearch } from "@/domain/overview/query";
import { withChart } from "./breakdown-panel";
import { filterOf } from "./figures";

const words = { day: "Day", week: "Week", month: "Month", quarter: "Quarter" } as const;

/** The main picture: availability, AI adoption and the changes by AI's part, with the incidents between them. */
export function TrendPanel({ data, base }: { data: OverviewData; base: string }) {
  const { query, grain, period, timeZone } = data;
  const input = {
    points: data.points,
    adoption: data.adoption,
    changes: data.changes,
    lane: data.lane,
    marks: data.marks,
    objective: data.objective,
    timeZone,
    now: data.now,
    startMs: dayStartMs(period.from, timeZone),
    endMs: dayStartMs(period.to, timeZone),
  };
  return (
    <Panel aria-labelledby="trend">
      <PanelHeader
        id="trend"
        title="Availability and AI adoption"
        right={
          <>
            <Segmented
              label="One point per"
              size="sm"
              value={grain}
              options={GRAINS.map((value) => ({
                value,
                label: words[value],
                href: `${base}${overviewSearch(query, { grain: value })}`,
              }))}
            />
            <ChartExport
              chart="trend"
              name={`availability-and-adoption-${period.from}`}
              csvHref={`${base}/overview.csv${withChart(overviewSearch(query), "trend")}`}
            />
          </>
        }
      />
      <PanelBody>
        <TrendChart input={input} span={period} base={base} filter={filterOf(data)} grainWord={grain} />
        <Legend
          base={base}
          hasChanges={data.changes !== null}
          isSample={data.lane.some(({ record }) => record === "generated")}
        />
      </PanelBody>
    </Panel>
  );
}

const kinds = [
  { aiCause: "none", label: "No AI cause recorded" },
  { aiCause: "confirmed", label: "AI cause confirmed" },
  { aiCause: "claimed", label: "AI cause claimed or disputed" },
] as const;

const classes = [
  { involvement: "ai", label: "AI evidence" },
  { involvement: "unknown", label: "Unknown" },
  { involvement: "none-found", label: "No evidence found" },
  { involvement: "automation", label: "Automation, no AI" },
] as const;

function Legend({ base, hasChanges, isSample }: { base: string; hasChanges: boolean; isSample: boolean }) {
  return (
    <div className="mt-2.5 flex flex-wrap items-center gap-x-3.5 gap-y-1 text-small text-ink-2">
      {kinds.map(({ aiCause, label }) => (
        <span key={aiCause} className="inline-flex items-center gap-1.5">
          <svg width="14" height="14" aria-hidden="true">
            <circle cx="7" cy="7" r="5" {...bubbleLook(aiCause)} />
          </svg>
          {label}
        </span>
      ))}
      {hasChanges
        ? classes.map(({ involvement, label }) => (
            <span key={involvement} className="inline-flex items-center gap-1.5">
              <ShareSwatch involvement={involvement} />
              {label}
            </span>
          ))
        : null}
      <span className="ml-auto text-ink-3 max-sm:ml-0">
        {isSample ? "Partly generated. " : null}Moving together is association, not a cause.{" "}
        <Link href={`${base}/metrics#association`} prefetch={false} className="link">
          What it can tell
        </Link>
      </span>
    </div>
  );
}
