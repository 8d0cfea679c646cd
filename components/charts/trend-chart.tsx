"use client";

import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { formatAvailability } from "@/domain/availability/availability";
import { changesHref, incidentsHref } from "@/domain/overview/links";
import type { DaySpan } from "@/domain/overview/period";
import { layoutTrend, type TrendInput } from "@/domain/overview/trend-layout";
import { pointSpan, stopWords, trendSummary } from "@/domain/overview/trend-words";
import { numberWords } from "@/domain/overview/words";
import { CHART_WIDTHS, useChartWidth } from "./chart-width";
import { CursorSlider } from "./cursor-slider";
import { TrendCursor, TrendReadout, TrendTooltip } from "./trend-cursor";
import { TrendPicture } from "./trend-picture";

type Filter = { service: string | null; team: string | null; cause: string | null };

/**
 * Availability, AI adoption and the AI share of changes as panels on one time axis. The server's HTML holds the finished picture in a few
 * widths; once scripts run, it is laid out for the very width of its panel and answers pointer and keys.
 */
export function TrendChart({
  input,
  span,
  base,
  filter,
  grainWord,
}: {
  input: TrendInput;
  span: DaySpan;
  /** Address of the workspace. */
  base: string;
  filter: Filter;
  /** "day", "week": what one point of availability is. */
  grainWord: string;
}) {
  const [container, width] = useChartWidth();
  const [stopAt, setStopAt] = useState<number | null>(null);
  const router = useRouter();
  const layout = useMemo(() => (width === null ? null : layoutTrend(input, width)), [input, width]);
  const summary = useMemo(() => trendSummary(input, span), [input, span]);
  const labels = labelsOf(input, grainWord);
  const linkOf = (index: number) => {
    const point = input.points[index];
    return incidentsHref(base, point ? pointSpan(point, input.timeZone) : span, filter);
  };
  const shared = { labels, base, summary, linkOf };
  const stop = stopAt === null ? undefined : layout?.stops[stopAt];
  const words = stop === undefined ? null : stopWords(input, stop.index, stop.adoptionIndex);

  return (
    <div ref={container} className="@container relative">
      {layout === null ? (
        CHART_WIDTHS.map(({ width: fixed, className }) => (
          <div key={fixed} className={className}>
            <TrendPicture layout={layoutTrend(input, fixed)} {...shared} />
          </div>
        ))
      ) : (
        <>
          <TrendReadout words={words} summary={layout.isNarrow} />
          <div className="relative">
            <CursorSlider
              label={`Point in time, one per ${grainWord}. Enter opens its incidents.`}
              track={{ ...layout, stops: layout.stops.map(({ x }) => x) }}
              at={stopAt}
              text={words === null ? "no point chosen" : spoken(words)}
              isNarrow={layout.isNarrow}
              onMove={setStopAt}
              onOpen={(y) => {
                if (stop === undefined) return;
                const isShare = y !== null && layout.share !== null && y > layout.share.top;
                router.push((isShare ? changesOf(input, base, stop.index) : null) ?? linkOf(stop.index));
              }}
            />
            <TrendPicture layout={layout} {...shared} />
            {stop ? <TrendCursor layout={layout} stop={stop} /> : null}
            {stop && words && !layout.isNarrow ? (
              <TrendTooltip layout={layout} stop={stop} words={words} />
            ) : null}
          </div>
        </>
      )}
    </div>
  );
}

/** The changes with AI evidence of a point's window. */
function changesOf({ changes }: TrendInput, base: string, index: number): string | null {
  const point = changes?.points[index];
  if (!changes || point === undefined) return null;
  const span = { from: point.start, to: point.end };
  return changesHref(base, span, { involvement: "ai", services: changes.services });
}

function labelsOf(input: TrendInput, grainWord: string) {
  const objective = formatAvailability(input.objective, 2);
  const target = numberWords(
    input.adoption.target * 100,
    Number.isInteger(Math.round(input.adoption.target * 1000) / 10) ? 0 : 1,
  );
  const last = input.adoption.points.findLast((point) => point.rate !== null);
  // People who use a tool later in a running week are still to come: its rate is no figure of a whole week.
  const { lastFullWeek } = input.adoption;
  const isRunning = last !== undefined && lastFullWeek !== null && last.weekStart > lastFullWeek.weekStart;
  return {
    objective: `objective ${objective}`,
    target: `target ${target}`,
    now:
      last?.rate === undefined || last.rate === null
        ? null
        : `${numberWords(last.rate * 100, 1)} ${isRunning ? "so far" : "now"}`,
    title: `Availability per ${grainWord}, %`,
    titleNarrow: `Availability per ${grainWord}, %; objective ${objective}`,
  };
}

function spoken(words: NonNullable<ReturnType<typeof stopWords>>): string {
  return [words.title, ...words.rows.map((row) => `${row.name} ${row.value}`), words.incidents]
    .filter(Boolean)
    .join("; ");
}
