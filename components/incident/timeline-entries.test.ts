import { expect, test } from "vitest";
import { linkedChange } from "@/domain/change/testing/linked-change";
import type { Incident, TimelineEvent } from "@/domain/incident/schema";
import { fieldWords, timelineEntries } from "./timeline-entries";

const at = (clock: string) => `2026-03-05T${clock}:00.000Z`;

function event(clock: string, kind: TimelineEvent["kind"], body: string): TimelineEvent {
  return {
    id: `${clock}${body}`,
    at: at(clock),
    kind,
    body,
    changes: [],
    author: "Priya",
    recordedAt: at(clock),
    generated: false,
  };
}

function incident(timeline: TimelineEvent[], some: Partial<Incident> = {}): Incident {
  return {
    id: "i",
    number: 1,
    title: "Down",
    severity: "SEV1",
    status: "monitoring",
    version: 1,
    record: "logged",
    impactStartedAt: at("11:58"),
    resolvedAt: null,
    impactMs: 0,
    impactMinutes: 0,
    blastRadiusRatio: 0,
    blastRadiusClass: "contained",
    primaryCause: null,
    contributingCauses: 0,
    aiCause: "none",
    services: [],
    summary: null,
    detectedAt: at("12:06"),
    declaredAt: null,
    acknowledgedAt: null,
    mitigatedAt: null,
    closedAt: null,
    createdAt: at("12:10"),
    updatedAt: at("12:10"),
    sourceName: null,
    sourceUrl: null,
    impacts: [],
    causes: [],
    timeline,
    metrics: {
      impactMs: 0,
      timeToDetectMs: null,
      timeToAcknowledgeMs: null,
      timeToMitigateMs: null,
      timeToResolveMs: null,
      impactMinutes: 0,
    },
    blastRadius: {
      observed: 0,
      predicted: 0,
      class: "contained",
      peakAt: null,
      observedServices: [],
      predictedServices: [],
      originServices: [],
      edges: [],
      regions: [],
      customersAffectedRatio: null,
      ordersLost: null,
      revenueLost: null,
      currency: null,
    },
    ...some,
  };
}

const shown = (one: Incident) =>
  timelineEntries(one).map((entry) => [entry.at.slice(11, 16), entry.lead ?? entry.text]);

test("stamps and events stand in one order, each told once", () => {
  expect(shown(incident([event("12:10", "note", "Looking"), event("12:06", "status", "Detected")]))).toEqual([
    ["11:58", "Impact start"],
    ["12:06", "Detected"],
    ["12:10", "Looking"],
  ]);
});

test("a stamp that was corrected stands where it is now; what the event said is not repeated", () => {
  const corrected = incident([event("12:06", "status", "Detected")], { detectedAt: at("12:01") });
  expect(shown(corrected)).toEqual([
    ["11:58", "Impact start"],
    ["12:01", "Detected"],
  ]);
});

test("a step with words of its own keeps them, whatever became of its stamp", () => {
  const noted = incident([event("12:06", "status", "Detected: by the alert")], { detectedAt: at("12:01") });
  expect(timelineEntries(noted).map((entry) => entry.text)).toContain("by the alert");
});

test("a field is named in words, with what it belongs to", () => {
  expect(fieldWords("impactStartedAt")).toBe("Impact start");
  expect(fieldWords("impacts.checkout.endedAt")).toBe("checkout: end");
});

test("linked changes stand at their own times, with their end; one that was cleared has no part in it", () => {
  const undone = linkedChange({ at: at("11:52"), revertedAt: at("16:31") }, { verdict: "cause" });
  const unnumbered = linkedChange({ id: "d", at: at("11:50"), ref: null });
  const cleared = linkedChange({ id: "c" }, { verdict: "cleared" });
  const entries = timelineEntries(incident([]), [undone, cleared, unnumbered]);
  expect(entries.filter(({ changeId }) => changeId !== null).map((one) => [one.at, one.text])).toEqual([
    [at("11:50"), "“Serve prices from the cache” went live on Pricing"],
    [at("11:52"), "Change #882 went live on Pricing: Serve prices from the cache"],
    [at("16:31"), "Change #882 rolled back"],
  ]);
  expect(entries[1]?.changeId).toBe("change");
});
