import type { TrendLayout } from "@/domain/overview/trend-layout";
import type { StopWords } from "@/domain/overview/trend-words";

type Stop = TrendLayout["stops"][number];

/** The one cursor through all panels, with the points it stands on. */
export function TrendCursor({ layout, stop }: { layout: TrendLayout; stop: Stop }) {
  const { width, height, availability } = layout;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      className="pointer-events-none absolute inset-0 size-full"
    >
      <line
        x1={stop.x}
        x2={stop.x}
        y1={availability.top}
        y2={layout.base}
        stroke="var(--cursor)"
        shapeRendering="crispEdges"
      />
      {stop.y === null ? null : (
        <circle cx={stop.x} cy={stop.y} r={4} fill="var(--ink)" stroke="var(--surface)" strokeWidth={1.5} />
      )}
      {stop.adoptionY === null ? null : (
        <circle
          cx={stop.x}
          cy={stop.adoptionY}
          r={4}
          fill="var(--ai)"
          stroke="var(--surface)"
          strokeWidth={1.5}
        />
      )}
    </svg>
  );
}

const tooltipWidth = 296;

/** Beside the cursor, on the side with room, so that it never covers the point it speaks of. */
export function TrendTooltip({ layout, stop, words }: { layout: TrendLayout; stop: Stop; words: StopWords }) {
  const isLeft = stop.x + 16 + tooltipWidth > layout.width;
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute z-10 w-[296px] rounded-3 bg-surface px-[11px] py-[9px] text-small shadow-float print:hidden"
      style={{ left: isLeft ? stop.x - 16 - tooltipWidth : stop.x + 16, top: layout.availability.top + 8 }}
    >
      <p className="mb-[5px] font-semibold">{words.title}</p>
      <dl className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-0.5">
        {words.rows.map((row) => (
          <div key={row.name} className="contents">
            <dt className="whitespace-nowrap text-ink-2">{row.name}</dt>
            <dd className="text-right font-medium whitespace-nowrap">{row.value}</dd>
          </div>
        ))}
      </dl>
      {words.incidents === null ? null : (
        <p className="mt-[7px] border-t border-line pt-1.5 text-ink-2">{words.incidents}</p>
      )}
    </div>
  );
}

/** The tooltip as a line above the chart, where there is no room beside the cursor. Its place is always kept. */
export function TrendReadout({ words, summary }: { words: StopWords | null; summary: boolean }) {
  if (!summary) return null;
  return (
    <p aria-hidden="true" className="mb-2 min-h-9 text-small text-ink-3 print:hidden">
      {words === null ? (
        "Touch the chart to read a point."
      ) : (
        <>
          <b className="font-semibold text-ink">{words.title}</b>
          {words.rows.map((row) => ` · ${row.name.toLowerCase()} ${row.value}`)}
        </>
      )}
    </p>
  );
}
