import type { MarkLine } from "@/domain/overview/mark-layout";
import { roundPx } from "@/domain/overview/scale";
import type { Tick } from "@/domain/overview/trend-layout";

export const axisText = "fill-(--axis-ink) text-axis";
export const strongAxisText = "fill-ink-2 text-axis font-medium";

/** How an incident's mark says what its cause is on record as. */
export function bubbleLook(aiCause: "confirmed" | "claimed" | "none") {
  if (aiCause === "confirmed") return { fill: "var(--ai)", fillOpacity: 0.85, stroke: "var(--ai)" };
  if (aiCause === "claimed") {
    return { fill: "var(--ai-soft)", stroke: "var(--ai)", strokeWidth: 1.75, strokeDasharray: "3 2" };
  }
  return { fill: "var(--ink-3)", fillOpacity: 0.35, stroke: "var(--ink-3)" };
}

export function Ticks({ ticks, left, right }: { ticks: readonly Tick[]; left: number; right: number }) {
  return ticks.map((tick) => (
    <g key={tick.label}>
      <line
        x1={left}
        x2={right}
        y1={roundPx(tick.at)}
        y2={roundPx(tick.at)}
        stroke={tick.isBase ? "var(--axis)" : "var(--grid)"}
        shapeRendering="crispEdges"
      />
      <text x={left - 8} y={roundPx(tick.at) + 4} textAnchor="end" className={axisText}>
        {tick.label}
      </text>
    </g>
  ));
}

/** A mark's dotted line through all panels, under its words where these have room. */
export function MarkThrough({
  mark,
  labelY,
  lineTop,
  base,
}: {
  mark: MarkLine;
  labelY: number;
  lineTop: number;
  base: number;
}) {
  return (
    <g>
      <title>{mark.title}</title>
      <line x1={mark.x} x2={mark.x} y1={lineTop} y2={base} stroke="var(--ink-2)" strokeDasharray="1 3" />
      {mark.row === null
        ? null
        : mark.lines.map((text, index) => (
            <text
              key={text}
              x={mark.labelX}
              y={labelY + index * 14}
              textAnchor="middle"
              className={index === 0 ? strongAxisText : axisText}
            >
              {text}
            </text>
          ))}
    </g>
  );
}
