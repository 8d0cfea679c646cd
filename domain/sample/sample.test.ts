import { describe, expect, it } from "vitest";
import { checkImpact, checkTimes } from "@/domain/incident/times";
import { SAMPLE_SERVICES } from "./company";
import { generatedIncidents } from "./generated-incidents";
import { PUBLIC_INCIDENTS, PUBLIC_MARKS } from "./public-record";
import { generatedAiUse, generatedRoster } from "./roster";

const now = Date.parse("2026-11-21T04:00:00Z");
const ms = (text: string | null) => (text === null ? null : Date.parse(text));

describe("the sample", () => {
  it("weighs its services to 100 and names only services it has", () => {
    expect(SAMPLE_SERVICES.reduce((sum, service) => sum + service.weight, 0)).toBe(100);
    const slugs = new Set(SAMPLE_SERVICES.map((service) => service.slug));
    for (const service of SAMPLE_SERVICES)
      for (const [slug] of service.dependsOn) expect(slugs).toContain(slug);
    for (const incident of PUBLIC_INCIDENTS)
      for (const impact of incident.impacts) expect(slugs).toContain(impact.service);
  });

  it("is the same for the same clock, and a later clock only adds to it", () => {
    const first = generatedIncidents(now).filter((incident) => incident.resolvedAt !== null);
    const later = generatedIncidents(now + 30 * 86_400_000);
    expect(later.slice(0, first.length)).toEqual(first);
  });

  it("has two years of history with every time possible", () => {
    const incidents = [...generatedIncidents(now), ...PUBLIC_INCIDENTS];
    expect(incidents.length).toBeGreaterThan(400);
    expect(incidents.length).toBeLessThan(900);
    for (const incident of incidents) {
      const times = {
        impactStartedAt: Date.parse(incident.impactStartedAt),
        detectedAt: ms(incident.detectedAt),
        declaredAt: ms(incident.declaredAt),
        acknowledgedAt: ms(incident.acknowledgedAt),
        mitigatedAt: ms(incident.mitigatedAt),
        resolvedAt: ms(incident.resolvedAt),
      };
      checkTimes(times, now);
      for (const impact of incident.impacts) {
        checkImpact(
          { startedAt: Date.parse(impact.startedAt), endedAt: ms(impact.endedAt) },
          times,
          now,
          "impacts",
        );
      }
    }
  });

  it("names a source for every public fact and marks the rest as generated", () => {
    for (const incident of PUBLIC_INCIDENTS) {
      expect(incident.record).toBe("public-record");
      expect(incident.sourceName).toBeTruthy();
      for (const cause of incident.causes) expect(cause.source).toBeTruthy();
    }
    for (const mark of PUBLIC_MARKS) expect(mark.sourceName).toBeTruthy();
    expect(generatedIncidents(now).every((incident) => incident.record === "generated")).toBe(true);
  });

  it("keeps the roster's sizes and the adoption of the stated weeks", () => {
    const people = generatedRoster();
    const on = (day: string) =>
      people.filter((person) => (person.activeFrom ?? "") <= day && (person.activeTo ?? "9999") >= day);
    expect(on("2025-10-27")).toHaveLength(413);
    expect(on("2025-10-28")).toHaveLength(391);
    expect(on("2026-01-28")).toHaveLength(364);
    const uses = generatedAiUse(people, "2026-11-21").filter(
      (use) => use.day >= "2026-04-06" && use.day <= "2026-04-12",
    );
    const rate = new Set(uses.map((use) => use.person)).size / 364;
    expect(rate).toBeGreaterThan(0.7);
    expect(rate).toBeLessThan(0.85);
  });
});
