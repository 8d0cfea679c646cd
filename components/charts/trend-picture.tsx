import { incidentHref } from "@/domain/overview/links";
import type { MarkLine } from "@/domain/overview/mark-layout";
import { roundPx } from "@/domain/overview/scale";
import type { Bubble, TrendLayout } from "@/domain/overview/trend-layout";
import { percentWords } from "@/domain/overview/words";
import { ShareColumns } from "./share-panel";
import { axisText, bubbleLook, MarkThrough, strongAxisText, Ticks } from "./trend-parts";

const line = { fill: "none", strokeWidth: 1.75, strokeLinejoin: "round" } as const;
const dashed = { stroke: "var(--objective)", strokeDasharray: "4 3" };

type Labels = { objective: string; target: string; now: string | null; title: string; titleNarrow: string };

/** The whole chart as a picture: what the server sends, what stays without scripts, and what is exported. */
export function TrendPicture({
  layout,
  labels,
  base,
  summary,
  linkOf,
}: {
  layout: TrendLayout;
  labels: Labels;
  /** Address of the workspace, for the incidents' links. */
  base: string;
  summary: string;
  /** Where a point under its objective leads. */
  linkOf: (index: number) => string;
}) {
  const { width, height, availability, adoption, lane, isNarrow, left, right } = layout;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className="pointer-events-none relative block h-auto max-w-full [&_a]:pointer-events-auto"
      data-chart="trend"
    >
      <title>{summary}</title>
      {layout.marks.map((mark) => (
        <MarkThrough key={mark.id} mark={mark} {...placeOf(mark, layout)} base={layout.base} />
      ))}
      <Fields fields={layout.uncovered.availability} top={availability.top} base={availability.base} />
      <Fields fields={layout.uncovered.adoption} top={adoption.top} base={adoption.base} />
      <Ticks ticks={availability.ticks} left={left} right={right} />
      <line x1={left} x2={right} y1={availability.objectiveY} y2={availability.objectiveY} {...dashed} />
      {availability.dots ? null : (
        <>
          <path d={availability.line} stroke="var(--ink)" {...line} />
          <path d={availability.runningLine} stroke="var(--ink)" {...line} strokeDasharray="2 3" />
        </>
      )}
      {availability.points.map((point) =>
        point.isBelow ? (
          <a key={point.index} href={linkOf(point.index)} tabIndex={-1} aria-label="Incidents of this point">
            <circle
              cx={roundPx(point.x)}
              cy={roundPx(point.y)}
              r={3.5}
              fill="var(--surface)"
              stroke="var(--ink)"
              strokeWidth={1.75}
            />
          </a>
        ) : availability.dots ? (
          <circle key={point.index} cx={roundPx(point.x)} cy={roundPx(point.y)} r={3} fill="var(--ink)" />
        ) : null,
      )}
      {availability.lowest ? (
        <text
          x={roundPx(availability.lowest.x) + (availability.lowest.anchor === "start" ? 9 : -9)}
          y={roundPx(availability.lowest.y) + 4}
          textAnchor={availability.lowest.anchor}
          className={strongAxisText}
        >
          {availability.lowest.label}
        </text>
      ) : null}
      <Lane bubbles={lane.bubbles} layout={layout} base={base} />
      <Ticks ticks={adoption.ticks} left={left} right={right} />
      <line x1={left} x2={right} y1={adoption.targetY} y2={adoption.targetY} {...dashed} />
      {adoption.dots ? null : <path d={adoption.line} stroke="var(--ai)" {...line} />}
      {(adoption.dots ? adoption.points : adoption.points.slice(-1)).map((point) => (
        <circle key={point.index} cx={roundPx(point.x)} cy={roundPx(point.y)} r={3} fill="var(--ai)" />
      ))}
      <PanelTitle y={isNarrow ? 10 : availability.top - 14}>
        {isNarrow ? labels.titleNarrow : labels.title}
      </PanelTitle>
      <PanelTitle y={adoption.top - 13}>
        {isNarrow ? `AI adoption, % of engineers; ${labels.target}` : "AI adoption, % of engineers"}
      </PanelTitle>
      {layout.share === null ? null : (
        <>
          <ShareColumns share={layout.share} layout={layout} base={base} />
          <PanelTitle y={layout.share.top - 25}>
            {isNarrow ? "Changes by AI’s part, %" : "Changes by AI’s part, % of changes"}
          </PanelTitle>
        </>
      )}
      {isNarrow ? null : <EdgeLabels layout={layout} labels={labels} />}
      <Months layout={layout} />
    </svg>
  );
}

/** On a ground of its own: the line of a mark near the left edge runs behind it. */
function PanelTitle({ y, children }: { y: number; children: string }) {
  return (
    <>
      <rect x={0} y={y - 11} width={roundPx(children.length * 6.2)} height={14} fill="var(--surface)" />
      <text x={0} y={y} className={strongAxisText}>
        {children}
      </text>
    </>
  );
}

function Fields({
  fields,
  top,
  base,
}: {
  fields: readonly { x: number; width: number }[];
  top: number;
  base: number;
}) {
  return fields.map((field) => (
    <rect key={field.x} x={field.x} y={top} width={field.width} height={base - top} fill="var(--surface-3)">
      <title>Not covered</title>
    </rect>
  ));
}

/** Words stand in rows above the first panel; a line without words begins just above it. */
function placeOf(mark: MarkLine, { isNarrow, availability }: TrendLayout) {
  const labelY = (isNarrow ? 26 : 14) + (mark.row ?? 0) * (isNarrow ? 14 : 30);
  const lineTop = mark.row === null ? availability.top - 8 : labelY + (mark.lines.length - 1) * 14 + 6;
  return { labelY, lineTop };
}

function Lane({ bubbles, layout, base }: { bubbles: readonly Bubble[]; layout: TrendLayout; base: string }) {
  const { lane, left, right } = layout;
  const middle = lane.top + lane.height / 2;
  return (
    <g>
      <rect x={left} y={lane.top} width={right - left} height={lane.height} rx={3} fill="var(--surface-2)" />
      {bubbles.map(({ incident, x, radius }) => {
        const name = `INC-${incident.number} ${incident.title}, blast radius ${percentWords(incident.blastRadiusRatio)}`;
        return (
          <a key={incident.number} href={incidentHref(base, incident.number)} tabIndex={-1} aria-label={name}>
            <circle cx={x} cy={middle} r={radius} {...bubbleLook(incident.aiCause)}>
              <title>{name}</title>
            </circle>
          </a>
        );
      })}
    </g>
  );
}

function EdgeLabels({ layout, labels }: { layout: TrendLayout; labels: Labels }) {
  const { right, availability, lane, adoption } = layout;
  const x = right + 8;
  const middle = lane.top + lane.height / 2;
  const lastY = adoption.points[adoption.points.length - 1]?.y ?? null;
  // The two labels keep apart where the last point lies close to the target.
  const gap = 15;
  const targetY = adoption.targetY + 4;
  const nowY =
    lastY === null
      ? null
      : Math.abs(lastY + 4 - targetY) >= gap
        ? lastY + 4
        : lastY >= adoption.targetY
          ? targetY + gap
          : targetY - gap;
  return (
    <>
      <text x={x} y={roundPx(availability.objectiveY) + 4} className={axisText}>
        {labels.objective}
      </text>
      <text x={x} y={middle} className={axisText}>
        SEV1–2 and AI
      </text>
      <text x={x} y={middle + 13} className={axisText}>
        by blast radius
      </text>
      <text x={x} y={roundPx(targetY)} className={axisText}>
        {labels.target}
      </text>
      {nowY === null || labels.now === null ? null : (
        <text x={x} y={roundPx(nowY)} className={strongAxisText}>
          {labels.now}
        </text>
      )}
    </>
  );
}

function Months({ layout }: { layout: TrendLayout }) {
  const { base } = layout;
  return layout.months.map((month) => (
    <g key={month.x}>
      <line
        x1={month.x}
        x2={month.x}
        y1={base}
        y2={base + 4}
        stroke="var(--axis)"
        shapeRendering="crispEdges"
      />
      {month.label === null ? null : (
        <text x={month.x + 3} y={base + 15} className={axisText}>
          {month.label}
        </text>
      )}
    </g>
  ));
}
