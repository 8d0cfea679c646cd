import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type Incident, incidentSchema } from "@/domain/incident/schema";
import { problemSchema } from "./problem";
import { type BlankApi, withBlankApi } from "./testing/blank";

const NOW = "2026-03-18T12:00:00Z";
const START = "2026-03-18T10:00:00Z";
const END = "2026-03-18T11:00:00Z";
const any = { "if-match": "*" };

const outage = (rest: object = {}, impact: object = {}) => ({
  title: "Outage",
  severity: "SEV2",
  impacts: [{ service: "web", startedAt: START, ...impact }],
  ...rest,
});

function withShop(use: (api: BlankApi) => Promise<void>): Promise<void> {
  return withBlankApi(NOW, async (api) => {
    for (const slug of ["web", "db"]) {
      await api.must("POST", "/services", { slug, name: slug, trackedFrom: "2026-03-01" });
    }
    await use(api);
  });
}

/** Sends what must be accepted, a second after what came before. */
const incident = async (api: BlankApi, method: string, path: string, body?: unknown, headers = {}) => {
  api.now = new Date(api.now.getTime() + 1000);
  return incidentSchema.parse(await api.must(method, path, body, headers));
};

/** The refusal's status, and the field it names; its words say more than that something is wrong. */
async function refusal(api: BlankApi, method: string, path: string, body?: unknown, headers = any) {
  const answer = await api.send(method, path, body, headers);
  const problem = problemSchema.parse(answer.body);
  expect(problem.detail.length).toBeGreaterThan(20);
  return [answer.status, problem.field];
}

describe("times that cannot be", () => {
  test("are refused when an incident is logged, by the name of their field", async () => {
    await withShop(async (api) => {
      const cases: [object, string][] = [
        [outage({ detectedAt: "2026-03-18T09:59:00Z" }), "detectedAt"],
        [outage({ declaredAt: "2026-03-18T09:59:00Z" }), "declaredAt"],
        [outage({ acknowledgedAt: "2026-03-18T09:59:00Z" }), "acknowledgedAt"],
        [outage({ mitigatedAt: "2026-03-18T09:59:00Z" }), "mitigatedAt"],
        [outage({ resolvedAt: "2026-03-18T09:59:00Z" }), "resolvedAt"],
        [outage({ detectedAt: END, acknowledgedAt: "2026-03-18T10:30:00Z" }), "acknowledgedAt"],
        [outage({ mitigatedAt: "2026-03-18T11:30:00Z", resolvedAt: END }), "resolvedAt"],
        [outage({ detectedAt: "2026-03-18T12:30:00Z" }), "detectedAt"],
        [outage({ resolvedAt: "2027-01-01T00:00:00Z" }), "resolvedAt"],
        [outage({ impactStartedAt: "1066-10-14T09:00:00Z" }), "impactStartedAt"],
        [outage({ impactStartedAt: "2026-03-18T10:30:00Z" }), "impacts.0.startedAt"],
        [outage({}, { endedAt: START }), "impacts.0.endedAt"],
        [outage({}, { endedAt: "2026-03-18T09:00:00Z" }), "impacts.0.endedAt"],
        [outage({}, { endedAt: "2026-03-18T13:00:00Z" }), "impacts.0.endedAt"],
        [outage({ resolvedAt: END }, { endedAt: "2026-03-18T11:30:00Z" }), "impacts.0.endedAt"],
        [outage({ status: "resolved" }), "resolvedAt"],
        [outage({ status: "investigating", resolvedAt: END }), "resolvedAt"],
        [outage({ causes: [{ kind: "dns", statedAt: "2026-04-01T00:00:00Z" }] }), "causes.0.statedAt"],
        [outage({ causes: [{ kind: "gremlins" }] }), "causes.0.kind"],
        [outage({ causes: [{ kind: "dns", aiRole: "advised" }] }), "causes.0.aiRole"],
        [outage({}, { fraction: 1.2 }), "impacts.0.fraction"],
        [outage({}, { startedAt: "2026-02-30T00:00:00Z" }), "impacts.0.startedAt"],
        [outage({}, { startedAt: "2026-03-18T10:00:00" }), "impacts.0.startedAt"],
      ];
      for (const [body, field] of cases) {
        expect(await refusal(api, "POST", "/incidents", body), JSON.stringify(body)).toEqual([422, field]);
      }
      expect(await api.must("GET", "/incidents")).toMatchObject({ incidents: [] });
    });
  });

  test("are refused when an incident or an impact is edited, and leave both as they were", async () => {
    await withShop(async (api) => {
      const { number, impacts } = await incident(api, "POST", "/incidents", outage({ resolvedAt: END }));
      const path = `/incidents/${number}`;
      const part = `${path}/impacts/${impacts[0]?.id}`;
      const before = (await api.send("GET", path)).text;
      const cases: [string, string, object, string][] = [
        ["PATCH", path, { detectedAt: "2026-03-18T09:00:00Z" }, "detectedAt"],
        ["PATCH", path, { resolvedAt: "2026-03-18T09:00:00Z" }, "resolvedAt"],
        ["PATCH", path, { resolvedAt: null }, "resolvedAt"],
        ["PATCH", path, { impactStartedAt: "2026-03-18T11:30:00Z" }, "resolvedAt"],
        ["PATCH", part, { startedAt: "2026-03-18T09:00:00Z" }, "startedAt"],
        ["PATCH", part, { endedAt: "2026-03-18T11:30:00Z" }, "endedAt"],
        ["PATCH", part, { endedAt: null }, "endedAt"],
        ["PATCH", part, { level: "partial", from: "2026-03-18T11:30:00Z" }, "from"],
        ["POST", `${path}/impacts`, { service: "db", startedAt: "2026-03-18T11:30:00Z" }, "startedAt"],
        ["POST", `${path}/notes`, { body: "later", at: "2026-03-19T00:00:00Z" }, "at"],
        ["POST", `${path}/closure`, { at: "2026-03-18T10:30:00Z" }, "at"],
        ["DELETE", part, {}, "impactId"],
      ];
      for (const [method, at, body, field] of cases) {
        expect(await refusal(api, method, at, body), `${method} ${at} ${JSON.stringify(body)}`).toEqual([
          422,
          field,
        ]);
      }
      expect((await api.send("GET", path)).text).toBe(before);
    });
  });
});

test("every step that a status does not allow is refused with those that it does", async () => {
  const allowed: Record<string, string[]> = {
    resolved: ["closure", "cancellation", "reopening"],
    closed: ["reopening"],
    cancelled: ["reopening"],
    triage: [
      "acknowledgement",
      "investigation",
      "identification",
      "mitigation",
      "resolution",
      "cancellation",
    ],
  };
  const steps = [...(allowed.triage ?? []), "closure", "reopening"];
  await withShop(async (api) => {
    for (const [status, legal] of Object.entries(allowed)) {
      for (const step of steps) {
        const stamps = status === "triage" || status === "cancelled" ? {} : { resolvedAt: END };
        const { number } = await incident(api, "POST", "/incidents", outage({ status, ...stamps }));
        const answer = await api.send("POST", `/incidents/${number}/${step}`);
        expect(answer.status, `${status} ${step} ${answer.text}`).toBe(legal.includes(step) ? 200 : 409);
        if (answer.status === 409) {
          expect(answer.body).toMatchObject({ code: "invalid-transition" });
          expect(answer.text).toMatch(/From here it can: /);
        }
      }
    }
  });
});

const auditSchema = z.object({
  events: z.array(z.object({ action: z.string(), before: z.unknown(), after: z.unknown() })),
});

/** The audit rows of the incident, oldest first, without the one that logged it. */
async function auditOf(api: BlankApi, { id }: Incident) {
  const body = await api.must("GET", `/audit?objectKind=incident&objectId=${id}`);
  return auditSchema.parse(body).events.toReversed().slice(1);
}

test("timeline and audit tell of every edit what it was before and is after", async () => {
  await withShop(async (api) => {
    const logged = await incident(
      api,
      "POST",
      "/incidents",
      outage({ acknowledgedAt: "2026-03-18T10:05:00Z" }),
    );
    const path = `/incidents/${logged.number}`;
    const part = `${path}/impacts/${logged.impacts[0]?.id}`;
    await incident(api, "PATCH", path, { title: "Renamed", severity: "SEV1", revenueLost: 5 }, any);
    await incident(api, "PATCH", path, { impactStartedAt: "2026-03-18T09:30:00Z" }, any);
    await incident(api, "PATCH", part, { fraction: 0.25 }, any);
    await incident(api, "POST", `${path}/impacts`, { service: "db", level: "partial" });
    await incident(api, "POST", `${path}/mitigation`, { at: "2026-03-18T11:00:00Z" });
    await incident(api, "POST", `${path}/resolution`, { at: "2026-03-18T11:30:00Z" });
    await incident(api, "POST", `${path}/reopening`);
    await incident(api, "POST", `${path}/causes`, { kind: "dns", status: "confirmed", source: "the bridge" });
    const last = await incident(api, "POST", `${path}/notes`, { body: "Done" });

    const told = last.timeline.flatMap(({ changes }) => changes);
    for (const change of [
      { field: "title", before: "Outage", after: "Renamed" },
      { field: "severity", before: "SEV2", after: "SEV1" },
      { field: "revenueLost", before: null, after: "5" },
      { field: "impactStartedAt", before: "2026-03-18T10:00:00.000Z", after: "2026-03-18T09:30:00.000Z" },
      { field: "fraction", before: "1", after: "0.25" },
      { field: "fraction", before: null, after: "0.3" },
      { field: "status", before: "investigating", after: "monitoring" },
      { field: "status", before: "monitoring", after: "resolved" },
      { field: "mitigatedAt", before: "2026-03-18T11:00:00.000Z", after: null },
      { field: "resolvedAt", before: "2026-03-18T11:30:00.000Z", after: null },
    ]) {
      expect(told).toContainEqual(change);
    }
    const audit = await auditOf(api, logged);
    const open = (startedAt: string, fraction: number) =>
      expect.objectContaining({ startedAt, fraction, endedAt: null });
    expect(audit).toMatchObject([
      { before: { title: "Outage", severity: "SEV2" }, after: { title: "Renamed", severity: "SEV1" } },
      {
        before: {
          impactStartedAt: "2026-03-18T10:00:00.000Z",
          impacts: [open("2026-03-18T10:00:00.000Z", 1)],
        },
        after: {
          impactStartedAt: "2026-03-18T09:30:00.000Z",
          impacts: [open("2026-03-18T09:30:00.000Z", 1)],
        },
      },
      { before: { impacts: [{ fraction: 1 }] }, after: { impacts: [{ fraction: 0.25 }] } },
      { before: {}, after: { impacts: [{ fraction: 0.3 }] } },
      { before: { status: "investigating" }, after: { status: "monitoring" } },
      { before: { impacts: [{ endedAt: null }, { endedAt: null }] }, after: { status: "resolved" } },
      { before: { resolvedAt: "2026-03-18T11:30:00.000Z" }, after: { resolvedAt: null } },
      { after: { primaryCauseKind: "dns", statement: { kind: "dns", source: "the bridge" } } },
      { after: { body: "Done" } },
    ]);
    expect(audit).toHaveLength(9);
  });
});

test("a cause is never overwritten: each statement stays with who, when and where, and the last of them stands", async () => {
  await withShop(async (api) => {
    const { number } = await incident(api, "POST", "/incidents", {
      ...outage(),
      causes: [{ kind: "code deployment", status: "suspected", source: "press", statedBy: "Spokesperson" }],
    });
    const state = async (cause: object) => incident(api, "POST", `/incidents/${number}/causes`, cause);
    api.now = new Date("2026-03-18T13:00:00Z");
    await state({
      kind: "genai",
      status: "confirmed",
      aiRole: "advised",
      tool: "Helper",
      statedBy: "Review",
    });
    api.now = new Date("2026-03-18T14:00:00Z");
    await state({ kind: "genai", status: "ruled out", statedBy: "Company", source: "statement" });
    const last = await state({ kind: "process", status: "confirmed", note: "user access control" });
    expect(last.causes.map(({ kind, status, statedBy, source }) => [kind, status, statedBy, source])).toEqual(
      [
        ["process", "confirmed", last.causes[0]?.statedBy, null],
        ["genai-assisted-change", "ruled-out", "Company", "statement"],
        ["genai-assisted-change", "confirmed", "Review", null],
        ["code-deployment", "suspected", "Spokesperson", "press"],
      ],
    );
    expect(last).toMatchObject({ primaryCause: { kind: "process", status: "confirmed" }, aiCause: "none" });
    expect(last.timeline.filter(({ kind }) => kind === "cause")).toHaveLength(4);
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      const at = `/incidents/${number}/causes`;
      expect((await api.send(method, at)).status).toBe(405);
      expect((await api.send(method, `${at}/${last.causes[0]?.id}`)).status).toBe(404);
    }
  });
});
