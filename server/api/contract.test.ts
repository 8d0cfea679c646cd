import { describe, expect, test } from "vitest";
import { incidentSchema } from "@/domain/incident/schema";
import { type BlankApi, withBlankApi } from "./testing/blank";

const NOW = "2026-03-18T12:00:00Z";

async function addServices(api: BlankApi): Promise<void> {
  for (const [slug, weight] of [
    ["web", 5],
    ["api", 3],
    ["db", 2],
  ] as const) {
    await api.must("POST", "/services", { slug, name: slug, weight, trackedFrom: "2026-01-01" });
  }
}

const log = async (api: BlankApi, body: object) =>
  incidentSchema.parse(await api.must("POST", "/incidents", { title: "Outage", severity: "SEV2", ...body }));

describe("POST /services", () => {
  test("takes a slug and a name alone: weight 1, no objective of its own, tracked from today", async () => {
    await withBlankApi(NOW, async (api) => {
      const answer = await api.send("POST", "/services", { slug: "web", name: "Web" });
      expect(answer.status).toBe(201);
      expect(answer.body).toMatchObject({
        slug: "web",
        name: "Web",
        weight: 1,
        version: 1,
        sloIsOwn: false,
        trackedFrom: "2026-03-18T00:00:00.000Z",
        dependsOn: [],
      });
    });
  });

  test("takes weight, sloTarget and trackedFrom, as a date or an instant in any zone", async () => {
    await withBlankApi(NOW, async (api) => {
      const full = { slug: "a", name: "A", weight: 2.5, sloTarget: 0.995, trackedFrom: "2026-02-01" };
      expect(await api.must("POST", "/services", full)).toMatchObject({
        weight: 2.5,
        sloTarget: 0.995,
        sloIsOwn: true,
        trackedFrom: "2026-02-01T00:00:00.000Z",
      });
      const zoned = { slug: "b", name: "B", trackedFrom: "2026-02-01T09:30:00+02:00" };
      expect(await api.must("POST", "/services", zoned)).toMatchObject({
        trackedFrom: "2026-02-01T07:30:00.000Z",
      });
    });
  });
});

test("PUT dependencies takes hard and soft and other tools' words, and replaces the whole list", async () => {
  await withBlankApi(NOW, async (api) => {
    await addServices(api);
    const put = (dependsOn: object[]) => api.must("PUT", "/services/web/dependencies", { dependsOn });
    expect(
      await put([
        { slug: "api", criticality: "hard" },
        { slug: "db", criticality: "soft" },
      ]),
    ).toMatchObject({
      dependsOn: [
        { slug: "api", criticality: "hard" },
        { slug: "db", criticality: "soft" },
      ],
    });
    for (const [word, meant] of [
      ["critical", "hard"],
      ["high", "hard"],
      ["HARD", "hard"],
      ["medium", "soft"],
      ["low", "soft"],
      ["optional", "soft"],
    ]) {
      expect(await put([{ slug: "db", criticality: word }])).toMatchObject({
        dependsOn: [{ slug: "db", criticality: meant }],
      });
    }
    expect(await put([])).toMatchObject({ dependsOn: [] });
  });
});

test("POST /people takes a name and a level alone, or everything", async () => {
  await withBlankApi(NOW, async (api) => {
    const least = await api.send("POST", "/people", { name: "Ada", level: "senior" });
    expect(least.status).toBe(201);
    expect(least.body).toMatchObject({ name: "Ada", level: "senior", email: null, onRoster: true });
    const full = {
      name: "Bo",
      email: "bo@example.com",
      handles: ["bo-codes", "@bo"],
      level: "Junior",
      team: "Payments",
      activeFrom: "2026-01-05",
      activeTo: "2026-06-30",
    };
    expect(await api.must("POST", "/people", full)).toMatchObject({
      email: "bo@example.com",
      handles: ["bo", "bo-codes"],
      level: "junior",
      team: "Payments",
      activeFrom: "2026-01-05",
      activeTo: "2026-06-30",
    });
  });
});

describe("POST /incidents", () => {
  test("needs a title, a severity and one impact, and answers with number, version, metrics and blast radius", async () => {
    await withBlankApi(NOW, async (api) => {
      await addServices(api);
      const answer = await api.send("POST", "/incidents", {
        title: "Web is down",
        severity: "SEV1",
        impacts: [{ service: "web", startedAt: "2026-03-18T11:30:00Z" }],
      });
      expect(answer.status).toBe(201);
      // Web is 5 of 10 by weight and wholly lost for the 30 minutes up to now: 15 minutes of everything.
      expect(answer.body).toMatchObject({
        number: 1,
        version: 1,
        metrics: {
          impactMs: 1_800_000,
          timeToDetectMs: null,
          timeToAcknowledgeMs: null,
          timeToMitigateMs: null,
          timeToResolveMs: null,
          impactMinutes: 15,
        },
        blastRadius: { observed: 0.5, predicted: 0.5, class: "extreme" },
      });
      expect(incidentSchema.parse(answer.body).id).toMatch(/^[0-9a-f-]{36}$/);
    });
  });

  test("measures detection, acknowledgement, mitigation and resolution from the impact's start, in any zone", async () => {
    await withBlankApi(NOW, async (api) => {
      await addServices(api);
      const incident = await log(api, {
        impacts: [
          {
            service: "api",
            fraction: 0.25,
            startedAt: "2026-03-10T12:00:00+02:00",
            endedAt: "2026-03-10T14:00:00+02:00",
          },
        ],
        impactStartedAt: "2026-03-10T10:00:00Z",
        detectedAt: "2026-03-10T05:05:00-05:00",
        declaredAt: "2026-03-10T10:07:00Z",
        acknowledgedAt: "2026-03-10T15:40:00.500+05:30",
        mitigatedAt: "2026-03-10T11:00:00Z",
        resolvedAt: "2026-03-10T12:00:00Z",
        customersAffectedRatio: 0.12,
        regions: ["eu-west-1"],
        ordersLost: 6300,
        revenueLost: 12.5,
        currency: "EUR",
      });
      // Three tenths of the weight, a quarter of it lost, for 120 minutes: 120 x 0.3 x 0.25 = 9.
      expect(incident.metrics).toEqual({
        impactMs: 7_200_000,
        timeToDetectMs: 300_000,
        timeToAcknowledgeMs: 600_500,
        timeToMitigateMs: 3_600_000,
        timeToResolveMs: 7_200_000,
        impactMinutes: expect.closeTo(9, 12),
      });
      expect(incident).toMatchObject({ status: "resolved", resolvedAt: "2026-03-10T12:00:00.000Z" });
      expect(incident.blastRadius).toMatchObject({
        observed: 0.3,
        class: "extreme",
        regions: ["eu-west-1"],
        customersAffectedRatio: 0.12,
        ordersLost: 6300,
        revenueLost: 12.5,
        currency: "EUR",
      });
    });
  });

  test("takes levels as major 1, partial 0.3, degraded 0, and a fraction before a level", async () => {
    await withBlankApi(NOW, async (api) => {
      await addServices(api);
      const at = { startedAt: "2026-03-10T10:00:00Z", endedAt: "2026-03-10T11:40:00Z" };
      const minutes = async (impact: object) =>
        (await log(api, { impacts: [{ service: "db", ...at, ...impact }], resolvedAt: at.endedAt })).metrics
          .impactMinutes;
      // 100 minutes of a fifth of the weight, 20 in all. Each next one outranks what was logged for the same time.
      expect(await minutes({ level: "degraded" })).toBe(0);
      expect(await minutes({ level: "partial" })).toBeCloseTo(6, 12);
      expect(await minutes({ level: "partial", fraction: 0.5 })).toBeCloseTo(10, 12);
      expect(await minutes({ level: "major" })).toBeCloseTo(20, 12);
    });
  });

  test("stops the length of the impact where its last part ended, though nobody has resolved it yet", async () => {
    await withBlankApi(NOW, async (api) => {
      await addServices(api);
      const incident = await log(api, {
        impacts: [
          { service: "web", startedAt: "2026-03-10T10:00:00Z", endedAt: "2026-03-10T10:30:00Z" },
          { service: "api", startedAt: "2026-03-10T10:10:00Z", endedAt: "2026-03-10T11:00:00Z" },
        ],
      });
      expect(incident.metrics).toMatchObject({ impactMs: 3_600_000, timeToResolveMs: null });
    });
  });

  test("reads causes as people write them, and keeps each statement", async () => {
    await withBlankApi(NOW, async (api) => {
      await addServices(api);
      for (const [kind, meant] of [
        ["genai", "genai-assisted-change"],
        ["genai_assisted_change", "genai-assisted-change"],
        ["GenAI-assisted change", "genai-assisted-change"],
        ["agent_action", "agent-action"],
        ["agent action", "agent-action"],
        ["code_deployment", "code-deployment"],
        ["deployment", "code-deployment"],
        ["config", "configuration"],
        ["DNS", "dns"],
        ["dependency/third party", "dependency"],
        ["third_party", "dependency"],
        ["capacity/load", "capacity"],
        ["hardware/facility", "hardware"],
        ["data/migration", "data"],
        ["certificate/secret expiry", "certificate"],
        ["process/human error", "process"],
        ["human_error", "process"],
        ["unknown", "unknown"],
      ]) {
        const incident = await log(api, {
          impacts: [{ service: "web", startedAt: "2026-03-18T11:30:00Z" }],
          causes: [{ kind, role: "primary", status: "suspected", note: "why", source: "the bridge" }],
        });
        expect(incident.primaryCause, kind).toEqual({ kind: meant, status: "suspected" });
        expect(incident.causes[0]).toMatchObject({ kind: meant, note: "why", source: "the bridge" });
      }
    });
  });

  test("keeps an AI cause's role, tool and status, however they are spelled", async () => {
    await withBlankApi(NOW, async (api) => {
      await addServices(api);
      const incident = await log(api, {
        impacts: [{ service: "web", startedAt: "2026-03-18T11:30:00Z" }],
        causes: [
          { kind: "genai", role: "Primary", status: "Confirmed", aiRole: "wrote_code", tool: "Helper 3" },
          { kind: "code_deployment", role: "contributing", status: "ruled_out" },
        ],
      });
      expect(incident.aiCause).toBe("confirmed");
      expect(incident.primaryCause).toEqual({ kind: "genai-assisted-change", status: "confirmed" });
      expect(incident.causes).toHaveLength(2);
      expect(incident.causes).toContainEqual(
        expect.objectContaining({ aiRole: "wrote-code", tool: "Helper 3", status: "confirmed" }),
      );
      expect(incident.causes).toContainEqual(
        expect.objectContaining({ kind: "code-deployment", role: "contributing", status: "ruled-out" }),
      );
    });
  });

  test("predicts over hard dependencies only, beside what was observed at the worst moment", async () => {
    await withBlankApi(NOW, async (api) => {
      await addServices(api);
      await api.must("PUT", "/services/api/dependencies", {
        dependsOn: [{ slug: "db", criticality: "hard" }],
      });
      await api.must("PUT", "/services/web/dependencies", {
        dependsOn: [{ slug: "api", criticality: "soft" }],
      });
      // db (2) alone, then api (3) alone: at no moment both, so 3 of 10 at the worst.
      const incident = await log(api, {
        impacts: [
          { service: "db", startedAt: "2026-03-10T10:00:00Z", endedAt: "2026-03-10T10:30:00Z" },
          { service: "api", startedAt: "2026-03-10T10:30:00Z", endedAt: "2026-03-10T11:00:00Z" },
        ],
        resolvedAt: "2026-03-10T11:00:00Z",
      });
      expect(incident.blastRadius).toMatchObject({ observed: 0.3, predicted: 0.5, class: "extreme" });
      expect(incident.blastRadius.predictedServices.map((one) => one.slug).sort()).toEqual(["api", "db"]);
    });
  });
});
