import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { incidentPageSchema, incidentSchema } from "@/domain/incident/schema";
import { type Answer, type TestApi, testApi } from "./testing/api";

const database = testDatabase();

async function shop(): Promise<TestApi> {
  const api = await testApi(database, { now: new Date("2026-03-05T20:00:00Z") });
  for (const [slug, weight] of [
    ["checkout", 6],
    ["search", 4],
  ] as const) {
    await api.send("POST", "/services", { slug, name: slug, weight, trackedFrom: "2026-03-01" });
  }
  return api;
}

const outage = {
  title: "Shoppers cannot check out",
  severity: "SEV1",
  impacts: [{ service: "checkout", level: "major", startedAt: "2026-03-05T12:00:00Z" }],
};

const whole = (answer: Answer) => {
  expect(answer.status, answer.text).toBeLessThan(300);
  return incidentSchema.parse(answer.body);
};

describe("the incident routes", () => {
  test("log an incident with its number, version, figures and blast radius", async () => {
    const api = await shop();
    const answer = await api.send("POST", "/incidents", {
      ...outage,
      impacts: [{ ...outage.impacts[0], endedAt: "2026-03-05T14:00:00Z" }],
      detectedAt: "2026-03-05T12:10:00Z",
      resolvedAt: "2026-03-05T14:00:00Z",
      causes: [{ kind: "genai", role: "primary", status: "suspected", aiRole: "advised", tool: "Assistant" }],
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("etag")).toBe('"1"');
    expect(answer.headers.get("location")).toBe("/api/v1/incidents/1");
    const incident = whole(answer);
    expect(incident).toMatchObject({
      number: 1,
      version: 1,
      metrics: { impactMs: 7_200_000, timeToDetectMs: 600_000, timeToResolveMs: 7_200_000 },
      blastRadius: { observed: 0.6, class: "extreme" },
    });
    expect(incident.metrics.impactMinutes).toBeCloseTo(72, 9);
    expect(whole(await api.send("GET", "/incidents/INC-1")).id).toBe(incident.id);
    expect(whole(await api.send("GET", `/incidents/${incident.id}`)).number).toBe(1);
  });

  test("move it through its lifecycle, with or without a body, and refuse an illegal step with what is legal", async () => {
    const api = await shop();
    whole(await api.send("POST", "/incidents", outage));
    expect(whole(await api.send("POST", "/incidents/1/acknowledgement")).status).toBe("investigating");
    api.now = new Date("2026-03-05T21:00:00Z");
    const empty = await api.send("POST", "/incidents/1/mitigation", "");
    expect(whole(empty).status).toBe("monitoring");
    const early = await api.send("POST", "/incidents/1/resolution", { at: "2026-03-05T20:59:00Z" });
    expect(early).toMatchObject({ status: 422, body: { code: "impossible-time", field: "at" } });
    const late = await api.send("POST", "/incidents/1/resolution", { at: "2026-03-05T21:00:00Z" });
    expect(whole(late)).toMatchObject({ status: "resolved", resolvedAt: "2026-03-05T21:00:00.000Z" });
    const illegal = await api.send("POST", "/incidents/1/identification", {});
    expect(illegal).toMatchObject({ status: 409, body: { code: "invalid-transition" } });
  });

  test("never lose an update: an edit needs the version it was made from", async () => {
    const api = await shop();
    whole(await api.send("POST", "/incidents", outage));
    const edit = { title: "Checkout is down" };
    expect(await api.send("PATCH", "/incidents/1", edit)).toMatchObject({
      status: 428,
      body: { code: "if-match-required" },
    });
    expect(whole(await api.send("PATCH", "/incidents/1", edit, { "if-match": '"1"' })).version).toBe(2);
    const stale = await api.send("PATCH", "/incidents/1", edit, { "if-match": 'W/"1"' });
    expect(stale).toMatchObject({ status: 412, body: { code: "version-mismatch", currentVersion: 2 } });
    expect(stale.headers.get("etag")).toBe('"2"');
    const any = { title: "Checkout was down" };
    expect(whole(await api.send("PATCH", "/incidents/1", any, { "if-match": "*" })).version).toBe(3);
    expect((await api.send("PATCH", "/incidents/1", edit, { "if-match": "latest" })).status).toBe(422);
  });

  test("add, edit and remove impacts, state causes and write notes", async () => {
    const api = await shop();
    whole(await api.send("POST", "/incidents", outage));
    const added = whole(
      await api.send("POST", "/incidents/1/impacts", {
        service: "search",
        fraction: 0.5,
        startedAt: "2026-03-05T13:00:00Z",
      }),
    );
    expect(added.impacts).toHaveLength(2);
    const id = added.impacts.find((impact) => impact.service.slug === "search")?.id;
    const path = `/incidents/1/impacts/${id}`;
    const edited = whole(
      await api.send("PATCH", path, { fraction: 0.25 }, { "if-match": `"${added.version}"` }),
    );
    expect(edited.impacts.map((impact) => impact.fraction).sort()).toEqual([0.25, 1]);
    const removed = whole(await api.send("DELETE", path, undefined, { "if-match": `"${edited.version}"` }));
    expect(removed.impacts).toHaveLength(1);
    const stated = whole(await api.send("POST", "/incidents/1/causes", { kind: "dns", status: "confirmed" }));
    expect(stated.primaryCause).toEqual({ kind: "dns", status: "confirmed" });
    const noted = whole(await api.send("POST", "/incidents/1/notes", { body: "Called the provider" }));
    expect(noted.timeline.some((event) => event.body === "Called the provider")).toBe(true);
  });

  test("list in bounded pages, and export the same rows as CSV", async () => {
    const api = await shop();
    for (let index = 0; index < 3; index += 1) {
      whole(await api.send("POST", "/incidents", { ...outage, title: `Outage ${index}, "quoted"` }));
    }
    const first = incidentPageSchema.parse((await api.send("GET", "/incidents?limit=2&sort=number")).body);
    expect(first.incidents.map((incident) => incident.number)).toEqual([3, 2]);
    const rest = await api.send("GET", `/incidents?limit=2&sort=number&cursor=${first.nextCursor}`);
    expect(incidentPageSchema.parse(rest.body)).toMatchObject({
      incidents: [{ number: 1 }],
      nextCursor: null,
    });
    const csv = await api.send("GET", "/incidents.csv?sort=number&order=asc");
    expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(csv.text.trim().split("\n")).toHaveLength(4);
    expect(csv.text).toContain('"Outage 0, ""quoted"""');
    expect((await api.send("GET", "/incidents.csv?status=nonsense")).status).toBe(422);
    expect((await api.send("GET", "/incidents?limit=5000")).status).toBe(422);
    expect((await api.send("GET", "/incidents?cursor=nonsense")).status).toBe(422);
  });

  test("answer what cannot be an incident with 404, and an impossible value with its field", async () => {
    const api = await shop();
    for (const id of ["99", "INC-99", "nope", "99999999999999999999", "-1"]) {
      expect((await api.send("GET", `/incidents/${id}`)).status, id).toBe(404);
    }
    const huge = await api.send("POST", "/incidents", { ...outage, ordersLost: 1e300 });
    expect(huge.status).toBe(422);
    const unknown = await api.send("POST", "/incidents", { ...outage, impacts: [{ service: "chekout" }] });
    expect(unknown).toMatchObject({ status: 422, body: { field: "impacts.0.service" } });
    const none = await api.send("POST", "/incidents", { ...outage, impacts: [] });
    expect(none.body).toMatchObject({ code: "invalid-value", field: "impacts" });
  });
});
