import { cx } from "@/components/ui/class-names";
import { formatInstant } from "@/components/ui/time-format";
import { formatDuration } from "@/domain/calendar/duration";
import { DAY_MS } from "@/domain/calendar/zone";
import type { IncidentChange } from "@/domain/change/incident-change-schema";
import type { Incident } from "@/domain/incident/schema";
import { CHANGE_KEY, changeStamps } from "./change-stamps";
import { percentText } from "./format";
import {
  type ImpactBar,
  type ImpactLayout,
  labelStamps,
  layImpactsOut,
  type PictureStamp,
} from "./impact-layout";

const ROW_PX = 21;
const TOP_PX = 26;
const percent = (ratio: number) => `${(ratio * 100).toFixed(3)}%`;

function pictureStamps(incident: Incident, links: readonly IncidentChange[], nowMs: number): PictureStamp[] {
  const stamps = [
    { key: "detectedAt", word: "detected", at: incident.detectedAt },
    { key: "acknowledgedAt", word: "acknowledged", at: incident.acknowledgedAt },
    { key: "mitigatedAt", word: "mitigated", at: incident.mitigatedAt },
    { key: "resolvedAt", word: "resolved", at: incident.resolvedAt },
  ];
  return [
    ...stamps.flatMap(({ key, word, at }) => (at === null ? [] : [{ key, word, ms: Date.parse(at) }])),
    ...changeStamps(incident, links, nowMs),
  ];
}

/** One bar per impact, as tall as the share of the service lost; the stamps are dotted lines through all of them. */
export function ImpactPicture({
  incident,
  links,
  nowMs,
  zone,
}: {
  incident: Incident;
  links: readonly IncidentChange[];
  nowMs: number;
  zone: string;
}) {
  const stamps = pictureStamps(incident, links, nowMs);
  const layout = layImpactsOut({ impacts: incident.impacts, stamps, nowMs, zone });
  const isLong = layout.endMs - layout.startMs > DAY_MS;
  const clock = (ms: number) =>
    isLong
      ? `${formatInstant(ms, zone, "day")} ${formatInstant(ms, zone, "time")}`
      : formatInstant(ms, zone, "time");
  return (
    <div
      role="img"
      aria-label={describePicture(incident, layout, clock)}
      className="grid grid-cols-[minmax(64px,auto)_minmax(0,1fr)] gap-x-3 sm:grid-cols-[minmax(104px,auto)_minmax(0,1fr)]"
    >
      <div className="flex flex-col" style={{ paddingTop: TOP_PX }}>
        {layout.rows.map((row) => (
          <span
            key={row.slug}
            className="flex max-w-40 items-center text-axis font-medium text-ink-2 max-sm:max-w-20"
            style={{ height: ROW_PX }}
          >
            <span className="truncate">{row.name}</span>
          </span>
        ))}
      </div>
      <Plot layout={layout} clock={clock} tickText={(ms) => tickText(ms, layout, zone)} />
    </div>
  );
}

function Plot({
  layout,
  clock,
  tickText: textOf,
}: {
  layout: ImpactLayout;
  clock: (ms: number) => string;
  tickText: (ms: number) => string;
}) {
  const bottom = TOP_PX + layout.rows.length * ROW_PX;
  return (
    <svg width="100%" height={bottom + 22} className="block overflow-visible" aria-hidden="true">
      {layout.ticks.map((tick, index) => (
        <g key={tick.ms}>
          <line
            x1={percent(tick.atRatio)}
            x2={percent(tick.atRatio)}
            y1={TOP_PX}
            y2={bottom}
            stroke="var(--grid)"
            shapeRendering="crispEdges"
          />
          <text
            x={percent(tick.atRatio)}
            y={bottom + 16}
            textAnchor={tick.atRatio > 0.97 ? "end" : tick.atRatio < 0.03 ? "start" : "middle"}
            fontSize="11"
            fill="var(--axis-ink)"
            className={cx(index % 2 === 1 && "max-sm:hidden")}
          >
            {textOf(tick.ms)}
          </text>
        </g>
      ))}
      <line x1="0" x2="100%" y1={bottom} y2={bottom} stroke="var(--axis)" shapeRendering="crispEdges" />
      {layout.rows.map((row, index) =>
        row.bars.map((bar) => <Bar key={bar.id} bar={bar} middlePx={TOP_PX + (index + 0.5) * ROW_PX} />),
      )}
      <Stamps layout={layout} bottom={bottom} clock={clock} />
    </svg>
  );
}

const LOWEST_PX = 3;
const TALLEST_PX = 15;

function Bar({ bar, middlePx }: { bar: ImpactBar; middlePx: number }) {
  const height = Math.max(LOWEST_PX, TALLEST_PX * Math.sqrt(bar.fraction));
  const width = bar.toRatio - bar.fromRatio;
  const full = bar.fraction >= 0.75;
  return (
    <g>
      <rect
        x={percent(bar.fromRatio)}
        width={percent(Math.max(width, 0.002))}
        y={middlePx - height / 2}
        height={height}
        fill="var(--ink-2)"
        opacity={full ? 1 : 0.55}
      />
      {full && width > 0.12 ? (
        <text
          x={percent(bar.fromRatio)}
          dx="8"
          y={middlePx + 4}
          fontSize="11"
          fontWeight="500"
          fill="var(--surface)"
          className="max-sm:hidden"
        >
          {percentText(bar.fraction)}
        </text>
      ) : null}
    </g>
  );
}

/** Lines for every stamp; the words over them are joined differently where there is less room. */
function Stamps({
  layout,
  bottom,
  clock,
}: {
  layout: ImpactLayout;
  bottom: number;
  clock: (ms: number) => string;
}) {
  const wide = labelStamps(layout.stamps, 860, (stamp) => `${stamp.word} ${clock(stamp.ms)}`);
  const narrow = labelStamps(layout.stamps, 230, (stamp) => clock(stamp.ms));
  return (
    <>
      {layout.stamps.map((stamp) => (
        <line
          key={stamp.key}
          x1={percent(stamp.atRatio)}
          x2={percent(stamp.atRatio)}
          y1={14}
          y2={bottom}
          stroke="var(--ink)"
          strokeDasharray={stamp.key.startsWith(CHANGE_KEY) ? undefined : "2 2"}
        />
      ))}
      {[
        { labels: wide, look: "max-sm:hidden" },
        { labels: narrow, look: "sm:hidden" },
      ].map(({ labels, look }) =>
        labels.map((label) => (
          <text
            key={`${look}${label.atRatio}`}
            x={percent(label.atRatio)}
            dx={label.anchor === "start" ? 5 : -5}
            y={19}
            textAnchor={label.anchor}
            fontSize="11"
            fontWeight="500"
            fill="var(--ink-2)"
            // The words of joined stamps lie across the line of the other: they keep it clear of their letters.
            stroke="var(--surface)"
            strokeWidth="4"
            paintOrder="stroke"
            className={look}
          >
            {label.text}
          </text>
        )),
      )}
    </>
  );
}

function tickText(ms: number, layout: ImpactLayout, zone: string): string {
  const clock = formatInstant(ms, zone, "time");
  const isWhole = layout.ticks.every((tick) => formatInstant(tick.ms, zone, "time") === clock);
  if (isWhole && layout.ticks.length > 1) return formatInstant(ms, zone, "day");
  return clock === "00:00" ? formatInstant(ms, zone, "day") : clock;
}

function describePicture(incident: Incident, layout: ImpactLayout, clock: (ms: number) => string): string {
  const services = layout.rows.length === 1 ? "One service" : `${layout.rows.length} services`;
  const length = formatDuration(incident.impactMs);
  const bars = incident.impacts.map(
    (impact) =>
      `${impact.service.name} ${percentText(impact.fraction)} from ${clock(Date.parse(impact.startedAt))}` +
      (impact.endedAt ? ` to ${clock(Date.parse(impact.endedAt))}` : ", still open"),
  );
  return `${services} and the share of each that was lost over ${length}: ${bars.slice(0, 12).join("; ")}`;
}
