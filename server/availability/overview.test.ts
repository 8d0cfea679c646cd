import { beforeAll, describe, expect, test } from "vitest";
import { team } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { dayStartMs } from "@/domain/calendar/day";
import { parseOverviewQuery } from "@/domain/overview/query";
import type { Ctx } from "@/server/context";
import { log, makeWorkspace } from "@/server/incident/testing/fixture";
import { listServices } from "@/server/service/queries";
import { overview } from "./overview";

const database = testDatabase();
const ZONE = "America/New_York";
// A Thursday; the period's weeks hold the change to summer time of 8 March.
const NOW = "2026-03-26T15:30:00.000Z";
const NOW_MS = Date.parse(NOW);
const SERVICES = [
  { slug: "checkout", weight: 9, trackedFrom: "2025-06-01T04:00:00Z", isStated: true },
  { slug: "search", weight: 3, trackedFrom: "2025-06-01T04:00:00Z", isStated: true },
  // Tracked in the middle of a day within the period.
  { slug: "orders", weight: 2.5, trackedFrom: "2026-02-10T13:20:00Z", isStated: true },
];
const CAUSES = ["dns", "configuration", "genai-assisted-change", "code-deployment"] as const;

type Raw = {
  incident: number;
  service: string;
  fraction: number;
  startMs: number;
  endMs: number;
  cause: string;
};

/** Random, but the same in every run. */
function random(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function filledWorkspace(seed: number): Promise<{ ctx: Ctx; raw: Raw[] }> {
  const ctx = await makeWorkspace(database.db, { now: NOW, zone: ZONE, services: SERVICES });
  const next = random(seed);
  const raw: Raw[] = [];
  for (let index = 0; index < 36; index += 1) {
    const isOpen = index % 12 === 0;
    const startMs = isOpen
      ? NOW_MS - Math.floor(next() * 30 * 3_600_000) - 60_000
      : NOW_MS - Math.floor((0.02 + next()) * 190 * 86_400_000);
    const hit = SERVICES.filter((_, at) => at === index % 3 || next() < 0.4);
    const cause = next() < 0.2 ? null : (CAUSES[Math.floor(next() * CAUSES.length)] ?? null);
    const impacts = hit.map(({ slug }) => {
      const begunMs = startMs + Math.floor(next() * 3_600_000);
      const endMs = Math.min(begunMs + 60_000 + Math.floor(next() * 20 * 3_600_000), NOW_MS - 1000);
      return {
        service: slug,
        fraction: [1, 0.3, 0.25, 0.6][Math.floor(next() * 4)] ?? 1,
        begunMs: isOpen ? startMs : begunMs,
        endMs,
      };
    });
    const { number } = await log(ctx, {
      severity: index % 5 === 0 ? "SEV1" : "SEV3",
      impactStartedAt: new Date(startMs).toISOString(),
      impacts: impacts.map(({ service, fraction, begunMs, endMs }) => ({
        service,
        fraction,
        startedAt: new Date(begunMs).toISOString(),
        ...(isOpen ? {} : { endedAt: new Date(endMs).toISOString() }),
      })),
      ...(isOpen
        ? {}
        : { resolvedAt: new Date(Math.max(...impacts.map(({ endMs }) => endMs))).toISOString() }),
      ...(cause === null ? {} : { causes: [{ kind: cause, status: "confirmed" }] }),
    });
    for (const { service, fraction, begunMs, endMs } of impacts) {
      raw.push({
        incident: number,
        service,
        fraction,
        startMs: begunMs,
        endMs: isOpen ? NOW_MS : endMs,
        cause: cause ?? "unknown",
      });
    }
  }
  await database.db
    .insert(team)
    .values({ workspaceId: ctx.workspaceId, id: ctx.workspaceId, name: "Shop", createdAt: ctx.now });
  await database.pool.query("update service set team_id = $1 where workspace_id = $1 and slug <> 'orders'", [
    ctx.workspaceId,
  ]);
  return { ctx, raw };
}

type Window = { startMs: number; endMs: number };

/** The definition itself, without sweeping: between any two boundaries, who holds the service's largest fraction. */
function bruteForce(
  raw: readonly Raw[],
  window: Window,
  only: (raw: Raw, slug: string) => boolean = () => true,
) {
  let weightedLostMs = 0;
  let lostOfThose = 0;
  let weightedCoveredMs = 0;
  let coveredMs = 0;
  for (const service of SERVICES) {
    const fromMs = Math.max(window.startMs, Date.parse(service.trackedFrom));
    const toMs = Math.min(window.endMs, NOW_MS);
    if (toMs <= fromMs) continue;
    weightedCoveredMs += service.weight * (toMs - fromMs);
    coveredMs = Math.max(coveredMs, toMs - fromMs);
    const own = raw.filter((impact) => impact.service === service.slug);
    const cuts = [...new Set([fromMs, toMs, ...own.flatMap(({ startMs, endMs }) => [startMs, endMs])])]
      .filter((ms) => ms >= fromMs && ms <= toMs)
      .sort((a, b) => a - b);
    for (let index = 1; index < cuts.length; index += 1) {
      const [aMs, bMs] = [cuts[index - 1] ?? 0, cuts[index] ?? 0];
      const [holder] = own
        .filter(({ startMs, endMs }) => startMs <= aMs && endMs >= bMs)
        .sort((a, b) => b.fraction - a.fraction || a.startMs - b.startMs || a.incident - b.incident);
      if (!holder) continue;
      const lost = service.weight * holder.fraction * (bMs - aMs);
      weightedLostMs += lost;
      if (only(holder, service.slug)) lostOfThose += lost;
    }
  }
  const minutes = (lost: number) => ((lost / weightedCoveredMs) * coveredMs) / 60_000;
  return {
    availability: 1 - weightedLostMs / weightedCoveredMs,
    impactMinutes: minutes(weightedLostMs),
    minutesOfThose: minutes(lostOfThose),
    coveredMinutes: coveredMs / 60_000,
  };
}

const ask = (ctx: Ctx, search = "") =>
  overview(ctx, parseOverviewQuery(Object.fromEntries(new URLSearchParams(search))));
const day = (text: string) => dayStartMs(text, ZONE);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("the overview", () => {
  let ctx: Ctx;
  let raw: Raw[];
  beforeAll(async () => {
    ({ ctx, raw } = await filledWorkspace(7));
  });

  test("equals a computation from the raw impacts, with overlaps, open incidents and clock changes", async () => {
    const data = await ask(ctx, "period=13w");
    const whole = bruteForce(raw, { startMs: day(data.period.from), endMs: day(data.period.to) });
    expect(data.figures.availability).toBeCloseTo(whole.availability, 9);
    expect(data.figures.impactMinutes).toBeCloseTo(whole.impactMinutes, 6);
    expect(data.figures.coveredMinutes).toBeCloseTo(whole.coveredMinutes, 9);
    expect(data.points).toHaveLength(13);
    for (const point of data.points) {
      const part = bruteForce(raw, { startMs: Date.parse(point.start), endMs: Date.parse(point.end) });
      expect(point.availability).toBeCloseTo(part.availability, 9);
    }
    expect(data.points.at(-1)?.end).toBe(NOW);
    const before = bruteForce(raw, {
      startMs: day(data.comparison?.from ?? ""),
      endMs: day(data.comparison?.to ?? ""),
    });
    expect(data.before?.availability).toBeCloseTo(before.availability, 9);
  });

  test("gives every minute one cause, one service and one team, which add up to the whole", async () => {
    for (const by of ["cause", "service", "team"] as const) {
      const data = await ask(ctx, `period=26w&by=${by}`);
      const window = { startMs: day(data.period.from), endMs: day(data.period.to) };
      expect(sum(data.breakdown.rows.map((row) => row.minutes))).toBeCloseTo(data.figures.impactMinutes, 9);
      for (const row of data.breakdown.rows) {
        const expected = bruteForce(raw, window, (holder, slug) => {
          if (by === "cause") return holder.cause === row.key;
          return by === "service" ? slug === row.key : (slug === "orders" ? "" : "Shop") === row.key;
        });
        expect(row.minutes).toBeCloseTo(expected.minutesOfThose, 6);
        expect(sum(row.byMonth)).toBeCloseTo(row.minutes, 9);
      }
    }
  });

  test("narrowed to a service is about that service alone", async () => {
    const data = await ask(ctx, "service=checkout&period=13w");
    const own = raw.filter(({ service }) => service === "checkout");
    const window = { startMs: day(data.period.from), endMs: Math.min(day(data.period.to), NOW_MS) };
    const lost = bruteForce(own, window).availability;
    const wholeWeight = bruteForce([], window);
    expect(wholeWeight.availability).toBe(1);
    // Of the brute force's three services only one is hit: its own loss is recovered from the weights.
    const orders = NOW_MS - Date.parse("2026-02-10T13:20:00Z");
    const span = window.endMs - window.startMs;
    const expected = 1 - ((1 - lost) * (9 * span + 3 * span + 2.5 * orders)) / (9 * span);
    expect(data.figures.availability).toBeCloseTo(expected, 9);
    expect(sum(data.breakdown.rows.map((row) => row.minutes))).toBeCloseTo(data.figures.impactMinutes, 9);
    expect(data.services.rows.map((row) => row.slug)).toEqual(["checkout"]);
  });

  test("narrowed to a cause narrows minutes and incidents, and leaves availability whole", async () => {
    const [all, dns] = [await ask(ctx), await ask(ctx, "cause=dns")];
    const window = { startMs: day(dns.period.from), endMs: day(dns.period.to) };
    expect(dns.figures.availability).toBe(all.figures.availability);
    expect(dns.figures.budget).toEqual(all.figures.budget);
    const expected = bruteForce(raw, window, (holder) => holder.cause === "dns");
    expect(dns.figures.impactMinutes).toBeCloseTo(expected.minutesOfThose, 6);
    expect(dns.costliest.every((incident) => incident.primaryCause?.kind === "dns")).toBe(true);
    expect(sum(Object.values(dns.figures.incidents))).toBeLessThan(sum(Object.values(all.figures.incidents)));
  });

  test("names the costliest incidents by what they cost within the period, open ones up to now", async () => {
    const data = await ask(ctx);
    const window = { startMs: day(data.period.from), endMs: day(data.period.to) };
    const costs = [...new Set(raw.map(({ incident }) => incident))]
      .map((number) => ({
        number,
        minutes: bruteForce(raw, window, (holder) => holder.incident === number).minutesOfThose,
      }))
      .sort((a, b) => b.minutes - a.minutes);
    expect(data.costliest.map(({ number }) => number)).toEqual(costs.slice(0, 8).map(({ number }) => number));
    data.costliest.forEach((incident, index) => {
      expect(incident.impactMinutes).toBeCloseTo(costs[index]?.minutes ?? 0, 6);
    });
  });

  test("counts incidents begun in the period once, whatever they hit", async () => {
    const data = await ask(ctx, "period=52w");
    expect(sum(Object.values(data.figures.incidents))).toBe(
      new Set(raw.map(({ incident }) => incident)).size,
    );
    expect(data.figures.incidents.SEV1).toBe(8);
  });

  test("of an empty workspace covers nothing and claims nothing", async () => {
    const empty = await makeWorkspace(database.db, {
      now: NOW,
      services: [{ slug: "later", trackedFrom: NOW, isStated: true }],
    });
    const data = await ask(empty);
    expect(await listServices(empty)).toHaveLength(1);
    expect(data.figures.availability).toBeNull();
    expect(data.points.every((point) => point.availability === null)).toBe(true);
    expect(data.services.rows[0]?.availability).toBeNull();
    await expect(ask(empty, "service=nowhere")).rejects.toMatchObject({ code: "service-not-found" });
  });
});
