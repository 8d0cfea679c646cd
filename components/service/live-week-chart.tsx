"use client";

import { memo } from "react";
import type { LiveEvents, Tip } from "@/components/charts/live-reading";
import { LiveWeeks } from "@/components/charts/live-weeks";
import { formatAvailability } from "@/domain/availability/availability";
import type { AvailabilityPoint } from "@/domain/availability/schema";
import { addDays, dayOf } from "@/domain/calendar/day";
import { minuteWords, numberWords, spanWords } from "@/domain/overview/words";
import { objectiveWords } from "@/domain/service/figures";
import { layWeeksOut } from "./week-layout";

export type LiveWeekChartProps = {
  label: string;
  points: readonly AvailabilityPoint[];
  objective: number;
  zone: string;
  /** The incidents of every point's week. */
  hrefs: readonly string[];
  width: number;
} & LiveEvents;

/** Availability by week as the chart library draws it, laid out as the still picture is. */
export const LiveWeekChart = memo(function LiveWeekChart(props: LiveWeekChartProps) {
  const { points, objective, zone, hrefs, width, ...rest } = props;
  const tips = points.map((point): Tip => {
    const from = dayOf(Date.parse(point.start), zone);
    const isCovered = point.availability !== null;
    return {
      title: spanWords({ from, to: addDays(from, 7) }),
      rows: [
        {
          name: "Availability",
          values: [isCovered ? `${formatAvailability(point.availability)} %` : "not covered"],
        },
        { name: "Objective", values: [`${objectiveWords(objective)} %`] },
        { name: "Impact minutes", values: [minuteWords(point.impactMinutes)] },
        { name: "Covered minutes", values: [numberWords(point.coveredMinutes)] },
      ],
      note: isCovered ? "a click opens its incidents." : null,
    };
  });
  return (
    <LiveWeeks
      {...rest}
      frame={layWeeksOut(points, { width, objective, zone })}
      weeks={points.map(({ availability }) => ({
        percent: availability === null ? null : availability * 100,
        isBelow: availability !== null && availability < objective,
      }))}
      objective={{ percent: objective * 100, words: `objective ${objectiveWords(objective)}` }}
      tips={tips}
      readings={tips.map((tip, index) => ({
        index,
        words: [tip.title, ...tip.rows.map((row) => `${row.name} ${row.values.join(" ")}`)].join("; "),
        href: points[index]?.availability === null ? null : (hrefs[index] ?? null),
      }))}
    />
  );
});
