import { and, asc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { impact, incident, serviceDay } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import type { Ctx } from "@/server/context";
import { editIncident } from "@/server/incident/edit";
import { rebuildRollups } from "@/server/rollup/rebuild";
import { verifyRollups } from "@/server/rollup/verify";
import { importText, newContext } from "./testing/context";

const database = testDatabase();

interface Row {
  id: string;
  title?: string;
  service?: string;
  start: string;
  end: string;
}

const table = (rows: readonly Row[]) =>
  ["id,title,service,level,started_at,resolved_at"]
    .concat(
      rows.map(
        ({ id, title, service, start, end }) =>
          `${id},${title ?? id},${service ?? "api"},major,${start},${end}`,
      ),
    )
    .join("\n");

const day = (number: number) => new Date(Date.UTC(2025, 0, number)).toISOString().slice(0, 10);

/** One hour of outage per day, spread over a few services. */
const history = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `X-${index + 1}`,
    service: `svc-${index % 7}`,
    start: `${day(1 + (index % 300))}T10:00:00Z`,
    end: `${day(1 + (index % 300))}T11:00:00Z`,
  }));

const stored = (ctx: Ctx) =>
  ctx.db
    .select({ id: incident.id, number: incident.number, title: incident.title, version: incident.version })
    .from(incident)
    .where(eq(incident.workspaceId, ctx.workspaceId))
    .orderBy(asc(incident.number));

const counts = ({ created, updated, unchanged, refusals }: Awaited<ReturnType<typeof importText>>) => ({
  created,
  updated,
  unchanged,
  refused: refusals.length,
});

async function expectRollupsRight(ctx: Ctx): Promise<void> {
  const { differences, checked } = await verifyRollups(ctx);
  expect(differences).toEqual([]);
  expect(checked.service_day).toBeGreaterThan(0);
  await rebuildRollups(ctx);
  expect((await verifyRollups(ctx)).differences).toEqual([]);
}

describe("importing incidents", () => {
  test("twice changes nothing", async () => {
    const ctx = await newContext(database.db);
    const file = table(history(350));
    expect(counts(await importText(ctx, file))).toEqual({
      created: 350,
      updated: 0,
      unchanged: 0,
      refused: 0,
    });
    const before = await stored(ctx);
    expect(counts(await importText(ctx, file))).toEqual({
      created: 0,
      updated: 0,
      unchanged: 350,
      refused: 0,
    });
    expect(await stored(ctx)).toEqual(before);
    await expectRollupsRight(ctx);
  });

  test("takes over what changed at its origin, with its rollups", async () => {
    const ctx = await newContext(database.db);
    const rows = history(5);
    await importText(ctx, table(rows));
    const longer = { ...rows[2]!, end: `${day(3)}T15:00:00Z` };
    const result = await importText(ctx, table(rows.with(2, longer)));
    expect(counts(result)).toEqual({ created: 0, updated: 1, unchanged: 4, refused: 0 });
    const lost = await ctx.db
      .select({ lostMs: serviceDay.lostMs })
      .from(serviceDay)
      .where(and(eq(serviceDay.workspaceId, ctx.workspaceId), eq(serviceDay.day, day(3))));
    expect(lost).toEqual([{ lostMs: 5 * 3_600_000 }]);
    await expectRollupsRight(ctx);
  });

  test("refuses a changed row that was edited here, and keeps the edit", async () => {
    const ctx = await newContext(database.db);
    const rows = history(2);
    await importText(ctx, table(rows));
    const [first] = await stored(ctx);
    await editIncident(ctx, { id: first!.id, version: first!.version, title: "Corrected here" });
    const result = await importText(ctx, table(rows.with(0, { ...rows[0]!, end: `${day(1)}T12:00:00Z` })));
    expect(counts(result)).toEqual({ created: 0, updated: 0, unchanged: 1, refused: 1 });
    expect(result.refusals[0]).toMatchObject({ row: 1, ref: "X-1", code: "edited-here" });
    expect((await stored(ctx))[0]?.title).toBe("Corrected here");
  });

  test("never lets bad rows stop the good ones, and says why each was refused", async () => {
    const ctx = await newContext(database.db);
    const rows = [
      { id: "good-1", start: `${day(1)}T10:00:00Z`, end: `${day(1)}T11:00:00Z` },
      { id: "reversed", start: `${day(2)}T10:00:00Z`, end: `${day(2)}T09:00:00Z` },
      { id: "no-date", start: "soon", end: `${day(2)}T09:00:00Z` },
      { id: "future", start: "2031-01-01T00:00:00Z", end: "2031-01-01T01:00:00Z" },
      { id: "good-2", start: `${day(3)}T10:00:00Z`, end: `${day(3)}T11:00:00Z` },
    ];
    const result = await importText(ctx, table(rows));
    expect(counts(result)).toEqual({ created: 2, updated: 0, unchanged: 0, refused: 3 });
    expect(result.refusals.map(({ row }) => row)).toEqual([2, 3, 4]);
    for (const { reason } of result.refusals) expect(reason.length).toBeGreaterThan(20);
  });

  test("keeps what was acknowledged when it is killed between batches, and completes it the next time", async () => {
    const ctx = await newContext(database.db);
    const file = table(history(350));
    const kill = new AbortController();
    const killed = importText(ctx, file, {
      signal: kill.signal,
      onProgress: ({ done }) => {
        if (done > 0) kill.abort();
      },
    });
    await expect(killed).rejects.toThrow();
    const kept = (await stored(ctx)).length;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(350);
    expect((await verifyRollups(ctx)).differences).toEqual([]);
    const again = await importText(ctx, file);
    expect(counts(again)).toEqual({ created: 350 - kept, updated: 0, unchanged: kept, refused: 0 });
    await expectRollupsRight(ctx);
  });

  test("does not overwrite an incident of another unnamed table that counts from 1 too", async () => {
    const ctx = await newContext(database.db);
    const [one, other] = history(2);
    await importText(ctx, table([{ ...one!, id: "1", title: "Ours" }]));
    const result = await importText(ctx, table([{ ...other!, id: "1", title: "Theirs" }]));
    expect(result.refusals).toEqual([expect.objectContaining({ code: "id-taken" })]);
    const named = await importText(ctx, table([{ ...other!, id: "1", title: "Theirs" }]), {
      options: { page: "Theirs" },
    });
    expect(named.created).toBe(1);
    expect((await stored(ctx)).map(({ title }) => title)).toEqual(["Ours", "Theirs"]);
  });

  test("does not open again what an earlier file has ended", async () => {
    const ctx = await newContext(database.db);
    const [row] = history(1);
    await importText(ctx, table([row!]));
    const result = await importText(ctx, table([{ ...row!, end: "" }]));
    expect(result.refusals).toEqual([expect.objectContaining({ code: "older-version" })]);
  });

  test("makes missing services, tracked from the day of their first impact in the workspace's zone", async () => {
    const ctx = await newContext(database.db, "America/New_York");
    await importText(ctx, table([{ id: "a", start: "2025-06-02T02:00:00Z", end: "2025-06-02T03:00:00Z" }]));
    const rows = await database.pool.query("select slug, tracked_from from service where workspace_id = $1", [
      ctx.workspaceId,
    ]);
    expect(rows.rows).toEqual([{ slug: "api", tracked_from: new Date("2025-06-01T04:00:00Z") }]);
  });

  test("names the fraction of a level as the workspace does", async () => {
    const ctx = await newContext(database.db);
    await importText(ctx, table(history(1)).replace("major", "partial"));
    const rows = await ctx.db.select().from(impact).where(eq(impact.workspaceId, ctx.workspaceId));
    expect(rows).toEqual([expect.objectContaining({ level: "partial", fraction: 0.3 })]);
  });
});
