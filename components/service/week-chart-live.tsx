"use client";

import type { ReactNode } from "react";
import { useChartWidth } from "@/components/charts/chart-width";
import { LiveChart } from "@/components/charts/live-chart";
import type { LiveWeekChartProps } from "./live-week-chart";

const loadLive = () => import("./live-week-chart").then((module) => module.LiveWeekChart);

type Props = Omit<LiveWeekChartProps, "label" | "width" | "onReady" | "onRead"> & {
  /** The still picture, in the server's widths. */
  children: ReactNode;
};

/** Brings the weeks to life once the page is idle. */
export function WeekChartLive({ children, ...series }: Props) {
  const [container, width] = useChartWidth();
  const label = "Availability by week. Arrow keys read a week, Enter opens its incidents.";
  return (
    <div ref={container} className="@container">
      {width === null ? (
        children
      ) : (
        <LiveChart
          label={label}
          load={loadLive}
          when="idle"
          opensAnywhere
          still={children}
          live={(Live, events) => <Live label={label} width={width} {...series} {...events} />}
        />
      )}
    </div>
  );
}
