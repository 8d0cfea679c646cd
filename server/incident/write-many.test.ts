import { asc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { causeRevision, incident, service, timelineEvent } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { type Ctx, inTransaction } from "@/server/context";
import { newContext } from "@/server/import/testing/context";
import { verifyRollups } from "@/server/rollup/verify";
import { createService } from "@/server/service/create";
import { type IncidentRecord, replaceIncidents, writeIncidents } from "./write-many";

const database = testDatabase();

async function setUp(): Promise<{ ctx: Ctx; serviceIds: string[] }> {
  const ctx = await newContext(database.db);
  const ids = [];
  for (const slug of ["api", "web"]) ids.push((await createService(ctx, { slug, name: slug, weight: 1 })).id);
  return { ctx, serviceIds: ids };
}

function record(serviceId: string, day: number, more: Partial<IncidentRecord> = {}): IncidentRecord {
  const start = new Date(Date.UTC(2025, 5, day, 10));
  const end = new Date(Date.UTC(2025, 5, day, 12));
  return {
    title: `Outage ${day}`,
    severity: "SEV2",
    status: "resolved",
    summary: null,
    impactStartedAt: start,
    detectedAt: null,
    declaredAt: null,
    acknowledgedAt: null,
    mitigatedAt: null,
    resolvedAt: end,
    impacts: [{ serviceId, level: "major", fraction: 1, startedAt: start, endedAt: end }],
    causes: [{ kind: "dns", role: "primary", status: "confirmed" }],
    timeline: [{ at: start, kind: "update", body: "We look into it.", author: "Status page" }],
    record: "imported",
    sourceName: null,
    sourceUrl: null,
    regions: ["eu"],
    customersAffectedRatio: null,
    external: null,
    ...more,
  };
}

describe("writing many incidents", () => {
  test("numbers them in the order given, after those there are", async () => {
    const { ctx, serviceIds } = await setUp();
    const [api = ""] = serviceIds;
    await inTransaction(ctx, (tx) => writeIncidents(tx, [record(api, 1), record(api, 2)]));
    const ids = await inTransaction(ctx, (tx) => writeIncidents(tx, [record(api, 3)]));
    const rows = await ctx.db
      .select({ id: incident.id, number: incident.number, title: incident.title })
      .from(incident)
      .where(eq(incident.workspaceId, ctx.workspaceId))
      .orderBy(asc(incident.number));
    expect(rows.map(({ number, title }) => [number, title])).toEqual([
      [1, "Outage 1"],
      [2, "Outage 2"],
      [3, "Outage 3"],
    ]);
    expect(rows[2]?.id).toBe(ids[0]);
  });

  test("writes impacts, causes, timelines and rollups with them, over overlaps and midnights", async () => {
    const { ctx, serviceIds } = await setUp();
    const [api = "", web = ""] = serviceIds;
    const long = new Date(Date.UTC(2025, 5, 4, 9));
    const records = [
      record(api, 1),
      record(api, 1, { impacts: [{ ...record(api, 1).impacts[0]!, fraction: 0.5, level: null }] }),
      record(web, 2, { resolvedAt: long, impacts: [{ ...record(web, 2).impacts[0]!, endedAt: long }] }),
      record(api, 3, { status: "cancelled" }),
    ];
    await inTransaction(ctx, (tx) => writeIncidents(tx, records));
    const { differences, checked } = await verifyRollups(ctx);
    expect(differences).toEqual([]);
    expect(checked.service_day).toBe(4);
    const causes = await ctx.db
      .select()
      .from(causeRevision)
      .where(eq(causeRevision.workspaceId, ctx.workspaceId));
    expect(causes).toHaveLength(4);
  });

  test("leaves nothing behind when its transaction fails", async () => {
    const { ctx, serviceIds } = await setUp();
    const [api = ""] = serviceIds;
    const failing = inTransaction(ctx, async (tx) => {
      await writeIncidents(tx, [record(api, 1)]);
      throw new Error("later in the transaction");
    });
    await expect(failing).rejects.toThrow("later");
    const rows = await ctx.db.select().from(incident).where(eq(incident.workspaceId, ctx.workspaceId));
    expect(rows).toEqual([]);
    expect((await verifyRollups(ctx)).checked.service_day).toBe(0);
  });

  test("replaces content whole: moved impacts leave no loss where they were", async () => {
    const { ctx, serviceIds } = await setUp();
    const [api = "", web = ""] = serviceIds;
    const external = { source: "csv:", externalId: "1", contentHash: "a" };
    const [id = ""] = await inTransaction(ctx, (tx) => writeIncidents(tx, [record(api, 1, { external })]));
    const moved = record(web, 9, { timeline: [], causes: [], external: { ...external, contentHash: "b" } });
    await inTransaction(ctx, (tx) => replaceIncidents(tx, [{ id, record: moved }]));
    const [row] = await ctx.db.select().from(incident).where(eq(incident.id, id));
    expect(row).toMatchObject({ title: "Outage 9", version: 2, number: 1, primaryCauseKind: null });
    const events = await ctx.db.select().from(timelineEvent).where(eq(timelineEvent.incidentId, id));
    expect(events).toEqual([]);
    const { differences, checked } = await verifyRollups(ctx);
    expect([differences, checked.service_day]).toEqual([[], 1]);
  });

  test("moves the tracking start of a service back to the day of its first impact, unless it was stated", async () => {
    const ctx = await newContext(database.db);
    const unstated = await createService(ctx, { slug: "api", name: "API", weight: 1 });
    const stated = await createService(ctx, {
      slug: "web",
      name: "Web",
      weight: 1,
      trackedFrom: "2025-06-20",
    });
    await inTransaction(ctx, (tx) => writeIncidents(tx, [record(unstated.id, 1), record(stated.id, 2)]));
    const rows = await ctx.db
      .select({ slug: service.slug, trackedFrom: service.trackedFrom })
      .from(service)
      .where(eq(service.workspaceId, ctx.workspaceId))
      .orderBy(asc(service.slug));
    expect(rows.map(({ trackedFrom }) => trackedFrom.toISOString().slice(0, 10))).toEqual([
      "2025-06-01",
      "2025-06-20",
    ]);
  });
});
