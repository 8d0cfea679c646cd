import { formatAvailability } from "@/domain/availability/availability";
import type { AvailabilityPoint } from "@/domain/availability/schema";
import { addDays, dayOf } from "@/domain/calendar/day";
import { minuteWords, spanWords } from "@/domain/overview/words";
import { objectiveWords } from "@/domain/service/figures";
import { WeekChartLive } from "./week-chart-live";
import { layWeeksOut, type WeekDot } from "./week-layout";

const axisText = "fill-(--axis-ink) text-axis";

/** Widths the chart is laid out for; the place it stands in shows the one that fits. */
const VARIANTS = [
  { width: 320, className: "@min-[480px]:hidden" },
  { width: 480, className: "hidden @min-[480px]:@max-[749.98px]:block" },
  { width: 750, className: "hidden @min-[750px]:@max-[999.98px]:block" },
  { width: 1000, className: "hidden @min-[1000px]:block" },
];

/** Availability by week: a picture in the server's HTML, and a live chart over it once the page is idle. */
export function WeekChart({
  points,
  objective,
  zone,
  hrefOf,
  summary,
}: {
  points: readonly AvailabilityPoint[];
  objective: number;
  zone: string;
  /** The incidents of a week, by its first day and the day after its last. */
  hrefOf: (from: string, to: string) => string;
  summary: string;
}) {
  const hrefs = points.map((point) => {
    const from = dayOf(Date.parse(point.start), zone);
    return hrefOf(from, addDays(from, 7));
  });
  return (
    <WeekChartLive points={points} objective={objective} zone={zone} hrefs={hrefs}>
      {VARIANTS.map(({ width, className }) => (
        <div key={width} className={className}>
          <Picture
            points={points}
            layout={layWeeksOut(points, { width, objective, zone })}
            objective={objective}
            hrefOf={hrefOf}
            summary={summary}
          />
        </div>
      ))}
    </WeekChartLive>
  );
}

function Picture({
  points,
  layout,
  objective,
  hrefOf,
  summary,
}: {
  points: readonly AvailabilityPoint[];
  layout: ReturnType<typeof layWeeksOut>;
  objective: number;
  hrefOf: (from: string, to: string) => string;
  summary: string;
}) {
  const { width, height, left, right, top, base } = layout;
  const hasRoom = width >= 480;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} className="block h-auto max-w-full">
      <title>{summary}</title>
      {layout.ticks.map((tick) => (
        <g key={tick.label}>
          <line
            x1={left}
            x2={right}
            y1={tick.y}
            y2={tick.y}
            stroke={tick.isBase ? "var(--axis)" : "var(--grid)"}
            shapeRendering="crispEdges"
          />
          <text x={left - 8} y={tick.y + 4} textAnchor="end" className={axisText}>
            {tick.label}
          </text>
        </g>
      ))}
      {layout.uncovered.map((field) => (
        <g key={field.x}>
          <rect x={field.x} y={top} width={field.width} height={base - top} fill="var(--surface-2)" />
          {field.width > 100 ? (
            <text x={field.x + 10} y={base - 12} className={axisText}>
              not covered
            </text>
          ) : null}
        </g>
      ))}
      <line
        x1={left}
        x2={right}
        y1={layout.objectiveY}
        y2={layout.objectiveY}
        stroke="var(--objective)"
        strokeDasharray="4 3"
      />
      {hasRoom ? (
        <text x={right + 8} y={layout.objectiveY + 4} className={axisText}>
          objective {objectiveWords(objective)}
        </text>
      ) : null}
      <path
        d={layout.line}
        fill="none"
        stroke="var(--ink)"
        strokeWidth={1.75}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {layout.dots.map((dot) => (
        <Dot key={dot.index} dot={dot} point={points[dot.index]} isAlone={layout.isDots} hrefOf={hrefOf} />
      ))}
      {layout.months.map((month) => (
        <text key={month.x} x={month.x - 4} y={base + 16} className={axisText}>
          {month.label}
        </text>
      ))}
    </svg>
  );
}

function Dot({
  dot,
  point,
  isAlone,
  hrefOf,
}: {
  dot: WeekDot;
  point: AvailabilityPoint | undefined;
  isAlone: boolean;
  hrefOf: (from: string, to: string) => string;
}) {
  if (point === undefined) return null;
  const to = addDays(dot.day, 7);
  const words = `${spanWords({ from: dot.day, to })}: ${formatAvailability(point.availability)} %, ${minuteWords(point.impactMinutes)} impact minutes`;
  if (dot.isBelow) {
    return (
      <a href={hrefOf(dot.day, to)} aria-label={`Incidents of ${words}`}>
        <circle cx={dot.x} cy={dot.y} r={3.5} fill="var(--surface)" stroke="var(--ink)" strokeWidth={1.75} />
        <title>{words}</title>
      </a>
    );
  }
  return (
    <circle cx={dot.x} cy={dot.y} r={isAlone ? 3 : 6} fill={isAlone ? "var(--ink)" : "transparent"}>
      <title>{words}</title>
    </circle>
  );
}
