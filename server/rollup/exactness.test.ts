import fc from "fast-check";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { dayEndMs, dayStartMs } from "@/domain/calendar/day";
import { FaultlineError, Forbidden } from "@/domain/errors";
import { TRANSITION_NAMES } from "@/domain/incident/lifecycle";
import type { Ctx } from "@/server/context";
import { editIncident } from "@/server/incident/edit";
import { addImpact, editImpact, removeImpact } from "@/server/incident/impacts";
import { getIncident, listIncidents } from "@/server/incident/queries";
import { log, makeWorkspace } from "@/server/incident/testing/fixture";
import { transitionIncident } from "@/server/incident/transition";
import { openLoss } from "./open-loss";
import { verifyRollups } from "./verify";

const database = testDatabase();
const HOUR_MS = 3_600_000;
const SERVICES = [
  { slug: "checkout", weight: 3 },
  { slug: "search", weight: 0.5 },
  { slug: "stock", weight: 1, trackedFrom: "2026-03-28T10:00:00Z", isStated: true },
];

/** Around these instants the zone changes its clock, or nothing happens. */
const PLACES = [
  { zone: "Europe/Berlin", now: "2026-03-30T09:00:00Z" },
  { zone: "America/Havana", now: "2025-11-03T12:00:00Z" },
  { zone: "Africa/Cairo", now: "2026-04-25T00:30:00Z" },
  { zone: "Australia/Lord_Howe", now: "2026-04-05T20:00:00Z" },
  { zone: "UTC", now: "2026-03-29T00:00:00Z" },
];

const quarters = fc.integer({ min: 0, max: 4 * 24 * 4 });
const fraction = fc.constantFrom(1, 1, 0.3, 0.5, 0.001, 0);
const service = fc.constantFrom("checkout", "checkout", "search", "stock");
const pick = fc.nat({ max: 30 });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("log" as const),
      service,
      other: fc.option(service),
      fraction,
      ago: quarters,
      lasts: fc.option(quarters),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("add" as const),
      pick,
      service,
      fraction,
      ago: quarters,
      lasts: fc.option(quarters),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("impact" as const),
      pick,
      which: pick,
      fraction,
      ago: fc.option(quarters),
      until: fc.option(quarters),
      from: fc.option(quarters),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove" as const), pick, which: pick }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("retime" as const),
      pick,
      ago: fc.option(quarters),
      until: fc.option(quarters),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("move" as const),
      pick,
      transition: fc.constantFrom(...TRANSITION_NAMES, "resolve" as const, "reopen" as const),
      ago: fc.option(quarters),
      continueImpact: fc.boolean(),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Tries one step; what the rules refuse changes nothing. */
async function take(ctx: Ctx, one: Step): Promise<boolean> {
  const back = (count: number) => new Date(ctx.now.getTime() - count * (HOUR_MS / 4)).toISOString();
  const optional = (count: number | null) => (count === null ? undefined : back(count));
  const end = (ago: number, lasts: number | null) =>
    lasts === null ? undefined : back(Math.max(0, ago - lasts));
  try {
    if (one.kind === "log") {
      const services = [...new Set([one.service, ...(one.other === null ? [] : [one.other])])];
      await log(ctx, {
        impacts: services.map((slug) => ({ service: slug, fraction: one.fraction })),
        impactStartedAt: back(one.ago),
        resolvedAt: end(one.ago, one.lasts),
      });
      return true;
    }
    const page = await listIncidents(ctx, { sort: "number", order: "asc", limit: 50 });
    const chosen = page.incidents[one.pick % Math.max(1, page.incidents.length)];
    if (chosen === undefined) return false;
    const { id, version, impacts } = await getIncident(ctx, chosen.id);
    const impactId = "which" in one ? (impacts[one.which % impacts.length]?.id ?? "") : "";
    if (one.kind === "add") {
      await addImpact(ctx, {
        id,
        version,
        service: one.service,
        fraction: one.fraction,
        startedAt: back(one.ago),
        endedAt: end(one.ago, one.lasts),
      });
    } else if (one.kind === "impact") {
      await editImpact(ctx, {
        id,
        version,
        impactId,
        fraction: one.fraction,
        startedAt: optional(one.ago),
        endedAt: optional(one.until),
        from: optional(one.from),
      });
    } else if (one.kind === "remove") {
      await removeImpact(ctx, { id, version, impactId });
    } else if (one.kind === "retime") {
      await editIncident(ctx, {
        id,
        version,
        impactStartedAt: optional(one.ago),
        resolvedAt: optional(one.until),
      });
    } else {
      await transitionIncident(ctx, {
        id,
        version,
        transition: one.transition,
        at: optional(one.ago),
        continueImpact: one.continueImpact,
      });
    }
    return true;
  } catch (error) {
    if (error instanceof FaultlineError && !(error instanceof Forbidden)) return false;
    throw error;
  }
}

type RawImpact = { incident: string; number: number; start: number; end: number; thousandths: number };
type RawService = { id: string; weight: number; tracked: number; impacts: RawImpact[] };

async function rawServices(ctx: Ctx): Promise<RawService[]> {
  const services = await database.pool.query(
    "select id, weight, tracked_from from service where workspace_id = $1 order by slug",
    [ctx.workspaceId],
  );
  const impacts = await database.pool.query(
    `select p.*, i.number from impact p join incident i on i.id = p.incident_id
     where p.workspace_id = $1 and i.status <> 'cancelled'`,
    [ctx.workspaceId],
  );
  return services.rows.map((row) => ({
    id: row.id,
    weight: row.weight,
    tracked: row.tracked_from.getTime(),
    impacts: impacts.rows
      .filter((impact) => impact.service_id === row.id)
      .map((impact) => ({
        incident: impact.incident_id,
        number: impact.number,
        start: impact.started_at.getTime(),
        end: (impact.ended_at ?? ctx.now).getTime(),
        thousandths: Math.round(impact.fraction * 1000),
      })),
  }));
}

/** In whole numbers: at every edge look at all impacts. Thousandths of ms by incident. */
function exactLoss(impacts: readonly RawImpact[], fromMs: number, toMs: number): Map<string, bigint> {
  const edges = [...new Set([fromMs, toMs, ...impacts.flatMap(({ start, end }) => [start, end])])]
    .filter((edge) => edge >= fromMs && edge <= toMs)
    .sort((a, b) => a - b);
  const losses = new Map<string, bigint>();
  edges.forEach((edge, index) => {
    const next = edges[index + 1] ?? edge;
    const [owner] = impacts
      .filter((impact) => impact.start <= edge && impact.end > edge && impact.thousandths > 0)
      .sort((a, b) => b.thousandths - a.thousandths || a.start - b.start || a.number - b.number);
    if (owner === undefined || next === edge) return;
    const loss = BigInt(next - edge) * BigInt(owner.thousandths);
    losses.set(owner.incident, (losses.get(owner.incident) ?? 0n) + loss);
  });
  return losses;
}

const close = (actual: number, expected: number, what: string) =>
  expect(Math.abs(actual - expected), `${what}: ${actual} is not ${expected}`).toBeLessThanOrEqual(
    1e-9 * Math.max(1, Math.abs(expected)),
  );

async function holdAgainstExactCount(ctx: Ctx, zone: string): Promise<void> {
  const services = await rawServices(ctx);
  const stored = await database.pool.query(
    "select service_id, day, lost_ms from service_day where workspace_id = $1",
    [ctx.workspaceId],
  );
  const overlay = await openLoss(ctx);
  const costs = new Map<string, number>();
  for (const { id, impacts, tracked, weight } of services) {
    const days = new Map<string, number>(
      stored.rows.filter((row) => row.service_id === id).map((row) => [row.day, row.lost_ms]),
    );
    for (const day of overlay.services.find((one) => one.serviceId === id)?.days ?? []) {
      close(day.storedLostMs, days.get(day.day) ?? 0, "the stored loss an overlay replaces");
      days.set(day.day, day.lostMs);
    }
    for (const [day, lostMs] of days) {
      const fromMs = Math.max(tracked, dayStartMs(day, zone));
      const exact = exactLoss(
        impacts,
        fromMs,
        Math.max(fromMs, Math.min(dayEndMs(day, zone), ctx.now.getTime())),
      );
      close(lostMs, Number([...exact.values()].reduce((sum, loss) => sum + loss, 0n)) / 1000, `${day}`);
    }
    const whole = exactLoss(impacts, tracked, Math.max(tracked, ctx.now.getTime()));
    const lost = Number([...whole.values()].reduce((sum, loss) => sum + loss, 0n)) / 1000;
    close(
      [...days.values()].reduce((sum, day) => sum + day, 0),
      lost,
      "all days",
    );
    const coveredMs = ctx.now.getTime() - tracked;
    if (coveredMs > 0)
      close(
        1 - [...days.values()].reduce((sum, day) => sum + day, 0) / coveredMs,
        1 - lost / coveredMs,
        "availability",
      );
    for (const [incident, loss] of whole) {
      costs.set(incident, (costs.get(incident) ?? 0) + (Number(loss) / 1000) * weight);
    }
  }
  const totalWeight = services.reduce((sum, one) => sum + one.weight, 0);
  const page = await listIncidents(ctx, { sort: "impact", order: "desc", limit: 50 });
  for (const one of page.incidents) {
    close(one.impactMinutes, (costs.get(one.id) ?? 0) / totalWeight / 60_000, `the cost of ${one.number}`);
  }
  const minutes = page.incidents.map((one) => one.impactMinutes);
  expect(
    minutes.toSorted((a, b) => b - a),
    "costliest first",
  ).toEqual(minutes);
}

test("after any sequence of edits the rollups equal a rebuild, and with the open impacts an exact count to 1e-9", async () => {
  let taken = 0;
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...PLACES),
      fc.array(fc.tuple(step, fc.integer({ min: 0, max: 6 })), { minLength: 3, maxLength: 12 }),
      async ({ zone, now }, steps) => {
        let ctx = await makeWorkspace(database.db, { now, zone, services: SERVICES });
        for (const [one, hoursLater] of steps) {
          ctx = { ...ctx, now: new Date(ctx.now.getTime() + hoursLater * HOUR_MS) };
          tried += 1;
          if (await take(ctx, one)) taken += 1;
        }
        expect((await verifyRollups(ctx)).differences).toEqual([]);
        await holdAgainstExactCount(ctx, zone);
      },
    ),
    { numRuns: 40 },
  );
  // Sequences that are nearly all refused would prove little.
  expect(taken / tried).toBeGreaterThan(0.15);
}, 180_000);
