"use client";

import { useRouter } from "next/navigation";
import { type ComponentType, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { cx } from "@/components/ui/class-names";
import type { LiveEvents, Reading } from "./live-reading";

/**
 * Lays a live chart over the still picture, in the same box. The still one keeps its place in the layout, is what
 * prints and what is exported, and stays for good where the library cannot be fetched.
 */
export function LiveChart<Props>({
  label,
  load,
  when,
  opensAnywhere = false,
  still,
  live,
}: {
  label: string;
  /** Fetches the chart; the same function at every render. */
  load: () => Promise<ComponentType<Props>>;
  when: "touched" | "idle";
  /** Whether a click beside the marks opens the point that is read, too. */
  opensAnywhere?: boolean;
  still: ReactNode;
  live: (Chart: ComponentType<Props>, events: LiveEvents) => ReactNode;
}) {
  const router = useRouter();
  const box = useRef<HTMLDivElement>(null);
  const pointer = useRef<Point | null>(null);
  const [loaded, setLoaded] = useState<{ Chart: ComponentType<Props> } | null>(null);
  const [isReady, setIsReady] = useState(false);
  const [reading, setReading] = useState<Reading | null>(null);
  const taps = useTaps(reading, router.push);

  const start = useCallback(() => {
    load().then(
      (Chart) => setLoaded((before) => before ?? { Chart }),
      // Offline, or just deployed anew: the still picture stays, and the next touch tries again.
      () => undefined,
    );
  }, [load]);
  useEffect(() => (when === "idle" ? whenIdle(start) : undefined), [when, start]);
  const onReady = useCallback(() => setIsReady(true), []);
  useEffect(() => {
    if (isReady && box.current !== null) return handOver(box.current, pointer.current);
  }, [isReady]);

  const follow = (event: Point) => {
    if (!isReady) pointer.current = { clientX: event.clientX, clientY: event.clientY };
  };
  return (
    <div
      ref={box}
      role="application"
      aria-label={label}
      // Until the live chart takes the keys, this is where they arrive.
      tabIndex={isReady ? -1 : 0}
      className={cx("relative rounded-2", opensAnywhere && reading?.href && "cursor-pointer")}
      onFocus={start}
      onPointerEnter={(event) => {
        follow(event);
        start();
      }}
      onPointerMove={follow}
      onPointerLeave={(event) => {
        // A finger leaves by being lifted, and still means the place it touched.
        if (event.pointerType === "mouse") pointer.current = null;
      }}
      onPointerDown={taps.press}
      // A click reads or opens; it leaves the keys' place alone.
      onMouseDown={(event) => event.preventDefault()}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        const link = event.target instanceof Element ? event.target.closest("a")?.getAttribute("href") : null;
        const href = link ?? (opensAnywhere ? reading?.href : null) ?? null;
        event.preventDefault();
        if (isTouch(event.nativeEvent)) taps.tap(href);
        else if (href !== null) router.push(href);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !reading?.href) return;
        event.preventDefault();
        router.push(reading.href);
      }}
    >
      <div className={isReady ? "invisible print:visible" : undefined}>{still}</div>
      {loaded === null ? null : (
        <div className={cx("absolute inset-0 print:hidden", !isReady && "invisible")}>
          {live(loaded.Chart, { onReady, onRead: setReading })}
        </div>
      )}
      <p role="status" className="sr-only">
        {reading?.words}
      </p>
    </div>
  );
}

type Point = { clientX: number; clientY: number };

/** A finger cannot hover: the first tap on a point reads it, and only the next one on the same point opens it. */
function useTaps(reading: Reading | null, open: (href: string) => void) {
  const latest = useRef<Reading | null>(null);
  const readAtPress = useRef<number | null>(null);
  useEffect(() => {
    latest.current = reading;
  }, [reading]);
  return {
    press: () => {
      readAtPress.current = latest.current?.index ?? null;
    },
    tap: (href: string | null) => {
      // The chart reads the point in the next frame, after the click has been told.
      setTimeout(() => {
        if (href !== null && latest.current !== null && latest.current.index === readAtPress.current)
          open(href);
      }, 60);
    },
  };
}

function isTouch(event: Event): boolean {
  return event instanceof PointerEvent && event.pointerType === "touch";
}

/** Gives keys and pointer to the chart that has just appeared beneath them, as if it had been there all along. */
function handOver(box: HTMLElement, pointer: Point | null) {
  const frame = requestAnimationFrame(() => {
    const surface = box.querySelector<SVGElement>(".recharts-surface");
    if (document.activeElement === box) surface?.focus({ preventScroll: true });
    if (pointer) surface?.dispatchEvent(new MouseEvent("mousemove", { bubbles: true, ...pointer }));
  });
  return () => cancelAnimationFrame(frame);
}

/** Safari has no idle callback; a second after the page's effects is idle enough. */
function whenIdle(start: () => void) {
  if (!("requestIdleCallback" in window)) {
    const timer = setTimeout(start, 1000);
    return () => clearTimeout(timer);
  }
  const request = requestIdleCallback(start, { timeout: 4000 });
  return () => cancelIdleCallback(request);
}
