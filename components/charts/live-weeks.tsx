"use client";

import { useState } from "react";
import {
  type DotItemDotProps,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { type LiveEvents, type Reading, ReportReading, type Tip, TipCard } from "./live-reading";
import { axisText, Ticks } from "./trend-parts";

/** The frame of the still picture: where its panel ends, in px, and what its scale runs over, in percent. */
type WeeksFrame = {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  base: number;
  axis: { min: number; max: number };
  ticks: { y: number; label: string; isBase: boolean }[];
  months: { x: number; label: string }[];
  /** Weeks that are not covered, as places among the points, the end not included. */
  uncovered: { from: number; to: number }[];
  /** Too few weeks for a line: dots alone. */
  isDots: boolean;
};

type Week = { percent: number | null; isBelow: boolean };

/** Availability by week that answers pointer and keys, to the pixel where the still picture has it. */
export function LiveWeeks({
  label,
  frame,
  weeks,
  objective,
  tips,
  readings,
  onReady,
  onRead,
}: {
  label: string;
  frame: WeeksFrame;
  weeks: Week[];
  /** In percent, and by name. */
  objective: { percent: number; words: string };
  tips: Tip[];
  readings: Reading[];
} & LiveEvents) {
  const [place, setPlace] = useState<HTMLDivElement | null>(null);
  const { width, height, left, right, top, base } = frame;
  const isNarrow = width < 480;
  return (
    <>
      <LineChart
        aria-label={label}
        width={width}
        height={height}
        margin={{ left, right: width - right, top, bottom: height - base }}
        data={weeks.map((week, index) => ({ ...week, index }))}
        accessibilityLayer
      >
        <Ticks ticks={frame.ticks.map((tick) => ({ ...tick, at: tick.y }))} left={left} right={right} />
        <XAxis dataKey="index" type="number" domain={[-0.5, weeks.length - 0.5]} hide />
        <YAxis domain={[frame.axis.min, frame.axis.max]} hide />
        {frame.uncovered.map(({ from, to }) => (
          <ReferenceArea
            key={from}
            x1={from - 0.5}
            x2={to - 0.5}
            fill="var(--surface-2)"
            fillOpacity={1}
            label={NotCovered}
          />
        ))}
        <ReferenceLine
          y={objective.percent}
          stroke="var(--objective)"
          strokeDasharray="4 3"
          label={
            isNarrow
              ? undefined
              : ({ viewBox }: { viewBox: { y: number } }) => (
                  <text x={right + 8} y={viewBox.y + 4} className={axisText}>
                    {objective.words}
                  </text>
                )
          }
        />
        <Line
          dataKey="percent"
          type="linear"
          stroke={frame.isDots ? "none" : "var(--ink)"}
          strokeWidth={1.75}
          strokeLinejoin="round"
          strokeLinecap="round"
          isAnimationActive={false}
          dot={({ cx, cy, index }: DotItemDotProps) => (
            <WeekMark key={index} cx={cx} cy={cy} isBelow={weeks[index]?.isBelow ?? false} frame={frame} />
          )}
          activeDot={{ r: 4, fill: "var(--ink)", stroke: "var(--surface)", strokeWidth: 1.5 }}
        />
        <Tooltip
          content={({ active, label: index }) =>
            active ? <TipCard tip={tips[Number(index)]} isWide={isNarrow} /> : null
          }
          cursor={{ stroke: "var(--cursor)" }}
          filterNull={false}
          isAnimationActive={false}
          offset={16}
          position={{ y: 0 }}
          wrapperStyle={{ zIndex: 10 }}
          allowEscapeViewBox={{ x: false, y: true }}
          portal={isNarrow ? place : undefined}
        />
        {frame.months.map((month) => (
          <text key={month.x} x={month.x - 4} y={base + 16} className={axisText}>
            {month.label}
          </text>
        ))}
        <ReportReading readings={readings} onReady={onReady} onRead={onRead} />
      </LineChart>
      <div ref={setPlace} className="absolute inset-x-0 bottom-full z-10" />
    </>
  );
}

/** The name of a field, where it is wide enough to hold one. */
function NotCovered({ viewBox }: { viewBox: { x: number; y: number; width: number; height: number } }) {
  return (
    <text x={viewBox.x + 10} y={viewBox.y + viewBox.height - 12} className={axisText}>
      {viewBox.width > 100 ? "not covered" : ""}
    </text>
  );
}

/** A ring under the objective; a dot where there is no line; else nothing but the line. */
function WeekMark({
  cx,
  cy,
  isBelow,
  frame,
}: {
  cx: number | undefined;
  cy: number | undefined;
  isBelow: boolean;
  frame: WeeksFrame;
}) {
  if (cx === undefined || cy === undefined) return null;
  if (isBelow) {
    return <circle cx={cx} cy={cy} r={3.5} fill="var(--surface)" stroke="var(--ink)" strokeWidth={1.75} />;
  }
  return frame.isDots ? <circle cx={cx} cy={cy} r={3} fill="var(--ink)" /> : null;
}
