import { expect, test } from "vitest";
import { incidentImpactMinutes, incidentTimings } from "@/domain/availability/incident-metrics";

const MINUTE = 60_000;

const stamps = {
  impactStartedAtMs: 0,
  detectedAtMs: 4 * MINUTE,
  acknowledgedAtMs: 6 * MINUTE,
  mitigatedAtMs: 40 * MINUTE,
  resolvedAtMs: 55 * MINUTE,
};

test("every time is counted from impact start", () => {
  expect(incidentTimings(stamps, 90 * MINUTE)).toEqual({
    impactMs: 55 * MINUTE,
    timeToDetectMs: 4 * MINUTE,
    timeToAcknowledgeMs: 6 * MINUTE,
    timeToMitigateMs: 40 * MINUTE,
    timeToResolveMs: 55 * MINUTE,
  });
});

test("an open incident's impact runs to now and its missing times are null", () => {
  const open = { ...stamps, mitigatedAtMs: null, resolvedAtMs: null };
  expect(incidentTimings(open, 90 * MINUTE)).toMatchObject({
    impactMs: 90 * MINUTE,
    timeToDetectMs: 4 * MINUTE,
    timeToMitigateMs: null,
    timeToResolveMs: null,
  });
});

test("without an impact start nothing can be counted", () => {
  const unknown = { ...stamps, impactStartedAtMs: null };
  expect(new Set(Object.values(incidentTimings(unknown, 90 * MINUTE)))).toEqual(new Set([null]));
});

test("impact minutes weigh each service's attributed loss against the whole workspace", () => {
  const losses = [
    { weight: 3, lostMs: 20 * MINUTE },
    { weight: 1, lostMs: 10 * MINUTE },
  ];
  expect(incidentImpactMinutes(losses, 10)).toBeCloseTo(7, 12);
  expect(incidentImpactMinutes([], 0)).toBe(0);
});
