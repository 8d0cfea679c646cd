"use client";

import { causeEntry } from "@/domain/cause/taxonomy";
import { cutOf, monthLabel, monthSpan, rowColour, rowHref } from "@/domain/overview/breakdown-words";
import type { Breakdown } from "@/domain/overview/data";
import type { DaySpan } from "@/domain/overview/period";
import { splitBreakdown } from "@/domain/overview/stack";
import { BAR_WIDTHS, useChartWidth } from "./chart-width";
import { LiveChart } from "./live-chart";
import { StackedBars } from "./stacked-bars";

const loadLive = () => import("./live-breakdown").then((module) => module.LiveBreakdown);

/**
 * Impact minutes as stacked bars: in a few widths from the server, at the panel's own once scripts run, and drawn by
 * the chart library from the first touch on.
 */
export function BreakdownChart({
  breakdown,
  base,
  filter,
  period,
}: {
  breakdown: Breakdown;
  base: string;
  filter: { service: string | null; team: string | null; cause: string | null };
  period: DaySpan;
}) {
  const [container, width] = useChartWidth();
  const stacked = splitBreakdown(breakdown);
  const cut = cutOf(breakdown.months);
  const bars = (drawnWidth: number) => (
    <StackedBars
      breakdown={breakdown}
      stacked={stacked}
      width={drawnWidth}
      colourOf={(key) => rowColour(breakdown, stacked.shown, key)}
      codeOf={(key) => (breakdown.by === "cause" ? causeEntry(key).code : "")}
      labelOf={(month) => monthLabel(breakdown.months, month, cut)}
      hrefOf={(key, month) =>
        rowHref(breakdown, base, filter, key, monthSpan(breakdown.months[month], period))
      }
    />
  );
  const label = `Impact minutes by ${breakdown.by}, stacked. Arrow keys read a ${cut}, Enter opens its incidents.`;
  return (
    <div ref={container} className="@container">
      {width === null ? (
        BAR_WIDTHS.map((step) => (
          <div key={step.width} className={step.className}>
            {bars(step.width)}
          </div>
        ))
      ) : (
        <LiveChart
          label={label}
          load={loadLive}
          when="touched"
          still={bars(width)}
          live={(Live, events) => <Live {...{ label, breakdown, width, base, filter, period }} {...events} />}
        />
      )}
    </div>
  );
}
