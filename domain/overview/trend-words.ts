import type { AdoptionPoint } from "@/domain/ai-use/schema";
import { formatAvailability } from "@/domain/availability/availability";
import type { AvailabilityPoint } from "@/domain/availability/schema";
import { dayOf } from "@/domain/calendar/day";
import { shareOf } from "@/domain/change/failure-rate";
import type { Involvement } from "@/domain/change/kinds";
import type { DaySpan } from "./period";
import { changesIn } from "./share-layout";
import type { TrendInput } from "./trend-layout";
import { minuteWords, numberWords, percentWords, spanWords } from "./words";

export type StopWords = {
  span: DaySpan;
  title: string;
  rows: { name: string; value: string }[];
  incidents: string | null;
};

/** The calendar days of a point's window. */
export function pointSpan(point: AvailabilityPoint, timeZone: string): DaySpan {
  const last = dayOf(Date.parse(point.end) - 1, timeZone);
  return { from: dayOf(Date.parse(point.start), timeZone), to: addOne(last) };
}

function addOne(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** What the cursor says at one point of the chart. */
export function stopWords(input: TrendInput, index: number, adoptionIndex: number | null): StopWords | null {
  const point = input.points[index];
  if (point === undefined) return null;
  const span = pointSpan(point, input.timeZone);
  const isRunning = Date.parse(point.end) >= Date.parse(input.now);
  const adoption = adoptionIndex === null ? undefined : input.adoption.points[adoptionIndex];
  const rows = [
    {
      name: "Availability",
      value: point.availability === null ? "not covered" : `${formatAvailability(point.availability)} %`,
    },
    { name: "Impact minutes", value: minuteWords(point.impactMinutes) },
    ...adoptionRows(adoption),
    ...shareRows(input, index),
  ];
  return {
    span,
    title: `${spanWords(span)}${isRunning ? ", so far" : ""}`,
    rows,
    incidents: incidentWords(input, point),
  };
}

function adoptionRows(adoption: AdoptionPoint | undefined) {
  if (adoption === undefined) return [];
  const known = adoption.rate !== null;
  return [
    {
      name: "AI adoption",
      value: known
        ? `${numberWords((adoption.rate ?? 0) * 100, 1)} % · ${adoption.users} of ${adoption.eligible}`
        : adoption.tooFew
          ? "too few people to show"
          : "not covered",
    },
    ...(known && adoption.coverage !== null
      ? [{ name: "Source coverage", value: percentWords(adoption.coverage) }]
      : []),
  ];
}

function shareRows({ changes }: TrendInput, index: number) {
  const point = changes?.points[index];
  if (point === undefined) return [];
  const all = changesIn(point);
  const value = (one: Involvement) => {
    const share = shareOf(point.changes, one);
    return share === null ? "no changes" : `${percentWords(share)} · ${point.changes[one]} of ${all}`;
  };
  return all === 0
    ? [{ name: "AI share of changes", value: "no changes" }]
    : [
        { name: "AI share of changes", value: value("ai") },
        { name: "Unknown", value: value("unknown") },
      ];
}

function incidentWords(input: TrendInput, point: AvailabilityPoint): string | null {
  const inside = input.lane.filter(
    ({ impactStartedAt }) => impactStartedAt >= point.start && impactStartedAt < point.end,
  );
  const widest = inside.reduce<(typeof inside)[number] | null>(
    (wide, incident) =>
      wide === null || incident.blastRadiusRatio > wide.blastRadiusRatio ? incident : wide,
    null,
  );
  if (widest === null) return null;
  const radius = `blast radius ${percentWords(widest.blastRadiusRatio)}`;
  return inside.length === 1
    ? `INC-${widest.number}, ${radius}`
    : `${inside.length} large or AI incidents; the widest is INC-${widest.number}, ${radius}`;
}

/** The chart in a sentence, for those who cannot see it. */
export function trendSummary(input: TrendInput, span: DaySpan): string {
  const below = input.points.filter(
    (point) => point.availability !== null && point.availability < input.objective,
  );
  const lowest = below.reduce<AvailabilityPoint | null>(
    (low, point) => (low === null || (point.availability ?? 1) < (low.availability ?? 1) ? point : low),
    null,
  );
  const rates = input.adoption.points.filter((point) => point.rate !== null);
  const first = rates[0];
  const last = rates[rates.length - 1];
  const percent = (rate: number | null) => `${numberWords((rate ?? 0) * 100, 1)} %`;
  return [
    `Availability above AI adoption${input.changes === null ? "" : " and the AI share of changes"} on one time axis, ${spanWords(span)}.`,
    lowest === null
      ? `Availability was never below its objective of ${formatAvailability(input.objective, 2)} %.`
      : `Availability was below its objective of ${formatAvailability(input.objective, 2)} % in ${below.length} of ${input.points.length} points, lowest ${formatAvailability(lowest.availability)} % in ${spanWords(pointSpan(lowest, input.timeZone))}.`,
    first && last && first !== last
      ? `Adoption went from ${percent(first.rate)} to ${percent(last.rate)}.`
      : "",
    shareSummary(input),
  ]
    .filter(Boolean)
    .join(" ");
}

function shareSummary({ changes }: TrendInput): string {
  const share = changes === null ? null : shareOf(changes.total, "ai");
  return changes === null || share === null
    ? ""
    : `Of all changes ${percentWords(share)} show AI's part, of ${percentWords(shareOf(changes.total, "unknown") ?? 0)} it is unknown.`;
}
