import { dayStartMs } from "@/domain/calendar/day";
import type { Mark } from "@/domain/mark/schema";
import { placeLabels } from "./label-rows";

export type MarkLine = {
  x: number;
  row: number | null;
  labelX: number;
  id: string;
  lines: string[];
  title: string;
};

type Input = { marks: readonly Mark[]; timeZone: string; startMs: number; endMs: number };

/** Puts the marks inside the span on the axis, and their labels into rows above it. */
export function placeMarks(
  input: Input,
  x: (ms: number) => number,
  width: number,
  isNarrow: boolean,
): { marks: MarkLine[]; rows: number } {
  const inside = input.marks
    .map((mark) => ({ mark, atMs: dayStartMs(mark.day, input.timeZone) }))
    .filter(({ atMs }) => atMs >= input.startMs && atMs <= input.endMs)
    .sort((a, b) => a.atMs - b.atMs);
  const labels = inside.map(({ mark, atMs }) => {
    const lines = isNarrow || mark.detail === null ? [mark.title] : [mark.title, firstClause(mark.detail)];
    const cut = lines.map((line) => shorten(line, isNarrow ? 16 : 30));
    return { x: x(atMs), width: Math.max(...cut.map((line) => line.length)) * 6.3 + 12, lines: cut };
  });
  const places = placeLabels(labels, {
    from: 0,
    to: width,
    rowsMax: isNarrow ? 3 : 2,
  });
  const marks = inside.map(({ mark }, index) => ({
    x: Math.round(labels[index]?.x ?? 0),
    row: places[index]?.row ?? null,
    labelX: Math.round(places[index]?.middle ?? 0),
    id: mark.id,
    lines: labels[index]?.lines ?? [],
    title: [mark.title, mark.detail].filter(Boolean).join(", "),
  }));
  return { marks, rows: Math.max(0, ...places.map((place) => (place?.row ?? -1) + 1)) };
}

/** What stands before the first bracket, semicolon or full stop; the whole is told when pointed at. */
function firstClause(text: string): string {
  return text.split(/\s*[(;]|\.\s/)[0] ?? text;
}

function shorten(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).trimEnd()}\u2026`;
}
