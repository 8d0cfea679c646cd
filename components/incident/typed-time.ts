import { formatInstant, zoneName } from "@/components/ui/time-format";
import { parseTypedTime } from "@/domain/calendar/parse-time";

/** A time as a person typed it, and what it was read as at that moment: "20 min ago" must not move while she types on. */
export type TypedTime = { text: string; ms: number | null; reason: string | null };

export const NO_TIME: TypedTime = { text: "", ms: null, reason: null };

/** A stamp of the record as the text of a field: the wall clock of the zone, to the second only where it has seconds. */
export function typedFrom(iso: string | null, zone: string): TypedTime {
  if (iso === null) return NO_TIME;
  const ms = Date.parse(iso);
  return { text: wallText(ms, zone), ms, reason: null };
}

/** "2026-03-05 11:58" on the zone's clock: typed again in the same zone it is the same instant. */
export function wallText(ms: number, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).formatToParts(ms);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  const seconds = part("second") === "00" ? "" : `:${part("second")}`;
  return `${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")}${seconds}`;
}

export function isoOf(time: TypedTime): string | null {
  return time.ms === null ? null : new Date(time.ms).toISOString();
}

/** What a person typed, read in her zone at that moment. */
export function readTypedTime(text: string, viewer: { nowMs: number; zone: string }): TypedTime {
  if (text.trim() === "") return { ...NO_TIME, text };
  const read = parseTypedTime(text, viewer);
  return read.ok ? { text, ms: read.ms, reason: null } : { text, ms: null, reason: read.reason };
}

/** The server names instants in UTC; a person reads them on her own clock: "21 Nov 2026, 20:15 PST". */
export function withLocalTimes(message: string, zone: string): string {
  return message.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (iso) => {
    const ms = Date.parse(iso);
    return Number.isNaN(ms) ? iso : `${formatInstant(ms, zone, "datetime")} ${zoneName(ms, zone)}`;
  });
}
