import { dayFromNumber, dayNumberAt, dayStartMs } from "@/domain/calendar/day";
import type { Window } from "@/domain/calendar/period";

/** One service hit by one incident. `endMs` is not included; an open impact ends at now. `fraction` is 0..1. */
export type ServiceImpact = {
  incidentId: string;
  /** The incident's number: decides between impacts of equal fraction that started together. */
  order: number;
  startMs: number;
  endMs: number;
  fraction: number;
};

/** A span in which one incident holds the service's loss, epoch ms, the end not included. */
export type LossSegment = { startMs: number; endMs: number; fraction: number; incidentId: string };

/** The loss of one service on one calendar day, ms of full outage, and whose it is. */
export type DayLoss = { day: string; lostMs: number; byIncident: Map<string, number> };

/**
 * Cuts the impacts of ONE service into disjoint segments, oldest first: each moment belongs to the active impact with
 * the largest fraction, on a tie to the earliest started, then to the lowest order. Moments without loss have none.
 */
export function sweepImpacts(impacts: readonly ServiceImpact[]): LossSegment[] {
  const waiting = impacts.filter(carriesLoss).sort((a, b) => a.startMs - b.startMs);
  const active = new ImpactHeap();
  const segments: LossSegment[] = [];
  let next = 0;
  let atMs = Number.NEGATIVE_INFINITY;
  while (true) {
    while (active.top && active.top.endMs <= atMs) active.pop();
    if (!active.top) {
      const upcoming = waiting[next];
      if (!upcoming) return segments;
      atMs = Math.max(atMs, upcoming.startMs);
    }
    for (let begun = waiting[next]; begun && begun.startMs <= atMs; begun = waiting[next]) {
      active.push(begun);
      next += 1;
    }
    const holder = active.top;
    if (!holder || holder.endMs <= atMs) continue;
    const untilMs = Math.min(holder.endMs, waiting[next]?.startMs ?? holder.endMs);
    appendSegment(segments, holder, atMs, untilMs);
    atMs = untilMs;
  }
}

function carriesLoss(impact: ServiceImpact): boolean {
  if (!(impact.fraction >= 0 && impact.fraction <= 1)) {
    throw new RangeError(`The fraction of an impact must be from 0 to 1, not ${impact.fraction}.`);
  }
  return impact.fraction > 0 && impact.endMs > impact.startMs;
}

function appendSegment(segments: LossSegment[], holder: ServiceImpact, startMs: number, endMs: number) {
  const last = segments[segments.length - 1];
  const { incidentId, fraction } = holder;
  if (last?.endMs === startMs && last.incidentId === incidentId && last.fraction === fraction) {
    last.endMs = endMs;
  } else {
    segments.push({ startMs, endMs, fraction, incidentId });
  }
}

function holdsBefore(a: ServiceImpact, b: ServiceImpact): boolean {
  if (a.fraction !== b.fraction) return a.fraction > b.fraction;
  if (a.startMs !== b.startMs) return a.startMs < b.startMs;
  return a.order < b.order;
}

/** A binary heap of the impacts that have begun, the one that holds the loss on top; ended ones leave when they surface. */
class ImpactHeap {
  private readonly items: ServiceImpact[] = [];

  get top(): ServiceImpact | undefined {
    return this.items[0];
  }

  push(impact: ServiceImpact) {
    const { items } = this;
    let index = items.length;
    items.push(impact);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = items[parentIndex];
      if (!parent || !holdsBefore(impact, parent)) break;
      items[index] = parent;
      index = parentIndex;
    }
    items[index] = impact;
  }

  pop() {
    const { items } = this;
    const moved = items.pop();
    if (!moved || items.length === 0) return;
    let index = 0;
    while (true) {
      const leftIndex = 2 * index + 1;
      const left = items[leftIndex];
      if (!left) break;
      const right = items[leftIndex + 1];
      const useRight = right !== undefined && holdsBefore(right, left);
      const child = useRight ? right : left;
      if (!holdsBefore(child, moved)) break;
      items[index] = child;
      index = useRight ? leftIndex + 1 : leftIndex;
    }
    items[index] = moved;
  }
}

/** Integral of the lost fraction over the window, in ms of full outage. Segments must be disjoint. */
export function lostMs(segments: readonly LossSegment[], window: Window): number {
  let sum = 0;
  for (const segment of segments) sum += segmentLostMs(segment, window.startMs, window.endMs);
  return sum;
}

/** The loss within the window per incident, in ms of full outage; the values add up to `lostMs`. */
export function lostMsByIncident(segments: readonly LossSegment[], window: Window): Map<string, number> {
  const losses = new Map<string, number>();
  for (const segment of segments) {
    const lost = segmentLostMs(segment, window.startMs, window.endMs);
    if (lost > 0) losses.set(segment.incidentId, (losses.get(segment.incidentId) ?? 0) + lost);
  }
  return losses;
}

function segmentLostMs(segment: LossSegment, fromMs: number, toMs: number): number {
  const spanMs = Math.min(segment.endMs, toMs) - Math.max(segment.startMs, fromMs);
  return spanMs > 0 ? spanMs * segment.fraction : 0;
}

/**
 * The loss of one service per calendar day of the zone, oldest first, days without loss left out. Loss before
 * `trackedFromMs` and from `untilMs` on (usually now) is not counted. The days add up to `lostMs`.
 */
export function lossByDay(
  segments: readonly LossSegment[],
  options: { zone: string; trackedFromMs?: number | null; untilMs?: number },
): DayLoss[] {
  const fromMs = options.trackedFromMs ?? Number.NEGATIVE_INFINITY;
  const toMs = options.untilMs ?? Number.POSITIVE_INFINITY;
  const days: DayLoss[] = [];
  for (const segment of segments) {
    let startMs = Math.max(segment.startMs, fromMs);
    const endMs = Math.min(segment.endMs, toMs);
    if (startMs >= endMs) continue;
    let dayNumber = dayNumberAt(startMs, options.zone);
    while (startMs < endMs) {
      const dayEnd = dayStartMs(dayFromNumber(dayNumber + 1), options.zone);
      const sliceEndMs = Math.min(dayEnd, endMs);
      if (sliceEndMs > startMs) {
        addLoss(
          days,
          dayFromNumber(dayNumber),
          segment.incidentId,
          (sliceEndMs - startMs) * segment.fraction,
        );
      }
      startMs = Math.max(startMs, sliceEndMs);
      dayNumber += 1;
    }
  }
  return days;
}

function addLoss(days: DayLoss[], day: string, incidentId: string, lossMs: number) {
  let last = days[days.length - 1];
  if (last?.day !== day) {
    last = { day, lostMs: 0, byIncident: new Map() };
    days.push(last);
  }
  last.lostMs += lossMs;
  last.byIncident.set(incidentId, (last.byIncident.get(incidentId) ?? 0) + lossMs);
}
