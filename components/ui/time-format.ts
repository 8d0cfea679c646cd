const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export type TimeFormat = "datetime" | "date" | "day" | "time" | "seconds";

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Reads a moment's wall clock in a zone, as digits only: the words around them differ between engines. */
function wallParts(instantMs: number, zone: string): Record<string, string> {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formatters.set(zone, formatter);
  }
  return Object.fromEntries(formatter.formatToParts(instantMs).map((part) => [part.type, part.value]));
}

/** "5 Mar 2026, 11:58" for datetime, "5 Mar 2026" for date, "5 Mar" for day, "11:58" for time. */
export function formatInstant(instantMs: number, zone: string, format: TimeFormat): string {
  const part = wallParts(instantMs, zone);
  const day = `${Number(part.day)} ${months[Number(part.month) - 1]}`;
  const clock = `${part.hour}:${part.minute}`;
  if (format === "time") return clock;
  if (format === "seconds") return `${clock}:${part.second}`;
  if (format === "day") return day;
  if (format === "date") return `${day} ${part.year}`;
  return `${day} ${part.year}, ${clock}`;
}

/** "PDT", "UTC", "GMT+2": the zone's name at that moment. */
export function zoneName(instantMs: number, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "short" }).formatToParts(
    instantMs,
  );
  return parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
}

/** "24 min ago", "in 3 h", "5 d ago"; null beyond 30 days, where a date says more. */
export function formatAgo(instantMs: number, nowMs: number): string | null {
  const distanceMs = nowMs - instantMs;
  const minutes = Math.round(Math.abs(distanceMs) / 60_000);
  if (minutes < 1) return "just now";
  const text =
    minutes < 90
      ? `${minutes} min`
      : minutes < 48 * 60
        ? `${Math.round(minutes / 60)} h`
        : minutes < 30 * 1440
          ? `${Math.round(minutes / 1440)} d`
          : null;
  if (text === null) return null;
  return distanceMs > 0 ? `${text} ago` : `in ${text}`;
}
