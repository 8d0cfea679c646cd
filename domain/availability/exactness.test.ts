import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  combineAvailability,
  impactMinutesOfPart,
  serviceAvailability,
} from "@/domain/availability/availability";
import {
  lossByDay,
  lostMs,
  lostMsByIncident,
  type ServiceImpact,
  sweepImpacts,
} from "@/domain/availability/sweep";
import { dayEndMs, dayOf, dayStartMs } from "@/domain/calendar/day";
import { GRAINS, windowsOf } from "@/domain/calendar/period";

/** The oracle counts in whole numbers only: fractions are thousandths, time is ms, sums are BigInt. */
type ExactImpact = {
  incidentId: string;
  order: number;
  startMs: number;
  endMs: number | null;
  thousandths: number;
};
type Span = { startMs: number; endMs: number };

/** Brute force: cut time at every edge there is, and in each piece look at all impacts. Key null is the whole. */
function exactLoss(impacts: ExactImpact[], span: Span, nowMs: number): Map<string | null, bigint> {
  const closed = impacts.map((impact) => ({ ...impact, endMs: impact.endMs ?? nowMs }));
  const edges = [span.startMs, span.endMs, ...closed.flatMap(({ startMs, endMs }) => [startMs, endMs])]
    .filter((edge) => edge >= span.startMs && edge <= span.endMs)
    .sort((a, b) => a - b);
  const losses = new Map<string | null, bigint>([[null, 0n]]);
  for (const [index, startMs] of edges.entries()) {
    const endMs = edges[index + 1] ?? startMs;
    const [holder] = closed
      .filter((impact) => impact.startMs <= startMs && impact.endMs > startMs)
      .sort((a, b) => b.thousandths - a.thousandths || a.startMs - b.startMs || a.order - b.order);
    if (!holder || endMs <= startMs) continue;
    const loss = BigInt(holder.thousandths) * BigInt(endMs - startMs);
    for (const key of [null, holder.incidentId]) losses.set(key, (losses.get(key) ?? 0n) + loss);
  }
  return losses;
}

const clip = (span: Span, fromMs: number, toMs: number): Span => {
  const startMs = Math.max(span.startMs, fromMs);
  return { startMs, endMs: Math.max(startMs, Math.min(span.endMs, toMs)) };
};

/** A quotient of whole numbers to 18 decimals, rounded only when it becomes a double at the end. */
const quotient = (top: bigint, bottom: bigint) => Number((top * 10n ** 18n) / bottom) / 1e18;

const toSweep = (impacts: ExactImpact[], nowMs: number): ServiceImpact[] =>
  impacts.map(({ endMs, thousandths, ...rest }) => ({
    ...rest,
    endMs: endMs ?? nowMs,
    fraction: thousandths / 1000,
  }));

const close = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));

/** Around these days the zones change their clocks, most of them at midnight. */
const EDGES: [zone: string, day: string][] = [
  ["UTC", "2026-03-01"],
  ["Europe/Berlin", "2026-03-29"],
  ["Europe/Berlin", "2026-10-25"],
  ["America/Sao_Paulo", "2018-11-04"],
  ["America/Sao_Paulo", "2018-02-18"],
  ["Africa/Cairo", "2026-04-24"],
  ["America/Havana", "2025-11-02"],
  ["America/St_Johns", "2006-10-29"],
  ["Australia/Lord_Howe", "2026-04-05"],
  ["Pacific/Apia", "2011-12-30"],
];

const HOUR_MS = 3_600_000;

/** Instants pile up on midnights and on equal quarter hours, so that ties and touching edges are common. */
function instantNear([zone, day]: [string, string]): fc.Arbitrary<number> {
  const middleMs = dayStartMs(day, zone);
  return fc.oneof(
    fc.integer({ min: -40 * 96, max: 40 * 96 }).map((quarters) => middleMs + (quarters * HOUR_MS) / 4),
    fc
      .integer({ min: -36, max: 36 })
      .map((days) => dayEndMs(dayOf(middleMs + days * 24 * HOUR_MS, zone), zone)),
    fc.integer({ min: -40 * 24 * HOUR_MS, max: 40 * 24 * HOUR_MS }).map((offsetMs) => middleMs + offsetMs),
  );
}

function impactNear(edge: [string, string], nowMs: number): fc.Arbitrary<ExactImpact> {
  return fc
    .record({
      order: fc.integer({ min: 1, max: 12 }),
      first: instantNear(edge),
      second: fc.oneof(
        { weight: 4, arbitrary: instantNear(edge) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      thousandths: fc.oneof(fc.constantFrom(1000, 300, 0), fc.integer({ min: 0, max: 1000 })),
    })
    .map(({ order, first, second, thousandths }) => {
      const startMs = Math.min(first, second ?? nowMs, nowMs);
      const endMs = second === null ? null : Math.max(first, second);
      return { incidentId: `INC-${order}`, order, startMs, endMs, thousandths };
    });
}

const scenario = fc.constantFrom(...EDGES).chain((edge) =>
  fc.record({ zone: fc.constant(edge[0]), nowMs: instantNear(edge) }).chain(({ zone, nowMs }) =>
    fc.record({
      zone: fc.constant(zone),
      nowMs: fc.constant(nowMs),
      window: fc
        .tuple(instantNear(edge), instantNear(edge))
        .map(([a, b]): Span => ({ startMs: Math.min(a, b), endMs: Math.max(a, b) + 1 })),
      services: fc.array(
        fc.record({
          weightTenths: fc.integer({ min: 0, max: 50 }),
          trackedFromMs: fc.oneof(fc.constant(null), instantNear(edge)),
          impacts: fc.array(impactNear(edge, nowMs), { maxLength: 14 }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  ),
);

const NEVER_MS = Number.MIN_SAFE_INTEGER;

describe("against an exact count in whole numbers", () => {
  test("a service's availability holds to 1e-9 and each incident's loss adds up to the whole", () => {
    fc.assert(
      fc.property(scenario, ({ window, nowMs, services }) => {
        for (const { impacts, trackedFromMs } of services) {
          const segments = sweepImpacts(toSweep(impacts, nowMs));
          const actual = serviceAvailability({ segments, window, trackedFromMs, nowMs });
          const covered = clip(window, trackedFromMs ?? NEVER_MS, nowMs);
          const coveredMs = BigInt(covered.endMs - covered.startMs);
          const exact = exactLoss(impacts, covered, nowMs);
          expect(actual.coveredMs).toBe(Number(coveredMs));
          if (coveredMs === 0n) {
            expect(actual.availability).toBeNull();
            continue;
          }
          const whole = coveredMs * 1000n;
          close(actual.availability ?? Number.NaN, quotient(whole - (exact.get(null) ?? 0n), whole));
          close(actual.impactMinutes, Number(exact.get(null) ?? 0n) / 60_000_000);

          const shares = lostMsByIncident(segments, covered);
          for (const [id, loss] of exact) if (id !== null) close(shares.get(id) ?? 0, Number(loss) / 1000);
          close(
            [...shares.values()].reduce((sum, share) => sum + share, 0),
            actual.lostMs,
          );
        }
      }),
      { numRuns: 1500 },
    );
  });

  test("a workspace's availability holds to 1e-9 and the incidents' impact minutes add up to its own", () => {
    fc.assert(
      fc.property(scenario, ({ window, nowMs, services }) => {
        let weightedLoss = 0n;
        let weightedCovered = 0n;
        let longest = 0n;
        const sharesMs: number[] = [];
        const parts = services.map(({ impacts, trackedFromMs, weightTenths }) => {
          const covered = clip(window, trackedFromMs ?? NEVER_MS, nowMs);
          const coveredMs = BigInt(covered.endMs - covered.startMs);
          weightedCovered += BigInt(weightTenths) * coveredMs * 1000n;
          weightedLoss += BigInt(weightTenths) * (exactLoss(impacts, covered, nowMs).get(null) ?? 0n);
          if (weightTenths > 0 && coveredMs > longest) longest = coveredMs;
          const segments = sweepImpacts(toSweep(impacts, nowMs));
          for (const share of lostMsByIncident(segments, covered).values())
            sharesMs.push(share * (weightTenths / 10));
          return {
            ...serviceAvailability({ segments, window, trackedFromMs, nowMs }),
            weight: weightTenths / 10,
          };
        });
        const actual = combineAvailability(parts);
        expect(actual.coveredMs).toBe(Number(longest));
        if (weightedCovered === 0n) {
          expect(actual.availability).toBeNull();
          return;
        }
        const exactRatio = quotient(weightedCovered - weightedLoss, weightedCovered);
        close(actual.availability ?? Number.NaN, exactRatio);
        close(actual.impactMinutes, quotient(weightedLoss * longest, weightedCovered * 60_000n));
        const minutes = sharesMs.map((share) => impactMinutesOfPart(actual, share));
        close(
          minutes.reduce((sum, part) => sum + part, 0),
          actual.impactMinutes,
        );
      }),
      { numRuns: 800 },
    );
  });

  test("days, weeks, months and quarters add up to the period, and every day to its exact loss", () => {
    fc.assert(
      fc.property(scenario, fc.constantFrom(...GRAINS), ({ window, nowMs, services, zone }, grain) => {
        const { impacts, trackedFromMs } = services[0] ?? { impacts: [], trackedFromMs: null };
        const segments = sweepImpacts(toSweep(impacts, nowMs));
        const covered = clip(window, trackedFromMs ?? NEVER_MS, nowMs);
        const days = lossByDay(segments, {
          zone,
          trackedFromMs: covered.startMs,
          untilMs: covered.endMs,
        });
        for (const { day, lostMs, byIncident } of days) {
          const span = clip(covered, dayStartMs(day, zone), dayEndMs(day, zone));
          const exact = exactLoss(impacts, span, nowMs);
          close(lostMs, Number(exact.get(null) ?? 0n) / 1000);
          close(
            [...byIncident.values()].reduce((sum, share) => sum + share, 0),
            lostMs,
          );
        }
        expect(new Set(days.map(({ day }) => day)).size).toBe(days.length);
        const whole = lostMs(segments, covered);
        close(
          days.reduce((sum, { lostMs }) => sum + lostMs, 0),
          whole,
        );

        const windows = windowsOf({ fromMs: window.startMs, toMs: window.endMs, grain, zone });
        const points = windows.map((point) =>
          serviceAvailability({ segments, window: point, trackedFromMs, nowMs }),
        );
        close(
          points.reduce((sum, point) => sum + point.lostMs, 0),
          whole,
        );
        close(
          points.reduce((sum, point) => sum + point.coveredMs, 0),
          covered.endMs - covered.startMs,
        );
      }),
      { numRuns: 1000 },
    );
  });
});
