import type { PolicyReplay } from "@/domain/sign-off/replay-schema";
import { layoutReplay, REPLAY_PICTURE } from "./replay-layout";

const { width, height, left, right, top, bottom } = REPLAY_PICTURE;

/** What each policy would have held against what it would have cost, with the hours that reviewers have. */
export function ReplayPicture({ replay }: { replay: PolicyReplay }) {
  const capacityHours = replay.reviewers.hoursPerWeek;
  const { points, path, capacityX, xTicks, yTicks } = layoutReplay(replay.policies, {
    incidents: replay.incidents,
    capacityHours,
  });
  const base = height - bottom;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label="Incidents whose causing change would have been held, against reviewer hours per week; the table below has the figures"
      className="block h-auto w-full text-axis"
    >
      {capacityX === null ? null : (
        <>
          <rect
            x={capacityX}
            y={top}
            width={width - right - capacityX}
            height={base - top}
            fill="var(--surface-2)"
          />
          <line
            x1={capacityX}
            x2={capacityX}
            y1={top}
            y2={base}
            stroke="var(--ink)"
            strokeWidth="1"
            strokeDasharray="3 3"
          />
          <text x={capacityX - 5} y={top + 9} textAnchor="end" fill="var(--axis-ink)">
            reviewers have {Math.round(capacityHours)} h
          </text>
        </>
      )}
      {yTicks.map(({ y, words }) => (
        <g key={words}>
          <line
            x1={left}
            x2={width - right}
            y1={y}
            y2={y}
            stroke={y === base ? "var(--axis)" : "var(--grid)"}
          />
          <text x={left - 6} y={y + 3.5} textAnchor="end" fill="var(--axis-ink)">
            {words}
          </text>
        </g>
      ))}
      {xTicks.map(({ x, words }) => (
        <text key={words} x={x} y={base + 15} textAnchor="middle" fill="var(--axis-ink)">
          {words}
        </text>
      ))}
      <text x={left} y={height - 5} fill="var(--axis-ink)">
        incidents held, of {replay.incidents}
      </text>
      <text x={width - right} y={height - 5} textAnchor="end" fill="var(--axis-ink)">
        reviewer hours per week
      </text>
      <path d={path} fill="none" stroke="var(--line-strong)" />
      {points.map(({ x, y, kind, label, labelEnds }, index) => (
        // Points have no name of their own where several lie in one place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <g key={index}>
          <circle
            cx={x}
            cy={y}
            r={kind === "preset" ? 4 : 5.5}
            fill={kind === "draft" ? "var(--accent)" : kind === "in-force" ? "var(--ink)" : "var(--surface)"}
            stroke={kind === "draft" ? "var(--accent)" : "var(--ink)"}
            strokeWidth="1.5"
          />
          <text
            x={labelEnds === "right" ? x + 9 : x - 9}
            y={y + 4}
            textAnchor={labelEnds === "right" ? "start" : "end"}
            fill="var(--ink)"
            fontWeight={kind === "preset" ? 400 : 600}
          >
            {label}
          </text>
        </g>
      ))}
    </svg>
  );
}
