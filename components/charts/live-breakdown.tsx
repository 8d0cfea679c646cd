"use client";

import { memo } from "react";
import { causeEntry } from "@/domain/cause/taxonomy";
import { cutOf, monthLabel, monthSpan, rowColour, rowHref } from "@/domain/overview/breakdown-words";
import type { Breakdown, BreakdownRow } from "@/domain/overview/data";
import type { DaySpan } from "@/domain/overview/period";
import { layoutBars, splitBreakdown, stackOrder } from "@/domain/overview/stack";
import { minuteWords, percentWords, spanWords } from "@/domain/overview/words";
import { type BarSeries, LiveBars } from "./live-bars";
import type { LiveEvents, Tip } from "./live-reading";

type LiveBreakdownProps = {
  label: string;
  breakdown: Breakdown;
  width: number;
  base: string;
  filter: { service: string | null; team: string | null; cause: string | null };
  period: DaySpan;
} & LiveEvents;

/** The breakdown's bars as the chart library draws them, in the order and colours of the still picture. */
export const LiveBreakdown = memo(function LiveBreakdown(props: LiveBreakdownProps) {
  const { breakdown, width, base, filter, period, ...rest } = props;
  const { months, by } = breakdown;
  const stacked = splitBreakdown(breakdown);
  const ordered = stackOrder(breakdown, stacked.shown);
  const rows = stacked.rest ? [...ordered, stacked.rest] : ordered;
  const spans = months.map((month) => monthSpan(month, period));
  const nameOf = (row: BreakdownRow) =>
    row === stacked.rest ? `${stacked.restCount} other ${by}${stacked.restCount === 1 ? "" : "s"}` : row.name;
  const series = rows.map((row): BarSeries => {
    const isRest = row === stacked.rest;
    const isUnknown = by === "cause" && row.key === "unknown";
    return {
      key: row.key,
      code: by === "cause" && !isRest ? causeEntry(row.key).code : "",
      colour: isRest ? "var(--axis)" : rowColour(breakdown, stacked.shown, row.key),
      hatchGround: isRest ? "var(--surface-3)" : isUnknown ? "var(--surface)" : null,
      values: row.byMonth,
      links: spans.map((span, month) => ({
        href: rowHref(breakdown, base, filter, isRest ? null : row.key, span),
        words: `${nameOf(row)}, ${spanWords(span)}: ${minuteWords(row.byMonth[month] ?? 0)} min`,
      })),
    };
  });
  const tips = spans.map((span, month): Tip => {
    const total = rows.reduce((sum, row) => sum + (row.byMonth[month] ?? 0), 0);
    const figures = (minutes: number) => [
      `${minuteWords(minutes)} min`,
      total > 0 ? percentWords(minutes / total) : "–",
    ];
    const parts = rows.flatMap((row, place) => {
      const minutes = row.byMonth[month] ?? 0;
      const { colour = "", hatchGround = null } = series[place] ?? {};
      if (minutes <= 0) return [];
      return [
        { name: nameOf(row), values: figures(minutes), swatch: { colour, isHatched: hatchGround !== null } },
      ];
    });
    return {
      title: spanWords(span),
      // As they stand on each other, the topmost first.
      rows: [...parts.reverse(), { name: "All", values: figures(total), isSum: true }],
      note: total > 0 ? "a part opens its incidents." : null,
    };
  });
  return (
    <LiveBars
      {...rest}
      layout={layoutBars(breakdown, stacked, width)}
      names={months.map((_, month) => monthLabel(months, month, cutOf(months)))}
      series={series}
      tips={tips}
      readings={tips.map((tip, index) => ({
        index,
        words: [tip.title, ...tip.rows.map((row) => `${row.name} ${row.values.join(", ")}`)].join("; "),
        href: tip.note === null ? null : rowHref(breakdown, base, filter, null, spans[index] ?? period),
      }))}
    />
  );
});
