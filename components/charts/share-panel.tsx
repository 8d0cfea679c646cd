import { useId } from "react";
import type { Involvement } from "@/domain/change/kinds";
import { incidentHref } from "@/domain/overview/links";
import { SHARE_ORDER, type SharePanel } from "@/domain/overview/share-layout";
import type { TrendLayout } from "@/domain/overview/trend-layout";
import { percentWords } from "@/domain/overview/words";
import { Hatch } from "./stacked-bars";
import { axisText, bubbleLook, strongAxisText, Ticks } from "./trend-parts";

/** How a class is drawn, in charts and legends: the unknown is always hatched. */
const SHARE_FILL: Record<Exclude<Involvement, "unknown">, string> = {
  ai: "var(--ai)",
  "none-found": "var(--none)",
  automation: "var(--none-line)",
};

const MARK_RADIUS = 3.4;

/** The AI share of changes under the same axis: columns of the classes, and over them when incidents began. */
export function ShareColumns({
  share,
  layout,
  base,
}: {
  share: SharePanel;
  layout: TrendLayout;
  base: string;
}) {
  const { left, right, isNarrow } = layout;
  const hatch = useId();
  return (
    <g data-panel="share">
      <Hatch id={hatch} line="var(--unk)" ground="var(--unk-soft)" />
      <Ticks ticks={share.ticks} left={left} right={right} />
      {SHARE_ORDER.map((one) =>
        share.paths[one] === "" ? null : (
          <path
            key={one}
            d={share.paths[one]}
            fill={one === "unknown" ? `url(#${hatch})` : SHARE_FILL[one]}
            data-involvement={one}
          />
        ),
      )}
      {share.band.marks.map(({ incident, x }) => (
        <a
          key={incident.number}
          href={incidentHref(base, incident.number)}
          tabIndex={-1}
          aria-label={`INC-${incident.number} ${incident.title}`}
        >
          <circle cx={x} cy={share.band.y} r={MARK_RADIUS} {...bubbleLook(incident.aiCause)}>
            <title>{`INC-${incident.number} ${incident.title}`}</title>
          </circle>
        </a>
      ))}
      {isNarrow || share.last === null ? null : (
        <text x={right + 8} y={Math.round(share.last.y) + 4} className={strongAxisText}>
          {`AI ${percentWords(share.last.ratio)}`}
        </text>
      )}
      {isNarrow ? null : (
        <text x={right + 8} y={share.band.y + 4} className={axisText}>
          incidents begun
        </text>
      )}
    </g>
  );
}

/** A class's colour as a swatch beside its name. */
export function ShareSwatch({ involvement }: { involvement: Involvement }) {
  return (
    <span
      aria-hidden="true"
      className={
        involvement === "unknown"
          ? "hatch inline-block size-2.5 shrink-0 rounded-[2px] border border-unk"
          : "inline-block size-2.5 shrink-0 rounded-[2px]"
      }
      style={involvement === "unknown" ? undefined : { background: SHARE_FILL[involvement] }}
    />
  );
}
