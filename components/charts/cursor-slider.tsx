import type { KeyboardEvent, PointerEvent } from "react";

/** What the cursor of a picture moves over: its drawn width, its axis, and where its points lie on it. */
export interface CursorTrack {
  width: number;
  left: number;
  right: number;
  stops: readonly number[];
}

/**
 * The cursor of a chart, moved by pointer and by keys. It lies beneath the picture, which lets the pointer through
 * everywhere but on its links.
 */
export function CursorSlider({
  label,
  track,
  at,
  text,
  onMove,
  onOpen,
  isNarrow,
}: {
  label: string;
  track: CursorTrack;
  /** The point that is chosen; null for none. */
  at: number | null;
  /** What is said of it. */
  text: string;
  onMove: (at: number | null) => void;
  /** Enter, or a click at so many pixels from the top; a touch on a narrow chart only reads it. */
  onOpen: (y: number | null) => void;
  isNarrow: boolean;
}) {
  const last = Math.max(0, track.stops.length - 1);
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={at ?? last}
      aria-valuetext={text}
      className="absolute inset-0 rounded-2 print:hidden"
      onPointerMove={(event) => onMove(nearestStop(track, event))}
      onPointerDown={(event) => onMove(nearestStop(track, event))}
      onPointerLeave={(event) => event.pointerType === "mouse" && onMove(null)}
      onClick={(event) => !isNarrow && onOpen(event.nativeEvent.offsetY)}
      onKeyDown={(event) => {
        if (event.key === "Enter") onOpen(null);
        else moveByKey(event, at, track.stops.length, onMove);
      }}
      onBlur={() => onMove(null)}
    />
  );
}

function nearestStop({ width, left, right, stops }: CursorTrack, event: PointerEvent<HTMLElement>) {
  const box = event.currentTarget.getBoundingClientRect();
  const x = ((event.clientX - box.left) / Math.max(1, box.width)) * width;
  if (x < left - 8 || x > right + 8) return null;
  let nearest: number | null = null;
  let distance = Number.POSITIVE_INFINITY;
  for (const [index, stop] of stops.entries()) {
    if (Math.abs(stop - x) >= distance) continue;
    distance = Math.abs(stop - x);
    nearest = index;
  }
  return nearest;
}

function moveByKey(
  event: KeyboardEvent,
  stopAt: number | null,
  count: number,
  move: (next: number | null) => void,
) {
  const last = count - 1;
  const at = stopAt ?? (event.key === "ArrowRight" ? -1 : count);
  const next: Record<string, number | null> = {
    ArrowLeft: Math.max(0, at - 1),
    ArrowDown: Math.max(0, at - 1),
    ArrowRight: Math.min(last, at + 1),
    ArrowUp: Math.min(last, at + 1),
    Home: 0,
    End: last,
    PageUp: Math.min(last, at + 4),
    PageDown: Math.max(0, at - 4),
    Escape: null,
  };
  if (!(event.key in next) || count === 0) return;
  event.preventDefault();
  move(next[event.key] ?? null);
}
