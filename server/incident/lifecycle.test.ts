import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import type { Transition } from "@/domain/incident/lifecycle";
import { incidentListQuerySchema } from "@/domain/incident/schema";
import type { Ctx } from "@/server/context";
import { at, log, makeWorkspace } from "@/server/incident/testing/fixture";
import {
  countOpenIncidents,
  exportIncidentsCsv,
  getIncident,
  incidentMedians,
  listIncidents,
  openIncidents,
} from "./queries";
import { transitionIncident } from "./transition";

const database = testDatabase();
const NOW = "2026-03-10T12:00:00.000Z";
const services = [
  { slug: "checkout", weight: 3 },
  { slug: "search", weight: 1 },
];
const workspaceNow = () => makeWorkspace(database.db, { now: NOW, services });
const move = (ctx: Ctx, id: string, transition: Transition, more = {}) =>
  transitionIncident(ctx, { id, transition, ...more });

describe("logging an incident", () => {
  test("needs only a title, a severity and one service, and starts now in triage", async () => {
    const ctx = await workspaceNow();
    const logged = await log(ctx, {});
    expect(logged).toMatchObject({
      number: 1,
      version: 1,
      status: "triage",
      impactStartedAt: NOW,
      declaredAt: NOW,
      detectedAt: null,
      impacts: [
        { service: { slug: "checkout" }, level: "major", fraction: 1, startedAt: NOW, endedAt: null },
      ],
      metrics: { impactMs: 0, impactMinutes: 0 },
      blastRadius: { observed: 0.75, class: "extreme" },
    });
    expect(await getIncident(ctx, "INC-1")).toEqual(logged);
    expect(await getIncident(ctx, logged.id)).toEqual(logged);
  });

  test("takes a past one as resolved, its impacts ending with it, and counts its cost by weight", async () => {
    const ctx = await workspaceNow();
    const logged = await log(ctx, {
      impacts: [
        { service: "checkout", startedAt: "2026-03-10T08:00:00Z" },
        {
          service: "search",
          level: "partial",
          startedAt: "2026-03-10T08:30:00Z",
          endedAt: "2026-03-10T08:40:00Z",
        },
      ],
      detectedAt: "2026-03-10T08:05:00Z",
      resolvedAt: "2026-03-10T09:00:00Z",
    });
    expect(logged.status).toBe("resolved");
    expect(logged.declaredAt).toBeNull();
    expect(logged.impacts[0]?.endedAt).toBe("2026-03-10T09:00:00.000Z");
    expect(logged.metrics).toMatchObject({
      impactMs: 3_600_000,
      timeToDetectMs: 300_000,
      timeToResolveMs: 3_600_000,
    });
    expect(logged.metrics.impactMinutes).toBeCloseTo((3 * 60 + 0.3 * 10) / 4, 9);
  });

  test("names the unknown service's field and the nearest slugs", async () => {
    const ctx = await workspaceNow();
    await expect(log(ctx, { impacts: [{ service: "chekout" }] })).rejects.toMatchObject({
      code: "unknown-service",
      field: "impacts.0.service",
      message: expect.stringContaining("Did you mean checkout?"),
    });
  });

  test("moves a tracking start that nobody stated back to the day of the impact, and no other", async () => {
    const ctx = await makeWorkspace(database.db, {
      now: NOW,
      zone: "America/New_York",
      services: [{ slug: "checkout" }, { slug: "search", isStated: true }],
    });
    await log(ctx, {
      impacts: [{ service: "checkout" }, { service: "search" }],
      impactStartedAt: "2025-12-25T10:00:00Z",
      resolvedAt: "2025-12-25T11:00:00Z",
    });
    const rows = await database.pool.query(
      "select slug, tracked_from from service where workspace_id = $1 order by slug",
      [ctx.workspaceId],
    );
    expect(rows.rows.map((row) => row.tracked_from.toISOString())).toEqual([
      "2025-12-25T05:00:00.000Z",
      "2026-01-01T00:00:00.000Z",
    ]);
  });
});

describe("the lifecycle", () => {
  test("counts open impacts to now and ended ones from the rollup, with the same result", async () => {
    const ctx = await workspaceNow();
    const { id } = await log(ctx, { impactStartedAt: "2026-03-10T11:00:00Z" });
    expect((await getIncident(ctx, id)).metrics.impactMinutes).toBeCloseTo(45, 9);
    const later = at(ctx, "2026-03-10T12:30:00Z");
    const resolved = await move(later, id, "resolve", { at: NOW });
    expect(resolved).toMatchObject({ status: "resolved", resolvedAt: NOW, version: 2 });
    expect(resolved.metrics.impactMinutes).toBeCloseTo(45, 9);
    expect(resolved.timeline.at(-1)).toMatchObject({ kind: "status", at: NOW, body: "Resolved" });
  });

  test("reopens with the impacts going on, and cancels to a cost of nothing", async () => {
    const ctx = await workspaceNow();
    const { id } = await log(ctx, {
      impactStartedAt: "2026-03-10T11:00:00Z",
      resolvedAt: "2026-03-10T11:30:00Z",
    });
    const reopened = await move(ctx, id, "reopen");
    expect(reopened).toMatchObject({ status: "investigating", resolvedAt: null });
    expect(reopened.impacts[0]?.endedAt).toBeNull();
    expect(reopened.metrics.impactMinutes).toBeCloseTo(45, 9);
    const cancelled = await move(ctx, id, "cancel");
    expect(cancelled.metrics.impactMinutes).toBe(0);
    expect((await move(ctx, id, "reopen")).metrics.impactMinutes).toBeCloseTo(45, 9);
  });

  test("refuses a step that the status does not allow, and an old version", async () => {
    const ctx = await workspaceNow();
    const { id } = await log(ctx, {});
    await expect(move(ctx, id, "close")).rejects.toMatchObject({ code: "invalid-transition" });
    await move(ctx, id, "acknowledge", { version: 1 });
    await expect(move(ctx, id, "identify", { version: 1 })).rejects.toMatchObject({ currentVersion: 2 });
  });

  test("acknowledging twice changes nothing", async () => {
    const ctx = await workspaceNow();
    const { id } = await log(ctx, {});
    const once = await move(ctx, id, "acknowledge");
    expect(await move(at(ctx, "2026-03-10T12:05:00Z"), id, "acknowledge")).toMatchObject({
      version: once.version,
      acknowledgedAt: NOW,
    });
  });
});

describe("the list", () => {
  test("pages through every incident once in every sort and order", async () => {
    const ctx = await workspaceNow();
    for (let index = 0; index < 12; index += 1) {
      const startedAt = `2026-03-0${1 + (index % 4)}T0${index % 3}:00:00Z`;
      await log(ctx, {
        severity: ["SEV1", "SEV3", "unknown"][index % 3],
        impacts: [{ service: index % 2 ? "search" : "checkout", startedAt }],
        ...(index % 5 === 0 ? {} : { resolvedAt: `2026-03-0${1 + (index % 4)}T05:00:00Z` }),
      });
    }
    for (const sort of ["started", "number", "severity", "duration", "impact", "blast-radius"]) {
      for (const order of ["asc", "desc"]) {
        const seen: number[] = [];
        let cursor: string | undefined;
        do {
          const page = await listIncidents(
            ctx,
            incidentListQuerySchema.parse({ sort, order, limit: 5, cursor }),
          );
          seen.push(...page.incidents.map((one) => one.number));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        expect(
          [...seen].sort((a, b) => a - b),
          `${sort} ${order}`,
        ).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      }
    }
    const numbers = async (filter: object) =>
      (
        await listIncidents(ctx, incidentListQuerySchema.parse({ sort: "number", order: "asc", ...filter }))
      ).incidents.map((one) => one.number);
    expect(await numbers({ status: "open" })).toEqual([1, 6, 11]);
    expect(await numbers({ severity: "sev1" })).toEqual([1, 4, 7, 10]);
    expect(await numbers({ service: "search" })).toEqual([2, 4, 6, 8, 10, 12]);
    expect(await numbers({ service: "none-such" })).toEqual([]);
    expect(await numbers({ blastRadius: "extreme" })).toHaveLength(12);
    expect(await numbers({ blastRadius: ["contained", "limited"] })).toEqual([]);
    expect(await numbers({ from: "2026-03-04" })).toEqual([1, 4, 6, 8, 11, 12]);
    expect(await numbers({ from: "2026-03-02", to: "2026-03-03" })).toEqual([1, 2, 6, 10]);
    expect(await numbers({ from: "2026-03-02", to: "2026-03-03", dates: "begun" })).toEqual([2, 6, 10]);
    expect(await numbers({ q: "check fai" })).toHaveLength(12);
    expect(await numbers({ q: "payments" })).toEqual([]);
    expect(await numbers({ q: "it's (a:* & |!" })).toEqual([]);
    expect(await numbers({ q: "INC-7" })).toEqual([7]);
    expect(await numbers({ cause: "unknown" })).toHaveLength(12);
    await expect(listIncidents(ctx, incidentListQuerySchema.parse({ from: "soon" }))).rejects.toMatchObject({
      field: "from",
    });
    await expect(
      listIncidents(ctx, incidentListQuerySchema.parse({ cursor: "bm9uZQ" })),
    ).rejects.toMatchObject({
      code: "invalid-cursor",
    });
    const lines: string[] = [];
    for await (const line of exportIncidentsCsv(ctx, incidentListQuerySchema.parse({ severity: "sev3" })))
      lines.push(line);
    expect(lines).toHaveLength(5);
    expect(lines[1]).toMatch(/^INC-8,Checkout fails,SEV3,resolved,search,/);
    expect((await incidentMedians(ctx)).count).toBe(12);
    expect(await countOpenIncidents(ctx)).toBe(3);
    expect((await openIncidents(ctx)).map((one) => one.status)).toEqual(["triage", "triage", "triage"]);
  });
});
