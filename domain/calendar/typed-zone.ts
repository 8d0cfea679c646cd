import { HOUR_MS, isTimeZone, MINUTE_MS, offsetMsAt } from "@/domain/calendar/zone";

/** The zone somebody typed behind a time: a zone with its clock changes, or a fixed offset. */
export type TypedZone = {
  label: string;
  offsetMsAt: (instantMs: number) => number;
  /** The zone's name, null for a fixed offset. */
  zone: string | null;
  /** What has to be said about the reading; `ms` is the instant finally read. */
  notesAt: (ms: number) => string[];
};

/** Text split into the time itself and its zone; `unknown` is a last word that is no zone known here. */
export type ZoneSplit = { rest: string; typed: TypedZone | null; unknown: string | null };

type Meaning = { hours: number; name: string; place?: string };

/** Abbreviations are not unique. The first meaning is taken unless the viewer's own clock agrees with another one. */
const ABBREVIATIONS: Record<string, Meaning[]> = {
  utc: [{ hours: 0, name: "UTC" }],
  gmt: [{ hours: 0, name: "Greenwich Mean Time" }],
  wet: [{ hours: 0, name: "Western European Time" }],
  west: [{ hours: 1, name: "Western European Summer Time" }],
  bst: [
    { hours: 1, name: "British Summer Time", place: "Europe/London" },
    { hours: 6, name: "Bangladesh Standard Time" },
  ],
  cet: [{ hours: 1, name: "Central European Time", place: "Europe/Berlin" }],
  cest: [{ hours: 2, name: "Central European Summer Time", place: "Europe/Berlin" }],
  eet: [{ hours: 2, name: "Eastern European Time" }],
  eest: [{ hours: 3, name: "Eastern European Summer Time" }],
  msk: [{ hours: 3, name: "Moscow Time" }],
  ist: [
    { hours: 5.5, name: "India Standard Time" },
    { hours: 1, name: "Irish Standard Time" },
    { hours: 2, name: "Israel Standard Time" },
  ],
  sast: [{ hours: 2, name: "South Africa Standard Time" }],
  gst: [{ hours: 4, name: "Gulf Standard Time" }],
  pkt: [{ hours: 5, name: "Pakistan Standard Time" }],
  ict: [{ hours: 7, name: "Indochina Time" }],
  wib: [{ hours: 7, name: "Western Indonesia Time" }],
  sgt: [{ hours: 8, name: "Singapore Time" }],
  hkt: [{ hours: 8, name: "Hong Kong Time" }],
  pht: [{ hours: 8, name: "Philippine Time" }],
  jst: [{ hours: 9, name: "Japan Standard Time" }],
  kst: [{ hours: 9, name: "Korea Standard Time" }],
  awst: [{ hours: 8, name: "Australian Western Standard Time" }],
  acst: [{ hours: 9.5, name: "Australian Central Standard Time", place: "Australia/Adelaide" }],
  acdt: [{ hours: 10.5, name: "Australian Central Daylight Time", place: "Australia/Adelaide" }],
  aest: [{ hours: 10, name: "Australian Eastern Standard Time", place: "Australia/Sydney" }],
  aedt: [{ hours: 11, name: "Australian Eastern Daylight Time", place: "Australia/Sydney" }],
  nzst: [{ hours: 12, name: "New Zealand Standard Time", place: "Pacific/Auckland" }],
  nzdt: [{ hours: 13, name: "New Zealand Daylight Time", place: "Pacific/Auckland" }],
  nst: [{ hours: -3.5, name: "Newfoundland Standard Time", place: "America/St_Johns" }],
  ndt: [{ hours: -2.5, name: "Newfoundland Daylight Time", place: "America/St_Johns" }],
  brt: [{ hours: -3, name: "Brasilia Time" }],
  art: [{ hours: -3, name: "Argentina Time" }],
  ast: [
    { hours: -4, name: "Atlantic Standard Time" },
    { hours: 3, name: "Arabia Standard Time" },
  ],
  adt: [{ hours: -3, name: "Atlantic Daylight Time", place: "America/Halifax" }],
  est: [{ hours: -5, name: "US Eastern Standard Time", place: "America/New_York" }],
  edt: [{ hours: -4, name: "US Eastern Daylight Time", place: "America/New_York" }],
  cst: [
    { hours: -6, name: "US Central Standard Time", place: "America/Chicago" },
    { hours: 8, name: "China Standard Time" },
  ],
  cdt: [
    { hours: -5, name: "US Central Daylight Time", place: "America/Chicago" },
    { hours: -4, name: "Cuba Daylight Time" },
  ],
  mst: [{ hours: -7, name: "US Mountain Standard Time" }],
  mdt: [{ hours: -6, name: "US Mountain Daylight Time", place: "America/Denver" }],
  pst: [{ hours: -8, name: "US Pacific Standard Time", place: "America/Los_Angeles" }],
  pdt: [{ hours: -7, name: "US Pacific Daylight Time", place: "America/Los_Angeles" }],
  akst: [{ hours: -9, name: "Alaska Standard Time", place: "America/Anchorage" }],
  akdt: [{ hours: -8, name: "Alaska Daylight Time", place: "America/Anchorage" }],
  hst: [{ hours: -10, name: "Hawaii Standard Time" }],
};

/** Short names of a clock rather than of one of its offsets. */
const CLOCK_NAMES: Record<string, string> = {
  et: "America/New_York",
  ct: "America/Chicago",
  mt: "America/Denver",
  pt: "America/Los_Angeles",
};

/** Words that end a time without naming a zone. */
const TIME_WORDS =
  /^(am|pm|a|p|ago|at|on|of|last|just|now|noon|midnight|today|yesterday|(mon|tue|wed|thu|fri|sat|sun)[a-z]*|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|st|nd|rd|th)$/i;

/** UTC, UTC+1, UTC−3:30: what a clock is ahead of UTC, for people. */
export function offsetLabel(offsetMs: number): string {
  if (offsetMs === 0) return "UTC";
  const size = Math.abs(offsetMs);
  const minutes = Math.round((size % HOUR_MS) / MINUTE_MS);
  const hours = Math.floor(size / HOUR_MS);
  return `UTC${offsetMs < 0 ? "\u2212" : "+"}${hours}${minutes ? `:${String(minutes).padStart(2, "0")}` : ""}`;
}

/** Takes a trailing zone off a typed time: `Z`, `UTC`, `PST`, `PT`, `+02:00`, `UTC+2`, `Europe/Berlin`, `New York`. */
export function splitTypedZone(text: string, viewer: { nowMs: number; zone: string }): ZoneSplit {
  const none: ZoneSplit = { rest: text, typed: null, unknown: null };
  const offset = /^(.*?)\s*(?:utc|gmt)?\s*([+\u2212-])(\d{1,2})(?::?(\d{2}))?$/i.exec(text);
  if (
    offset?.[1] &&
    !offset[1].endsWith("/") &&
    /:\d{2}|\d\s*[ap]\.?m|noon|midnight|(^|\s)\d{4}$/i.test(offset[1])
  ) {
    return fixedOffset(offset[1], `${offset[2]}`, Number(offset[3]), Number(offset[4] ?? 0));
  }
  const zulu = /^(.*\d)\s*z$/i.exec(text);
  if (zulu?.[1]) return { rest: zulu[1], typed: abbreviation("utc", viewer), unknown: null };

  const name = /[a-z][a-z_ ]*(?:[/+-][a-z_0-9+-]+)*(?=\)?$)/i.exec(text)?.[0];
  if (!name || name.split(" ").every((word) => TIME_WORDS.test(word))) return none;
  return splitNamedZone(text, name, viewer);
}

function splitNamedZone(text: string, name: string, viewer: { nowMs: number; zone: string }): ZoneSplit {
  // Words like "am" or "Mar" may stand between the digits and the zone; they stay with the time.
  const parts = name.split(" ");
  for (let skipped = 0; skipped < parts.length; skipped += 1) {
    if (skipped > 0 && !TIME_WORDS.test(parts[skipped - 1] ?? "")) break;
    const candidate = parts.slice(skipped).join(" ");
    const typed = abbreviation(candidate.toLowerCase(), viewer) ?? namedZone(candidate);
    if (typed)
      return {
        rest: text.slice(0, text.lastIndexOf(candidate)).replace(/[\s(]+$/, ""),
        typed,
        unknown: null,
      };
  }
  return { rest: text, typed: null, unknown: name };
}

function fixedOffset(rest: string, sign: string, hours: number, minutes: number): ZoneSplit {
  if (hours > 14 || minutes > 59) {
    return { rest, typed: null, unknown: `${sign}${hours}:${String(minutes).padStart(2, "0")}` };
  }
  const offsetMs = (sign === "+" ? 1 : -1) * (hours * HOUR_MS + minutes * MINUTE_MS);
  const typed = { label: offsetLabel(offsetMs), offsetMsAt: () => offsetMs, zone: null, notesAt: () => [] };
  return { rest, typed, unknown: null };
}

function abbreviation(name: string, viewer: { nowMs: number; zone: string }): TypedZone | null {
  const clock = CLOCK_NAMES[name];
  if (clock) return { ...zoneOf(clock), notesAt: () => [`${name.toUpperCase()} is read as ${clock}.`] };
  const meanings = ABBREVIATIONS[name];
  const first = meanings?.[0];
  if (!meanings || !first) return null;
  const viewerOffsetMs = offsetMsAt(viewer.nowMs, viewer.zone);
  const chosen = meanings.find((meaning) => meaning.hours * HOUR_MS === viewerOffsetMs) ?? first;
  const label = name.toUpperCase();
  const offsetMs = chosen.hours * HOUR_MS;
  const notesAt = (ms: number) => {
    const notes: string[] = [];
    const others = meanings.filter((meaning) => meaning !== chosen).map((meaning) => meaning.name);
    const read = `${label} is read as ${chosen.name} (${offsetLabel(offsetMs)})`;
    if (others.length > 0) notes.push(`${read}, not as ${others.join(" or ")}.`);
    const local = chosen.place ? offsetMsAt(ms, chosen.place) : offsetMs;
    if (local !== offsetMs) {
      notes.push(
        `${label} is ${offsetLabel(offsetMs)}, but clocks in ${chosen.place} show ${offsetLabel(local)} then.`,
      );
    }
    return notes;
  };
  return { label, offsetMsAt: () => offsetMs, zone: null, notesAt };
}

function zoneOf(zone: string): TypedZone {
  return { label: zone, offsetMsAt: (ms) => offsetMsAt(ms, zone), zone, notesAt: () => [] };
}

let zonesByName: Map<string, string> | null = null;

function namedZone(name: string): TypedZone | null {
  if (!zonesByName) {
    zonesByName = new Map();
    for (const zone of Intl.supportedValuesOf("timeZone")) {
      zonesByName.set(zone.toLowerCase(), zone);
      const city = zone
        .slice(zone.lastIndexOf("/") + 1)
        .replaceAll("_", " ")
        .toLowerCase();
      if (!zonesByName.has(city)) zonesByName.set(city, zone);
    }
  }
  const known = zonesByName.get(name.toLowerCase());
  if (known) {
    const isCity = !name.includes("/");
    return { ...zoneOf(known), notesAt: () => (isCity ? [`${name} is read as ${known}.`] : []) };
  }
  return name.includes("/") && isTimeZone(name) ? zoneOf(name) : null;
}
