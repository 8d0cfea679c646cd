"use client";

import { useSyncExternalStore } from "react";
import { formatAgo, formatInstant, type TimeFormat, zoneName } from "./time-format";

const viewerZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
const never = () => () => {};

/** The viewer's zone once the page runs; the server and the first render use the workspace's. */
export function useViewerZone(workspaceZone = "UTC"): string {
  return useSyncExternalStore(never, viewerZone, () => workspaceZone);
}

/**
 * A moment in the viewer's zone, with UTC on hover. The server writes it in the workspace's zone, and it changes after
 * hydration without a mismatch.
 */
export function Time({
  at,
  zone = "UTC",
  format = "datetime",
  withZone,
  className,
}: {
  /** ISO instant. */
  at: string;
  /** The workspace's zone. */
  zone?: string;
  format?: TimeFormat;
  /** Adds the zone's name: "11:58 PST". */
  withZone?: boolean;
  className?: string;
}) {
  const shownZone = useViewerZone(zone);
  const atMs = Date.parse(at);
  return (
    <time dateTime={at} title={`${formatInstant(atMs, "UTC", "datetime")} UTC`} className={className}>
      {formatInstant(atMs, shownZone, format)}
      {withZone ? ` ${zoneName(atMs, shownZone)}` : null}
    </time>
  );
}

let tickMs = 0;

function subscribeToMinutes(notify: () => void): () => void {
  const timer = setInterval(() => {
    tickMs = Date.now();
    notify();
  }, 30_000);
  return () => clearInterval(timer);
}

function currentTick(): number {
  // A snapshot must stay the same until its next notification.
  if (Date.now() - tickMs > 60_000) tickMs = Date.now();
  return tickMs;
}

/** How long ago, kept current; beyond 30 days the date. `now` is the server's clock, for its HTML. */
export function TimeAgo({
  at,
  now,
  zone = "UTC",
  className,
}: {
  at: string;
  now: string;
  zone?: string;
  className?: string;
}) {
  const nowMs = useSyncExternalStore(subscribeToMinutes, currentTick, () => Date.parse(now));
  const shownZone = useViewerZone(zone);
  const atMs = Date.parse(at);
  return (
    <time dateTime={at} title={`${formatInstant(atMs, "UTC", "datetime")} UTC`} className={className}>
      {formatAgo(atMs, nowMs) ?? formatInstant(atMs, shownZone, "date")}
    </time>
  );
}
