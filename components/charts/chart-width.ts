"use client";

import { type RefObject, useLayoutEffect, useRef, useState } from "react";

/**
 * The widths a chart is drawn at on the server, each shown by a container query from its own width up to the next:
 * the picture is right for phones and desks before any script has run, and without one. A step begins where a
 * layout changes its height, so that nothing moves when the panel is measured.
 */
export const CHART_WIDTHS = [
  { width: 300, className: "@min-[340px]:hidden" },
  { width: 340, className: "hidden @min-[340px]:@max-[479.98px]:block" },
  { width: 480, className: "hidden @min-[480px]:@max-[619.98px]:block" },
  { width: 620, className: "hidden @min-[620px]:@max-[899.98px]:block" },
  { width: 900, className: "hidden @min-[900px]:@max-[1149.98px]:block" },
  { width: 1150, className: "hidden @min-[1150px]:@max-[1389.98px]:block" },
  { width: 1390, className: "hidden @min-[1390px]:block" },
] as const;

/** The same for bars, which stand in half a panel or a whole one. */
export const BAR_WIDTHS = [
  { width: 300, className: "@min-[340px]:hidden" },
  { width: 340, className: "hidden @min-[340px]:@max-[479.98px]:block" },
  { width: 480, className: "hidden @min-[480px]:@max-[569.98px]:block" },
  { width: 570, className: "hidden @min-[570px]:@max-[679.98px]:block" },
  { width: 680, className: "hidden @min-[680px]:@max-[859.98px]:block" },
  { width: 860, className: "hidden @min-[860px]:block" },
] as const;

/** The width of the element, in whole px; null until scripts run. */
export function useChartWidth(): [RefObject<HTMLDivElement | null>, number | null] {
  const element = useRef<HTMLDivElement | null>(null);
  const [width, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    const observed = element.current;
    if (observed === null) return;
    const measure = () => setWidth(Math.max(240, Math.floor(observed.clientWidth)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(observed);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
