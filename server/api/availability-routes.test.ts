import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { testDatabase } from "@/db/testing/test-database";
import { availabilitySchema } from "@/domain/availability/schema";
import { type TestApi, testApi } from "./testing/api";

const database = testDatabase();
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

interface Impact {
  service: string;
  fraction: number;
  startMs: number;
  endMs: number | null;
}

interface World {
  services: { slug: string; weight: number; trackedFromMs: number; team: string }[];
  impacts: Impact[];
  nowMs: number;
}

/** Counts second-exact, by cutting time at every edge: nothing of the code under test is used. */
function oracle(world: World, slugs: readonly string[], startMs: number, endMs: number) {
  let weightedCovered = 0;
  let weightedLost = 0;
  let longest = 0;
  for (const service of world.services.filter((one) => slugs.includes(one.slug))) {
    const from = Math.max(startMs, service.trackedFromMs);
    const to = Math.min(endMs, world.nowMs);
    if (to <= from) continue;
    const own = world.impacts
      .filter((impact) => impact.service === service.slug)
      .map((impact) => ({ ...impact, endMs: impact.endMs ?? world.nowMs }));
    const edges = [from, to, ...own.flatMap((impact) => [impact.startMs, impact.endMs])]
      .filter((edge) => edge >= from && edge <= to)
      .sort((a, b) => a - b);
    let lost = 0;
    for (let index = 1; index < edges.length; index += 1) {
      const [left = 0, right = 0] = [edges[index - 1], edges[index]];
      const worst = own
        .filter((impact) => impact.startMs <= left && impact.endMs >= right)
        .reduce((most, impact) => Math.max(most, impact.fraction), 0);
      lost += worst * (right - left);
    }
    longest = Math.max(longest, to - from);
    weightedCovered += service.weight * (to - from);
    weightedLost += service.weight * lost;
  }
  const availability = weightedCovered > 0 ? 1 - weightedLost / weightedCovered : null;
  return {
    availability,
    coveredMinutes: longest / MINUTE_MS,
    impactMinutes: availability === null ? 0 : ((weightedLost / weightedCovered) * longest) / MINUTE_MS,
  };
}

const iso = (ms: number) => new Date(ms).toISOString();

async function build(api: TestApi, world: World): Promise<void> {
  for (const { slug, weight, trackedFromMs, team } of world.services) {
    const made = await api.send("POST", "/services", {
      slug,
      name: slug,
      weight,
      team,
      trackedFrom: iso(trackedFromMs),
    });
    expect(made.status, made.text).toBe(201);
  }
  for (const [index, impact] of world.impacts.entries()) {
    const made = await api.send("POST", "/incidents", {
      title: `Outage ${index}`,
      severity: "SEV2",
      impacts: [
        {
          service: impact.service,
          fraction: impact.fraction,
          startedAt: iso(impact.startMs),
          ...(impact.endMs === null ? {} : { endedAt: iso(impact.endMs) }),
        },
      ],
      impactStartedAt: iso(impact.startMs),
      ...(impact.endMs === null ? {} : { resolvedAt: iso(impact.endMs) }),
    });
    expect(made.status, made.text).toBe(201);
  }
}

async function readPoints(api: TestApi, query: string) {
  const answer = await api.send("GET", `/availability?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return availabilitySchema.parse(answer.body).points;
}

async function expectExact(api: TestApi, world: World, query: string, slugs: readonly string[]) {
  for (const point of await readPoints(api, query)) {
    const exact = oracle(world, slugs, Date.parse(point.start), Date.parse(point.end));
    if (exact.availability === null) expect(point.availability).toBeNull();
    else expect(Math.abs((point.availability ?? 9) - exact.availability)).toBeLessThan(1e-9);
    expect(Math.abs(point.coveredMinutes - exact.coveredMinutes)).toBeLessThan(1e-6);
    expect(Math.abs(point.impactMinutes - exact.impactMinutes)).toBeLessThan(1e-6);
  }
}

// Around both clock changes of Berlin in spring 2026, and a zone whose offset is a quarter of an hour.
const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"];
const baseMs = Date.parse("2026-03-24T00:00:00Z");

const worldArbitrary = fc.record({
  zone: fc.constantFrom(...ZONES),
  impacts: fc.array(
    fc.record({
      service: fc.constantFrom("a", "b", "c"),
      fraction: fc.constantFrom(1, 0.3, 0.5, 0.07, 0),
      startMinute: fc.integer({ min: 0, max: 9 * 24 * 60 }),
      minutes: fc.option(fc.integer({ min: 1, max: 3 * 24 * 60 }), { freq: 6 }),
      offsetMs: fc.integer({ min: 0, max: 59_999 }),
    }),
    { minLength: 1, maxLength: 9 },
  ),
  fromMinute: fc.integer({ min: -3 * 24 * 60, max: 6 * 24 * 60 }),
  spanMinutes: fc.integer({ min: 1, max: 12 * 24 * 60 }),
  grain: fc.constantFrom("day", "week", "month", "quarter"),
});

describe("GET /availability", () => {
  test("equals an exact count to 1e-9, at any instants, for overlapping, partial and open impacts", async () => {
    await fc.assert(
      fc.asyncProperty(worldArbitrary, async (drawn) => {
        const nowMs = baseMs + 10 * 24 * HOUR_MS + 5 * HOUR_MS + 1234;
        const api = await testApi(database, { timeZone: drawn.zone, now: new Date(nowMs) });
        const world: World = {
          nowMs,
          services: [
            { slug: "a", weight: 1, trackedFromMs: baseMs - 40 * 24 * HOUR_MS, team: "One" },
            { slug: "b", weight: 3.5, trackedFromMs: baseMs + 26 * HOUR_MS + 77_000, team: "One" },
            { slug: "c", weight: 0.25, trackedFromMs: baseMs - 2 * HOUR_MS, team: "Two" },
          ],
          impacts: drawn.impacts.map((impact) => {
            const startMs = baseMs + impact.startMinute * MINUTE_MS + impact.offsetMs;
            const endMs = impact.minutes === null ? null : startMs + impact.minutes * MINUTE_MS;
            return { ...impact, startMs, endMs: endMs === null ? null : Math.min(endMs, nowMs) };
          }),
        };
        await build(api, world);
        const fromMs = baseMs + drawn.fromMinute * MINUTE_MS + 333;
        const span = `from=${iso(fromMs)}&to=${iso(fromMs + drawn.spanMinutes * MINUTE_MS)}`;
        await expectExact(api, world, `${span}&grain=${drawn.grain}`, ["a", "b", "c"]);
        await expectExact(api, world, `${span}&grain=day&team=One`, ["a", "b"]);
        await expectExact(api, world, "from=2026-03-20&to=2026-04-06&grain=day&service=b", ["b"]);
        await expectExact(api, world, "from=2026-03-20&to=2026-04-06&grain=week", ["a", "b", "c"]);
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  test("cuts weeks from Monday in the workspace's zone, with a day of 23 hours in one", async () => {
    const api = await testApi(database, { timeZone: "Europe/Berlin", now: new Date("2026-04-20T00:00:00Z") });
    await api.send("POST", "/services", { slug: "a", name: "A", trackedFrom: "2026-01-01" });
    const points = await readPoints(api, "from=2026-03-23&to=2026-04-06");
    expect(points.map((point) => [point.start, point.end, point.coveredMinutes])).toEqual([
      ["2026-03-22T23:00:00.000Z", "2026-03-29T22:00:00.000Z", 7 * 24 * 60 - 60],
      ["2026-03-29T22:00:00.000Z", "2026-04-05T22:00:00.000Z", 7 * 24 * 60],
    ]);
  });

  test("is null where nothing is covered, and shows the last 26 weeks when nothing is asked for", async () => {
    const api = await testApi(database);
    await api.send("POST", "/services", { slug: "a", name: "A", trackedFrom: "2026-03-16" });
    const points = await readPoints(api, "");
    expect(points).toHaveLength(26);
    expect(points.at(-1)).toMatchObject({ start: "2026-03-16T00:00:00.000Z", availability: 1 });
    expect(points[0]).toMatchObject({ availability: null, coveredMinutes: 0, impactMinutes: 0 });
  });

  test("refuses an unknown service or team, an empty span and what is no date", async () => {
    const api = await testApi(database);
    const code = async (query: string) => {
      const { status, body } = await api.send("GET", `/availability?${query}`);
      return [status, z.object({ code: z.string(), field: z.string().optional() }).parse(body).field];
    };
    expect(await code("service=none")).toEqual([404, undefined]);
    expect(await code("team=none")).toEqual([404, undefined]);
    expect(await code("from=2026-03-02&to=2026-03-01")).toEqual([422, "from"]);
    expect(await code("from=tuesday")).toEqual([422, "from"]);
    expect(await code("grain=year")).toEqual([422, "grain"]);
    expect(await code("from=1971-01-01&grain=day")).toEqual([422, "grain"]);
  });
});
