"use client";

import { useState } from "react";
import { Bar, BarChart, type BarShapeProps, Tooltip, XAxis, YAxis } from "recharts";
import type { BarsLayout } from "@/domain/overview/stack";
import { type LiveEvents, type Reading, ReportReading, type Tip, TipCard } from "./live-reading";
import { AxisLines, BarLabels, Hatch } from "./stacked-bars";
import { axisText } from "./trend-parts";

export type BarSeries = {
  key: string;
  /** Letters beside a part that has room for them. */
  code: string;
  colour: string;
  /** Drawn hatched on this ground, instead of filled. */
  hatchGround: string | null;
  /** One for every bar. */
  values: number[];
  links: { href: string; words: string }[];
};

/** Stacked bars that answer pointer and keys, to the pixel where the still picture has them. */
export function LiveBars({
  label,
  layout,
  names,
  series,
  tips,
  readings,
  onReady,
  onRead,
}: {
  label: string;
  /** The frame of the still picture. */
  layout: BarsLayout;
  /** Below the bars. */
  names: string[];
  /** From the base line upwards. */
  series: BarSeries[];
  tips: Tip[];
  readings: Reading[];
} & LiveEvents) {
  const [place, setPlace] = useState<HTMLDivElement | null>(null);
  const isNarrow = layout.width < 480;
  const data = layout.bars.map((_, index) => ({ index }));
  return (
    <>
      <BarChart
        aria-label={label}
        width={layout.width}
        height={layout.height}
        margin={{
          left: layout.left,
          right: layout.width - layout.right,
          top: layout.y(layout.axis.max),
          bottom: layout.height - layout.base,
        }}
        data={data}
        barSize={layout.barWidth}
        accessibilityLayer
      >
        {series.map((one, place) =>
          one.hatchGround === null ? null : (
            <Hatch key={one.key} id={hatchId(place)} line={one.colour} ground={one.hatchGround} />
          ),
        )}
        <AxisLines layout={layout} />
        <XAxis dataKey="index" hide />
        <YAxis domain={[0, layout.axis.max]} ticks={layout.axis.ticks} hide />
        <Tooltip
          content={({ active, label: index }) =>
            active ? <TipCard tip={tips[Number(index)]} isWide={isNarrow} /> : null
          }
          cursor={{ fill: "var(--ink)", fillOpacity: 0.06 }}
          isAnimationActive={false}
          offset={layout.barWidth / 2 + 16}
          position={{ y: 0 }}
          wrapperStyle={{ zIndex: 10 }}
          allowEscapeViewBox={{ x: false, y: true }}
          portal={isNarrow ? place : undefined}
        />
        {series.map((one, place) => (
          <Bar
            key={one.key}
            stackId="all"
            dataKey={(bar: { index: number }) => one.values[bar.index] ?? 0}
            isAnimationActive={false}
            shape={(shape: BarShapeProps) => (
              <Part shape={shape} one={one} layout={layout} fill={fillOf(one, place)} />
            )}
          />
        ))}
        {layout.bars.map((bar, index) => (
          <BarLabels key={bar.middle} bar={bar} layout={layout} label={names[index] ?? ""} month={index} />
        ))}
        <ReportReading readings={readings} onReady={onReady} onRead={onRead} />
      </BarChart>
      <div ref={setPlace} className="absolute inset-x-0 bottom-full z-10" />
    </>
  );
}

function hatchId(place: number): string {
  return `live-hatch-${place}`;
}

function fillOf(one: BarSeries, place: number): string {
  return one.hatchGround === null ? one.colour : `url(#${hatchId(place)})`;
}

/** One part of a bar, with a line of ground below it where it is thick enough to spare one. */
function Part({
  shape,
  one,
  layout,
  fill,
}: {
  shape: BarShapeProps;
  one: BarSeries;
  layout: BarsLayout;
  fill: string;
}) {
  const index = shape.originalDataIndex;
  const bar = layout.bars[index];
  if (bar === undefined || (one.values[index] ?? 0) <= 0) return null;
  const hasCode = bar.segments.some((segment) => segment.key === one.key && segment.hasCode);
  const height = shape.height > 2 ? shape.height - 1 : Math.max(0.8, shape.height);
  return (
    <>
      <a href={one.links[index]?.href} tabIndex={-1} aria-label={one.links[index]?.words}>
        <rect x={bar.x} y={shape.y} width={layout.barWidth} height={height} fill={fill} />
      </a>
      {hasCode && one.code !== "" ? (
        <text x={bar.x + layout.barWidth + 5} y={shape.y + height / 2 + 4} className={axisText}>
          {one.code}
        </text>
      ) : null}
    </>
  );
}
