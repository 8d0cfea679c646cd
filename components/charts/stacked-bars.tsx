import type { Breakdown } from "@/domain/overview/data";
import { roundPx } from "@/domain/overview/scale";
import { type BarsLayout, layoutBars, type Segment, type StackedBreakdown } from "@/domain/overview/stack";
import { minuteWords, numberWords } from "@/domain/overview/words";
import { axisText, Ticks } from "./trend-parts";

/** Stacked bars of impact minutes, one per month; the table beside them is legend and data. */
export function StackedBars({
  breakdown,
  stacked,
  width,
  colourOf,
  codeOf,
  labelOf,
  hrefOf,
}: {
  breakdown: Breakdown;
  stacked: StackedBreakdown;
  width: number;
  colourOf: (key: string) => string;
  codeOf: (key: string) => string;
  labelOf: (month: number) => string;
  /** The rows of one segment; null names the rest. */
  hrefOf: (key: string | null, month: number) => string;
}) {
  const layout = layoutBars(breakdown, stacked, width);
  const nameOf = new Map(stacked.shown.map((row) => [row.key, row.name]));
  const hatch = `rest-${width}`;
  const unknown = `unknown-${width}`;
  const fillOf = (segment: Segment) => {
    if (segment.isRest) return `url(#${hatch})`;
    return segment.key === "unknown" && breakdown.by === "cause" ? `url(#${unknown})` : colourOf(segment.key);
  };
  return (
    <svg
      width={layout.width}
      height={layout.height}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      className="block h-auto max-w-full"
      data-chart="breakdown"
    >
      <title>{`Impact minutes by ${breakdown.by}, stacked; the table beside it holds the figures`}</title>
      <Hatch id={hatch} line="var(--axis)" ground="var(--surface-3)" />
      <Hatch id={unknown} line="var(--cause-unknown)" ground="var(--surface)" />
      <AxisLines layout={layout} />
      {layout.bars.map((bar, month) => (
        <g key={breakdown.months[month]?.start}>
          {bar.segments.map((segment) => (
            <g key={segment.isRest ? "rest" : segment.key}>
              <a
                href={hrefOf(segment.isRest ? null : segment.key, month)}
                tabIndex={-1}
                aria-label={`${segment.isRest ? "Others" : nameOf.get(segment.key)}, ${labelOf(month)}: ${minuteWords(segment.minutes)} min`}
              >
                <rect
                  x={roundPx(bar.x)}
                  y={roundPx(segment.y)}
                  width={roundPx(layout.barWidth)}
                  height={roundPx(segment.height)}
                  fill={fillOf(segment)}
                >
                  <title>{`${segment.isRest ? "Others" : nameOf.get(segment.key)}: ${minuteWords(segment.minutes)} min`}</title>
                </rect>
              </a>
              {segment.hasCode && !segment.isRest ? (
                <text
                  x={roundPx(bar.x + layout.barWidth + 5)}
                  y={roundPx(segment.y + segment.height / 2 + 4)}
                  className={axisText}
                >
                  {codeOf(segment.key)}
                </text>
              ) : null}
            </g>
          ))}
          <BarLabels bar={bar} layout={layout} label={labelOf(month)} month={month} />
        </g>
      ))}
    </svg>
  );
}

export function AxisLines({ layout }: { layout: BarsLayout }) {
  return (
    <Ticks
      ticks={layout.axis.ticks.map((value, index) => ({
        at: layout.y(value),
        label: numberWords(value, layout.axis.decimals),
        isBase: index === 0,
      }))}
      left={layout.left}
      right={layout.right}
    />
  );
}

export function Hatch({ id, line, ground }: { id: string; line: string; ground: string }) {
  return (
    <defs>
      <pattern id={id} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="4" height="4" fill={ground} />
        <rect width="1.4" height="4" fill={line} />
      </pattern>
    </defs>
  );
}

export function BarLabels({
  bar,
  layout,
  label,
  month,
}: {
  bar: BarsLayout["bars"][number];
  layout: BarsLayout;
  label: string;
  month: number;
}) {
  const pitch = (layout.right - layout.left) / Math.max(1, layout.bars.length);
  const every = Math.max(1, Math.ceil((label.length * 6.4 + 6) / pitch));
  return (
    <>
      {bar.total > 0 && pitch > 22 ? (
        <text
          x={roundPx(bar.middle)}
          y={roundPx(bar.topY - 5)}
          textAnchor="middle"
          className="fill-ink-2 text-axis font-medium"
        >
          {numberWords(bar.total, bar.total < 10 && layout.axis.max < 10 ? 1 : 0)}
        </text>
      ) : null}
      {month % every === 0 ? (
        <text x={roundPx(bar.middle)} y={layout.base + 16} textAnchor="middle" className={axisText}>
          {label}
        </text>
      ) : null}
    </>
  );
}
