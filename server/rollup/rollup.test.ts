import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import type { Ctx } from "@/server/context";
import { log, makeWorkspace } from "@/server/incident/testing/fixture";
import { transitionIncident } from "@/server/incident/transition";
import { levelFractionsChanged, serviceChanged, zoneChanged } from "./changed";
import { freshRollups, refreshDirtyDays } from "./dirty-days";
import { rebuildRollups } from "./rebuild";
import { verifyRollups } from "./verify";

const database = testDatabase();
const NOW = "2026-03-10T12:00:00.000Z";

async function filledWorkspace(): Promise<Ctx> {
  const ctx = await makeWorkspace(database.db, {
    now: NOW,
    services: [{ slug: "checkout", weight: 3 }, { slug: "search" }],
  });
  await log(ctx, {
    impacts: [
      { service: "checkout", startedAt: "2026-03-07T22:00:00Z" },
      { service: "search", level: "partial", startedAt: "2026-03-07T23:00:00Z" },
    ],
    resolvedAt: "2026-03-08T02:00:00Z",
    causes: [{ kind: "dns", status: "confirmed" }],
  });
  await log(ctx, {
    severity: "SEV1",
    impactStartedAt: "2026-03-08T01:00:00Z",
    resolvedAt: "2026-03-08T03:00:00Z",
  });
  await log(ctx, { impactStartedAt: "2026-03-09T01:00:00Z" });
  return ctx;
}

const rows = async (ctx: Ctx, table: string, order: string) =>
  (
    await database.pool.query(`select * from ${table} where workspace_id = $1 order by ${order}`, [
      ctx.workspaceId,
    ])
  ).rows.map(({ workspace_id, ...row }) => row);
const run = (statement: string, ...values: unknown[]) => database.pool.query(statement, values);
const HOUR_MS = 3_600_000;

describe("the rollups", () => {
  test("hold each day's loss once, by the cause of the incident that owns it", async () => {
    const ctx = await filledWorkspace();
    await freshRollups(ctx);
    expect(await rows(ctx, "workspace_day", "day")).toEqual([
      { day: "2026-03-07", lost_weight_ms: (3 * 2 + 0.3) * HOUR_MS },
      { day: "2026-03-08", lost_weight_ms: (3 * 3 + 0.3 * 2) * HOUR_MS },
    ]);
    expect(await rows(ctx, "workspace_day_cause", "day, cause_kind, severity")).toMatchObject([
      { day: "2026-03-07", cause_kind: "dns", severity: "SEV2", incidents_started: 1 },
      {
        day: "2026-03-08",
        cause_kind: "dns",
        lost_weight_ms: (3 * 2 + 0.3 * 2) * HOUR_MS,
        incidents_started: 0,
      },
      { day: "2026-03-08", cause_kind: "unknown", lost_weight_ms: 3 * HOUR_MS, incidents_started: 1 },
      { day: "2026-03-09", cause_kind: "unknown", lost_weight_ms: 0, incidents_started: 1 },
    ]);
    expect(await rows(ctx, "dirty_day", "day")).toEqual([]);
  });

  test("agree with their raw rows, and a planted error is found and repaired by a rebuild", async () => {
    const ctx = await filledWorkspace();
    expect((await verifyRollups(ctx)).differences).toEqual([]);
    await run(
      "update service_day set lost_ms = lost_ms + 1 where workspace_id = $1 and day = '2026-03-07'",
      ctx.workspaceId,
    );
    await run(
      "delete from service_day_incident where workspace_id = $1 and day = '2026-03-08'",
      ctx.workspaceId,
    );
    await run(
      "update incident_cost set peak_weight = 9, lost_weight_ms = 1 where workspace_id = $1",
      ctx.workspaceId,
    );
    await run("insert into workspace_day values ($1, '2020-01-01', 5)", ctx.workspaceId);
    await run(
      "delete from workspace_day_cause where workspace_id = $1 and day = '2026-03-09'",
      ctx.workspaceId,
    );
    const { differences } = await verifyRollups(ctx);
    expect(new Set(differences.map((one) => one.table)).size).toBe(5);
    expect(differences).toContainEqual({
      table: "workspace_day",
      key: "2020-01-01",
      column: "lost_weight_ms",
      stored: 5,
      expected: null,
    });
    await rebuildRollups(ctx);
    expect((await verifyRollups(ctx)).differences).toEqual([]);
  });

  test("follow a change of weight, tracking start, zone and of what a level stands for", async () => {
    const ctx = await filledWorkspace();
    const found = await run(
      "select id from service where workspace_id = $1 and slug = 'checkout'",
      ctx.workspaceId,
    );
    const id: string = found.rows[0].id;
    await run(
      "update service set weight = 7, tracked_from = '2026-03-08', tracked_from_is_stated = true where workspace_id = $1 and id = $2",
      ctx.workspaceId,
      id,
    );
    await serviceChanged(ctx, id);
    expect((await verifyRollups(ctx)).differences).toEqual([]);
    await run("update workspace set time_zone = 'Pacific/Auckland' where workspace_id = $1", ctx.workspaceId);
    await zoneChanged(ctx);
    expect((await verifyRollups(ctx)).differences).toEqual([]);
    expect((await rows(ctx, "workspace_day", "day")).map((row) => row.day)).toEqual(["2026-03-08"]);
    await run("update workspace set fraction_partial = 0.5 where workspace_id = $1", ctx.workspaceId);
    await levelFractionsChanged(ctx);
    const fractions = await rows(ctx, "impact", "fraction");
    expect(fractions.map((row) => row.fraction)).toEqual([0.5, 1, 1, 1]);
    expect((await verifyRollups(ctx)).differences).toEqual([]);
  });

  test("are refreshed once however many readers ask at the same time", async () => {
    const ctx = await filledWorkspace();
    const refreshed = await Promise.all([1, 2, 3, 4].map(() => refreshDirtyDays(ctx)));
    expect(refreshed.map((days) => days.length).sort()).toEqual([0, 0, 0, 3]);
    expect((await verifyRollups(ctx)).differences).toEqual([]);
  });

  test("leave a cancelled incident out", async () => {
    const ctx = await filledWorkspace();
    await transitionIncident(ctx, { id: "1", transition: "cancel" });
    await freshRollups(ctx);
    expect(await rows(ctx, "workspace_day", "day")).toEqual([
      { day: "2026-03-08", lost_weight_ms: 6 * HOUR_MS },
    ]);
    expect((await verifyRollups(ctx)).differences).toEqual([]);
  });
});
