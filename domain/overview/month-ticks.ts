import { dayOf, dayStartMs, monthStartOf } from "@/domain/calendar/day";
import { addPeriods } from "@/domain/calendar/period";
import { monthName } from "./words";

type Input = { timeZone: string; startMs: number; endMs: number };

/** A tick where each month begins; names where they fit, with the year where it is new. */
export function monthTicks(
  input: Input,
  x: (ms: number) => number,
  right: number,
): { x: number; label: string | null }[] {
  const ticks: { x: number; label: string | null; year: string; name: string }[] = [];
  let month = monthStartOf(dayOf(input.startMs, input.timeZone));
  for (let count = 0; count < 400; count += 1) {
    const atMs = dayStartMs(month, input.timeZone);
    if (atMs >= input.endMs) break;
    const at = Math.max(x(input.startMs), x(atMs));
    ticks.push({ x: Math.round(at), label: null, year: month.slice(0, 4), name: monthName(month) });
    month = addPeriods(month, "month", 1);
  }
  const pitch = ticks.length > 1 ? (right - (ticks[0]?.x ?? 0)) / ticks.length : right;
  const every = [1, 2, 3, 6, 12, 24].find((step) => pitch * step >= 58) ?? 60;
  let lastYear = "";
  let free = Number.NEGATIVE_INFINITY;
  return ticks.map((tick, index) => {
    const monthIndex = index % every === 0;
    const label = tick.year === lastYear ? tick.name : `${tick.name} ${tick.year}`;
    const labelWidth = label.length * 6.2 + 8;
    if (!monthIndex || tick.x < free || tick.x + labelWidth > right + 30) return { x: tick.x, label: null };
    // A first month cut short leaves its label to the next one when both do not fit.
    const next = ticks[index + 1];
    if (index === 0 && next && every === 1 && next.x - tick.x < labelWidth) return { x: tick.x, label: null };
    lastYear = tick.year;
    free = tick.x + labelWidth;
    return { x: tick.x, label };
  });
}
