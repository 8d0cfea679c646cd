import { instantOfWall } from "@/domain/calendar/zone";

// Times as other tools export them. A result is epoch ms, or a reason why the text is not a time.

export type InstantReading = { ms: number } | { problem: string };
export type DateOrder = "month-first" | "day-first" | "unknown";

const EARLIEST_MS = Date.UTC(1990, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

/** What nearly every API writes; read without the patterns below, which cost ten times as much. */
const PLAIN_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|\+00:00)$/;

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const CLOCK =
  "(?:(?:,|\\s|T|at)\\s*)*(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s*([ap]\\.?m\\.?)?";
const OFFSET = "\\s*(z|utc|gmt|[+-]\\d{2}(?::?\\d{2})?|(?:utc|gmt)[+-]\\d{1,2}(?::?\\d{2})?)?";
const TAIL = `(?:${CLOCK}${OFFSET})?`;

const ISO = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${TAIL}$`, "i");
const NUMERIC = new RegExp(`^(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4}|\\d{2})${TAIL}$`, "i");
const DAY_NAME_FIRST = new RegExp(
  `^(?:[a-z]{3,9},?\\s+)?(\\d{1,2})(?:st|nd|rd|th)?[\\s/-]+([a-z]{3,9})\\.?,?[\\s/-]+(\\d{4}|\\d{2})${TAIL}$`,
  "i",
);
const MONTH_FIRST = new RegExp(
  `^(?:[a-z]{3,9},?\\s+)?([a-z]{3,9})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})${TAIL}$`,
  "i",
);

/**
 * Reads ISO 8601, "2026-03-05 11:58" in `zone`, unix seconds or milliseconds, "05/Mar/26 2:30 PM", "Mar 5, 2026 14:30".
 * "03/04/2026" is refused unless the column's other rows show which number is the day.
 */
export function readInstant(text: string, zone = "UTC", order: DateOrder = "unknown"): InstantReading {
  const trimmed = text.trim();
  const plain = PLAIN_UTC.test(trimmed) ? Date.parse(trimmed) : Number.NaN;
  if (!Number.isNaN(plain) && new Date(plain).getUTCDate() === Number(trimmed.slice(8, 10)))
    return bounded(plain);
  if (/^\d{10}(?:\.\d+)?$/.test(trimmed)) return bounded(Math.round(Number(trimmed) * 1000));
  if (/^\d{13}$/.test(trimmed)) return bounded(Number(trimmed));
  const iso = ISO.exec(trimmed);
  if (iso) return fromParts(Number(iso[1]), Number(iso[2]), Number(iso[3]), iso, zone);
  const dayFirst = DAY_NAME_FIRST.exec(trimmed);
  if (dayFirst) return fromNamed(dayFirst[3], dayFirst[2], dayFirst[1], dayFirst, zone);
  const monthFirst = MONTH_FIRST.exec(trimmed);
  if (monthFirst) return fromNamed(monthFirst[3], monthFirst[1], monthFirst[2], monthFirst, zone);
  const numeric = NUMERIC.exec(trimmed);
  if (numeric) return fromNumeric(numeric, zone, order);
  return { problem: `"${short(trimmed)}" is not a time; write it like 2026-03-05T11:58:00Z` };
}

/** Which number of "03/04/2026" is the day, told by a row where one of them is above 12. */
export function dateOrderOf(values: Iterable<string>): DateOrder {
  for (const value of values) {
    const match = NUMERIC.exec(value.trim());
    if (!match) continue;
    if (Number(match[1]) > 12) return "day-first";
    if (Number(match[2]) > 12) return "month-first";
  }
  return "unknown";
}

/** The instant of a JSON property, or undefined where it is absent or no time. */
export function instantOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const reading = readInstant(text);
  return "ms" in reading ? reading.ms : undefined;
}

export function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

/** A calendar day of a CSV cell or JSON property as YYYY-MM-DD; a written offset is not shifted. */
export function readDay(text: string, order: DateOrder = "unknown"): { day: string } | { problem: string } {
  const reading = readInstant(text.trim().replace(/(\d)T?\s*\d{1,2}:\d{2}.*$/, "$1"), "UTC", order);
  if ("problem" in reading) return { problem: `"${short(text)}" is not a date; write it like 2026-03-05` };
  return { day: isoOf(reading.ms).slice(0, 10) };
}

function fromNamed(
  year: string | undefined,
  monthName: string | undefined,
  day: string | undefined,
  match: RegExpExecArray,
  zone: string,
): InstantReading {
  const month = MONTHS.indexOf((monthName ?? "").slice(0, 3).toLowerCase()) + 1;
  if (month === 0) return { problem: `"${short(match[0])}" names no month` };
  return fromParts(fullYear(year), month, Number(day), match, zone);
}

function fromNumeric(match: RegExpExecArray, zone: string, order: DateOrder): InstantReading {
  const first = Number(match[1]);
  const second = Number(match[2]);
  const told = first > 12 ? "day-first" : second > 12 ? "month-first" : order;
  if (told === "unknown") {
    return {
      problem: `"${short(match[0])}" can be read day first or month first; write it like 2026-03-05`,
    };
  }
  const [month, day] = told === "day-first" ? [second, first] : [first, second];
  return fromParts(fullYear(match[3]), month, day, match, zone);
}

function fullYear(text: string | undefined): number {
  const year = Number(text);
  return year < 100 ? 2000 + year : year;
}

/** Groups 4 to 9 of every pattern: hour, minute, second, fraction, am/pm, offset. */
function fromParts(
  year: number,
  month: number,
  day: number,
  match: RegExpExecArray,
  zone: string,
): InstantReading {
  const half = match[8]?.toLowerCase().charAt(0);
  let hour = Number(match[4] ?? 0);
  if (half && (hour < 1 || hour > 12)) return { problem: `"${short(match[0])}" has no such hour` };
  if (half) hour = (hour % 12) + (half === "p" ? 12 : 0);
  const minute = Number(match[5] ?? 0);
  const second = Number(match[6] ?? 0);
  const millisecond = Number((match[7] ?? "0").padEnd(3, "0").slice(0, 3));
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isReal || hour > 23 || minute > 59 || second > 59) {
    return { problem: `"${short(match[0])}" is not a real date and time` };
  }
  const wallMs = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const offset = match[9];
  return bounded(
    offset === undefined
      ? zone === "UTC"
        ? wallMs
        : instantOfWall(wallMs, zone).ms
      : wallMs - offsetMs(offset),
  );
}

function offsetMs(text: string): number {
  const match = /([+-])(\d{1,2}):?(\d{2})?$/.exec(text);
  if (!match) return 0;
  const size = Number(match[2]) * 3_600_000 + Number(match[3] ?? 0) * 60_000;
  return match[1] === "-" ? -size : size;
}

function bounded(ms: number): InstantReading {
  if (ms < EARLIEST_MS || ms >= LATEST_MS) {
    return { problem: `${isoOf(ms).slice(0, 10)} lies outside 1990 to 2099; check the year` };
  }
  return { ms };
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
