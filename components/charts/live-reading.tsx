"use client";

import { useEffect } from "react";
import { useActiveTooltipLabel, useIsTooltipActive } from "recharts";
import { cx } from "@/components/ui/class-names";

/** What is pointed at: its place among the points, in words, and the address of the rows behind it, if there are any. */
export type Reading = { index: number; words: string; href: string | null };

export type LiveEvents = {
  /** The chart is drawn: the still picture can step back. */
  onReady: () => void;
  onRead: (reading: Reading | null) => void;
};

/** Tells from inside a chart which point is read; the axis of the tooltip counts the points from 0. */
export function ReportReading({ readings, onReady, onRead }: { readings: readonly Reading[] } & LiveEvents) {
  const isActive = useIsTooltipActive();
  const label = useActiveTooltipLabel();
  const index = isActive && label !== undefined ? Number(label) : null;
  useEffect(onReady, [onReady]);
  useEffect(() => onRead(index === null ? null : (readings[index] ?? null)), [index, readings, onRead]);
  return null;
}

export type Tip = {
  title: string;
  rows: {
    name: string;
    /** The figure, and a second one beside it. */
    values: string[];
    swatch?: { colour: string; isHatched: boolean };
    isSum?: boolean;
  }[];
  /** What a click does, as a sentence without its capital; null where there is nothing to open. */
  note: string | null;
};

/** The tooltip's card; `isWide` fills the line above a narrow chart, where there is no room beside the point. */
export function TipCard({ tip, isWide }: { tip: Tip | undefined; isWide: boolean }) {
  if (tip === undefined) return null;
  const columns = Math.max(1, ...tip.rows.map((row) => row.values.length));
  return (
    <div
      aria-hidden="true"
      className={cx(
        "pointer-events-none rounded-3 bg-surface px-[11px] py-[9px] text-small shadow-float print:hidden",
        isWide ? "w-full" : "w-[264px]",
      )}
    >
      <p className="mb-[5px] font-semibold">{tip.title}</p>
      <dl
        className={cx(
          "grid gap-x-3 gap-y-0.5",
          columns === 1 ? "grid-cols-[1fr_auto]" : "grid-cols-[1fr_auto_auto]",
        )}
      >
        {tip.rows.map((row) => (
          <div
            key={row.name}
            className={cx(
              "col-span-full grid grid-cols-subgrid",
              row.isSum && "mt-1 border-t border-line pt-1 font-semibold",
            )}
          >
            <dt className={cx("flex min-w-0 items-center gap-1.5", row.isSum ? "text-ink" : "text-ink-2")}>
              {row.swatch ? (
                <span
                  className={cx(
                    "inline-block size-2.5 shrink-0 rounded-[2px]",
                    row.swatch.isHatched ? "hatch" : "bg-(--swatch)",
                  )}
                  style={{ "--swatch": row.swatch.colour, "--hatch": row.swatch.colour }}
                />
              ) : null}
              <span className="truncate">{row.name}</span>
            </dt>
            {row.values.map((value, column) => (
              <dd key={`${row.name} ${column === 0 ? "figure" : "share"}`} className="text-right font-medium">
                {value}
              </dd>
            ))}
          </div>
        ))}
      </dl>
      {tip.note === null ? null : (
        <p className="mt-1.5 text-ink-3 first-letter:uppercase">
          <span className="hidden touch:inline">tap again: </span>
          {tip.note}
        </p>
      )}
    </div>
  );
}
