import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { adoptionSchema, aiUseResultSchema } from "@/domain/ai-use/schema";
import { availabilitySchema } from "@/domain/availability/schema";
import { personSchema } from "@/domain/person/schema";
import { serviceSchema } from "@/domain/service/schema";
import { recordAiUse } from "@/server/ai-use/record";
import { type TestApi, testApi } from "./testing/api";

const database = testDatabase();

const contextOf = (api: TestApi) => ({
  db: database.db,
  actor: { kind: "system", name: "test" } as const,
  now: api.now,
  workspaceId: api.workspaceId,
  requestId: "test",
});

describe("services", () => {
  test("are created once; a slug that exists is a conflict", async () => {
    const api = await testApi(database);
    const made = await api.send("POST", "/services", {
      slug: "checkout",
      name: "Checkout",
      team: "Payments",
    });
    expect(made.status).toBe(201);
    // Without a stated start, covered time begins with the day of creation.
    expect(serviceSchema.parse(made.body)).toMatchObject({
      weight: 1,
      sloTarget: 0.999,
      sloIsOwn: false,
      team: "Payments",
      trackedFrom: "2026-03-18T00:00:00.000Z",
    });
    const again = await api.send("POST", "/services", { slug: "checkout", name: "Checkout" });
    expect(again).toMatchObject({ status: 409, body: { code: "service-exists", field: "slug" } });
    expect((await api.send("GET", "/teams")).body.teams).toMatchObject([{ name: "Payments" }]);
    expect((await api.send("GET", "/services/none")).status).toBe(404);
  });

  test("keep circles of dependencies, and refuse themselves and what does not exist", async () => {
    const api = await testApi(database);
    for (const slug of ["a", "b"]) await api.send("POST", "/services", { slug, name: slug });
    const put = (slug: string, dependsOn: object[]) =>
      api.send("PUT", `/services/${slug}/dependencies`, { dependsOn });
    expect((await put("a", [{ slug: "b", criticality: "critical" }])).status).toBe(200);
    const circle = await put("b", [{ slug: "a", criticality: "low" }]);
    expect(circle.body.dependsOn).toEqual([{ slug: "a", criticality: "soft" }]);
    expect(await put("a", [{ slug: "a" }])).toMatchObject({
      status: 422,
      body: { field: "dependsOn.0.slug" },
    });
    expect((await put("a", [{ slug: "none" }])).body).toMatchObject({ code: "unknown-service" });
    expect((await put("a", [])).body.dependsOn).toEqual([]);
  });

  test("change the figures of the past when their weight changes", async () => {
    const api = await testApi(database);
    for (const slug of ["a", "b"]) {
      await api.send("POST", "/services", { slug, name: slug, trackedFrom: "2026-03-16" });
    }
    await api.send("POST", "/incidents", {
      title: "Out",
      severity: 1,
      impacts: [{ service: "a", startedAt: "2026-03-16T00:00:00Z", endedAt: "2026-03-17T00:00:00Z" }],
      resolvedAt: "2026-03-17T00:00:00Z",
    });
    const availability = async () => {
      const { body } = await api.send("GET", "/availability?from=2026-03-16&to=2026-03-17&grain=day");
      return availabilitySchema.parse(body).points[0]?.availability;
    };
    expect(await availability()).toBeCloseTo(0.5, 12);
    const edit = await api.send("PATCH", "/services/a", { weight: 3 }, { "if-match": "1" });
    expect(edit.headers.get("etag")).toBe('"2"');
    expect(await availability()).toBeCloseTo(0.25, 12);
    const stale = await api.send("PATCH", "/services/a", { weight: 5 }, { "if-match": "1" });
    expect(stale.status).toBe(412);
  });
});

describe("people", () => {
  test("keep the history of their levels", async () => {
    const api = await testApi(database);
    const made = await api.send("POST", "/people", {
      name: "Ada",
      email: "ada@example.com",
      handles: ["@Ada-L"],
      level: "Mid",
      activeFrom: "2025-01-06",
    });
    const person = personSchema.parse(made.body);
    expect(person).toMatchObject({ level: "mid", handles: ["ada-l"], onRoster: true });
    const raised = await api.send(
      "PATCH",
      `/people/${person.id}`,
      { level: "senior", levelFrom: "2026-01-01" },
      { "if-match": '"1"' },
    );
    expect(raised.body).toMatchObject({
      level: "senior",
      levels: [
        { level: "mid", from: "2025-01-06" },
        { level: "senior", from: "2026-01-01" },
      ],
    });
    const twin = await api.send("POST", "/people", { name: "A", email: "ADA@example.com", level: "mid" });
    expect(twin).toMatchObject({ status: 409, body: { code: "person-exists" } });
    const reversed = { name: "B", level: "mid", activeFrom: "2026-02-01", activeTo: "2026-01-01" };
    expect((await api.send("POST", "/people", reversed)).body).toMatchObject({ field: "activeTo" });
  });

  test("known only from a usage report count nowhere until they are put on the roster, and keep their usage", async () => {
    const api = await testApi(database);
    await recordAiUse(contextOf(api), [{ person: "octo-dev", day: "2026-03-10", tool: "Copilot" }], {
      source: "report",
      keepUnknown: true,
    });
    const read = async () => adoptionSchema.parse((await api.send("GET", "/adoption?from=2026-03-09")).body);
    expect(await read()).toMatchObject({
      notOnRoster: 1,
      points: [{ users: 0, eligible: 0, rate: null }, {}],
    });
    const made = await api.send("POST", "/people", { name: "Octo", handles: ["Octo-Dev"], level: "mid" });
    expect(made.status).toBe(201);
    expect(await read()).toMatchObject({ notOnRoster: 0, points: [{ users: 1, eligible: 1, rate: 1 }, {}] });
  });

  test("list in pages by name", async () => {
    const api = await testApi(database);
    for (const name of ["C", "A", "B"]) await api.send("POST", "/people", { name, level: "mid" });
    const first = await api.send("GET", "/people?limit=2");
    expect(first.body.people).toMatchObject([{ name: "A" }, { name: "B" }]);
    const next = await api.send("GET", `/people?limit=2&cursor=${first.body.nextCursor}`);
    expect(next.body).toMatchObject({ people: [{ name: "C" }], nextCursor: null });
  });
});

describe("POST /ai-usage", () => {
  test("keeps good rows, refuses the others by row, and stores the same row once", async () => {
    const api = await testApi(database);
    await api.send("POST", "/people", { name: "Ada", email: "ada@example.com", level: "mid" });
    await api.send("POST", "/people", { name: "Bo", handles: ["bo"], level: "senior" });
    const batch = [
      { email: "Ada@example.com", day: "2026-03-16", tool: "Assistant" },
      { person: "nobody", day: "2026-03-16", tool: "Assistant" },
      { person: "bo", day: "2026-03-17", tool: "Assistant" },
      { person: "bo", day: "2026-03-19", tool: "Assistant" },
      { person: "bo", day: "yesterday", tool: "Assistant" },
      { day: "2026-03-16", tool: "Assistant" },
      "nonsense",
    ];
    const first = aiUseResultSchema.parse((await api.send("POST", "/ai-usage", batch)).body);
    expect(first).toMatchObject({ accepted: 2, unchanged: 0 });
    expect(first.refused.map(({ index, field }) => [index, field])).toEqual([
      [1, "person"],
      [3, "day"],
      [4, "day"],
      [5, "person"],
      [6, ""],
    ]);
    const again = aiUseResultSchema.parse((await api.send("POST", "/ai-usage", batch)).body);
    expect(again).toMatchObject({ accepted: 0, unchanged: 2 });
    const adoption = adoptionSchema.parse((await api.send("GET", "/adoption?from=2026-03-09")).body);
    expect(adoption).toMatchObject({
      target: 0.8,
      points: [
        { weekStart: "2026-03-09", users: 0, eligible: 2, rate: null, coverage: 0 },
        { weekStart: "2026-03-16", users: 2, eligible: 2, rate: 1, coverage: 1 },
      ],
    });
  });

  test("takes the roster of the week: who left before it or joined after it is not eligible", async () => {
    const api = await testApi(database);
    const person = (name: string, activeFrom: string | null, activeTo: string | null) =>
      api.send("POST", "/people", { name, level: "mid", activeFrom, activeTo });
    await person("Stays", null, null);
    await person("Left", null, "2026-03-09");
    await person("Joined", "2026-03-16", null);
    const days = ["2026-03-02", "2026-03-10", "2026-03-17"];
    await api.send(
      "POST",
      "/ai-usage",
      days.map((day) => ({ person: "Left", day, tool: "Assistant" })),
    );
    const { points } = adoptionSchema.parse(
      (await api.send("GET", "/adoption?from=2026-03-02&to=2026-03-19")).body,
    );
    expect(points.map(({ users, eligible }) => [users, eligible])).toEqual([
      [1, 2],
      [1, 2],
      [0, 2],
    ]);
  });

  test("takes 50,000 rows at once", async () => {
    const api = await testApi(database);
    const people = Array.from({ length: 100 }, (_, index) => `p${index}`);
    await Promise.all(people.map((name) => api.send("POST", "/people", { name, level: "mid" })));
    const batch = Array.from({ length: 50_000 }, (_, index) => ({
      person: people[index % 100],
      day: new Date(Date.UTC(2024, 9, 1) + Math.floor(index / 100) * 86_400_000).toISOString().slice(0, 10),
      tool: "Assistant",
    }));
    const startedMs = performance.now();
    const answer = await api.send("POST", "/ai-usage", batch);
    expect(answer.body).toMatchObject({ accepted: 50_000, refused: [] });
    expect(performance.now() - startedMs).toBeLessThan(20_000);
  });
});

describe("workspaces", () => {
  test("cut their days anew in another zone", async () => {
    const api = await testApi(database);
    await api.send("POST", "/services", { slug: "a", name: "A", trackedFrom: "2026-03-01" });
    await api.send("POST", "/incidents", {
      title: "Late evening",
      severity: 2,
      impacts: [
        {
          service: "a",
          level: "partial",
          startedAt: "2026-03-10T22:00:00Z",
          endedAt: "2026-03-11T01:00:00Z",
        },
      ],
      resolvedAt: "2026-03-11T01:00:00Z",
    });
    const lost = async () => {
      const { body } = await api.send("GET", "/availability?from=2026-03-10&to=2026-03-12&grain=day");
      return availabilitySchema
        .parse(body)
        .points.map((point) => Math.round(point.impactMinutes * 1e6) / 1e6);
    };
    expect(await lost()).toEqual([36, 18]);
    const path = `/workspaces/${api.workspace}`;
    const moved = await api.send("PATCH", path, { timeZone: "Europe/Berlin" }, { "if-match": '"1"' });
    expect(moved).toMatchObject({ status: 200, body: { version: 2, timeZone: "Europe/Berlin" } });
    expect(await lost()).toEqual([18, 36]);
    const levels = { levelFractions: { major: 1, partial: 0.5, degraded: 0 } };
    expect((await api.send("PATCH", path, levels, { "if-match": '"2"' })).status).toBe(200);
    expect(await lost()).toEqual([30, 60]);
  });

  test("are deleted only when they are the sample", async () => {
    const api = await testApi(database);
    expect((await api.send("DELETE", `/workspaces/${api.workspace}`)).status).toBe(403);
    expect((await api.send("DELETE", "/workspaces/none")).status).toBe(404);
  });
});

describe("the taxonomy and the record of changes", () => {
  test("take a kind of the workspace's own once", async () => {
    const api = await testApi(database);
    const made = await api.send("POST", "/causes", { name: "Solar storm" });
    expect(made).toMatchObject({ status: 201, body: { kind: "solar-storm", code: "SO", isOwn: true } });
    expect((await api.send("POST", "/causes", { name: "Solar storm" })).status).toBe(409);
    expect((await api.send("POST", "/causes", { name: "DNS" })).status).toBe(409);
    expect((await api.send("GET", "/causes")).body.causes).toHaveLength(15);
  });

  test("tell who changed what, newest first, in pages", async () => {
    const api = await testApi(database);
    await api.send("POST", "/services", { slug: "a", name: "A" });
    api.now = new Date(api.now.getTime() + 1000);
    await api.send("PATCH", "/services/a", { name: "B" }, { "if-match": "1", "x-request-id": "edit-1" });
    const first = await api.send("GET", "/audit?objectKind=service&limit=1");
    expect(first.body.events).toMatchObject([
      {
        action: "service.edit",
        requestId: "edit-1",
        before: { name: "A" },
        after: { name: "B" },
        actor: { kind: "token", name: "tests" },
      },
    ]);
    const next = await api.send("GET", `/audit?objectKind=service&limit=1&cursor=${first.body.nextCursor}`);
    expect(next.body.events).toMatchObject([{ action: "service.create" }]);
  });
});
