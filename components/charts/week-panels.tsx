"use client";

import { useRouter } from "next/navigation";
import { useId, useMemo, useState } from "react";
import { layoutWeekPanels, type WeekPanelsInput, type WeekPanelsLayout } from "@/domain/overview/week-panels";
import { CHART_WIDTHS, useChartWidth } from "./chart-width";
import { CursorSlider } from "./cursor-slider";
import { Hatch } from "./stacked-bars";
import { axisText, MarkThrough, strongAxisText, Ticks } from "./trend-parts";

/** What is said of a week when it is pointed at, and where its rows are. */
export interface WeekReading {
  title: string;
  rows: { name: string; value: string }[];
  href: string | null;
}

/**
 * Weekly measures as panels on one time axis with one cursor: finished pictures in a few widths in the server's HTML,
 * laid out for the panel's own width once scripts run.
 */
export function WeekPanels({
  chart,
  label,
  input,
  readings,
}: {
  /** Name of the picture, for its export. */
  chart: string;
  /** What the picture shows, as a sentence for those who cannot see it. */
  label: string;
  input: WeekPanelsInput;
  readings: readonly WeekReading[];
}) {
  const [container, width] = useChartWidth();
  const [stopAt, setStopAt] = useState<number | null>(null);
  const router = useRouter();
  const layout = useMemo(() => (width === null ? null : layoutWeekPanels(input, width)), [input, width]);
  const reading = stopAt === null ? undefined : readings[stopAt];
  if (layout === null) {
    return (
      <div ref={container} className="@container relative">
        {CHART_WIDTHS.map(({ width: fixed, className }) => (
          <div key={fixed} className={className}>
            <Picture layout={layoutWeekPanels(input, fixed)} chart={chart} label={label} />
          </div>
        ))}
      </div>
    );
  }
  return (
    <div ref={container} className="@container relative">
      {layout.isNarrow ? <Readout reading={reading} /> : null}
      <div className="relative">
        <CursorSlider
          label={`${label} One week per step; Enter opens its rows.`}
          track={layout}
          at={stopAt}
          text={reading === undefined ? "no week chosen" : spoken(reading)}
          isNarrow={layout.isNarrow}
          onMove={setStopAt}
          onOpen={() => reading?.href && router.push(reading.href)}
        />
        <Picture layout={layout} chart={chart} label={label} />
        {stopAt === null ? null : <Cursor layout={layout} week={stopAt} />}
        {reading === undefined || layout.isNarrow || stopAt === null ? null : (
          <Tooltip x={layout.stops[stopAt] ?? 0} width={layout.width} reading={reading} />
        )}
      </div>
    </div>
  );
}

function Picture({ layout, chart, label }: { layout: WeekPanelsLayout; chart: string; label: string }) {
  const { width, height, left, right } = layout;
  const hatch = useId();
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className="pointer-events-none relative block h-auto max-w-full"
      data-chart={chart}
    >
      <title>{label}</title>
      {layout.marks.map((mark) => (
        <MarkThrough
          key={mark.id}
          mark={mark}
          labelY={mark.labelY}
          lineTop={mark.lineTop}
          base={layout.base}
        />
      ))}
      {layout.panels.map((panel) => (
        <g key={panel.key}>
          {panel.uncovered.map((field) => (
            <rect
              key={field.x}
              x={field.x}
              y={panel.top}
              width={field.width}
              height={panel.base - panel.top}
              fill="var(--surface-3)"
            />
          ))}
          <Ticks ticks={panel.ticks} left={left} right={right} />
          {panel.series.map((one) => (
            <Series key={one.key} one={one} panel={panel} hatch={`${hatch}-${one.key}`} />
          ))}
          <rect
            x={0}
            y={panel.top - 23}
            width={Math.round(panel.title.length * 6.2)}
            height={14}
            fill="var(--surface)"
          />
          <text x={0} y={panel.top - 12} className={strongAxisText}>
            {panel.title}
          </text>
        </g>
      ))}
      {layout.months.map((month) => (
        <g key={month.x}>
          <line
            x1={month.x}
            x2={month.x}
            y1={layout.base}
            y2={layout.base + 4}
            stroke="var(--axis)"
            shapeRendering="crispEdges"
          />
          {month.label === null ? null : (
            <text x={month.x + 3} y={layout.base + 15} className={axisText}>
              {month.label}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

function Series({
  one,
  panel,
  hatch,
}: {
  one: WeekPanelsLayout["panels"][number]["series"][number];
  panel: WeekPanelsLayout["panels"][number];
  hatch: string;
}) {
  const colour = `var(${one.colour})`;
  if (panel.kind === "bars") {
    return (
      <>
        {one.isHatched ? <Hatch id={hatch} line={colour} ground="var(--surface)" /> : null}
        <path d={one.path} fill={one.isHatched ? `url(#${hatch})` : colour} />
      </>
    );
  }
  return (
    <>
      {panel.isDots ? null : (
        <path
          d={one.path}
          fill="none"
          stroke={colour}
          strokeWidth={1.75}
          strokeLinejoin="round"
          strokeDasharray={one.isDashed ? "4 3" : undefined}
        />
      )}
      {(panel.isDots ? one.points : one.points.slice(-1)).map((point) => (
        <circle key={point.week} cx={point.x} cy={point.y} r={3} fill={colour} />
      ))}
    </>
  );
}

/** One line through all panels, with the points of the lines that it stands on. */
function Cursor({ layout, week }: { layout: WeekPanelsLayout; week: number }) {
  const x = layout.stops[week] ?? 0;
  return (
    <svg
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      aria-hidden="true"
      className="pointer-events-none absolute inset-0 size-full"
    >
      <line
        x1={x}
        x2={x}
        y1={layout.panels[0]?.top ?? 0}
        y2={layout.base}
        stroke="var(--cursor)"
        shapeRendering="crispEdges"
      />
      {layout.panels
        .filter(({ kind }) => kind === "lines")
        .flatMap(({ series }) => series)
        .map(({ key, colour, points }) => {
          const point = points.find((candidate) => candidate.week === week);
          return point === undefined ? null : (
            <circle
              key={key}
              cx={point.x}
              cy={point.y}
              r={4}
              fill={`var(${colour})`}
              stroke="var(--surface)"
              strokeWidth={1.5}
            />
          );
        })}
    </svg>
  );
}

const TOOLTIP_WIDTH = 264;

function Tooltip({ x, width, reading }: { x: number; width: number; reading: WeekReading }) {
  const isLeft = x + 16 + TOOLTIP_WIDTH > width;
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute top-8 z-10 w-[264px] rounded-3 bg-surface px-[11px] py-[9px] text-small shadow-float print:hidden"
      style={{ left: isLeft ? x - 16 - TOOLTIP_WIDTH : x + 16 }}
    >
      <p className="mb-[5px] font-semibold">{reading.title}</p>
      <dl className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-0.5">
        {reading.rows.map((row) => (
          <div key={row.name} className="contents">
            <dt className="text-ink-2">{row.name}</dt>
            <dd className="text-right font-medium whitespace-nowrap">{row.value}</dd>
          </div>
        ))}
      </dl>
      {reading.href === null ? null : <p className="mt-1.5 text-ink-3">Click opens its rows</p>}
    </div>
  );
}

/** The tooltip as a line above a narrow chart. Its place is always kept. */
function Readout({ reading }: { reading: WeekReading | undefined }) {
  return (
    <p aria-hidden="true" className="mb-2 min-h-9 text-small text-ink-3 print:hidden">
      {reading === undefined ? (
        "Touch the chart to read a week."
      ) : (
        <>
          <b className="font-semibold text-ink">{reading.title}</b>
          {reading.rows.map((row) => ` · ${row.name.toLowerCase()} ${row.value}`)}
        </>
      )}
    </p>
  );
}

function spoken(reading: WeekReading): string {
  return [reading.title, ...reading.rows.map((row) => `${row.name} ${row.value}`)].join("; ");
}
