"use client";

import { BAR_WIDTHS } from "@/components/charts/chart-width";
import { axisText, strongAxisText, Ticks } from "@/components/charts/trend-parts";
import { type CurveLayout, layoutCurve } from "@/domain/capacity/curve-layout";
import type { CurvePoint } from "@/domain/capacity/waiting";

/** The curve as finished pictures, one for each width that its panel can have. */
export function CurveChart({ curve, label }: { curve: readonly CurvePoint[]; label: string }) {
  return (
    <div className="@container">
      {BAR_WIDTHS.map(({ width, className }) => (
        <div key={width} className={className}>
          <Curve layout={layoutCurve(curve, width)} label={label} />
        </div>
      ))}
    </div>
  );
}

function Curve({ layout, label }: { layout: CurveLayout; label: string }) {
  const { width, height, left, right, base } = layout;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className="block h-auto max-w-full"
      data-chart="waiting"
    >
      <title>{label}</title>
      <Ticks ticks={layout.ticks} left={left} right={right} />
      <path d={layout.band} fill="var(--ink)" fillOpacity={0.12} />
      {layout.half === null ? null : (
        <>
          <path
            d={`M${left} ${layout.half.y}H${layout.half.x}V${base}`}
            fill="none"
            stroke="var(--objective)"
            strokeDasharray="4 3"
          />
          <text x={layout.half.x + 6} y={layout.half.y - 6} className={strongAxisText}>
            half
          </text>
        </>
      )}
      <path d={layout.line} fill="none" stroke="var(--ink)" strokeWidth={1.75} strokeLinejoin="round" />
      {layout.hours.map(({ x, label: hours }, index) => (
        <g key={hours}>
          <line x1={x} x2={x} y1={base} y2={base + 4} stroke="var(--axis)" shapeRendering="crispEdges" />
          <text
            x={x}
            y={base + 16}
            textAnchor={index === 0 ? "start" : x > right - 20 ? "end" : "middle"}
            className={axisText}
          >
            {hours}
          </text>
        </g>
      ))}
    </svg>
  );
}
