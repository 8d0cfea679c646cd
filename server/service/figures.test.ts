import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { availabilitySeries } from "@/server/availability/queries";
import { log, makeWorkspace } from "@/server/incident/testing/fixture";
import { serviceFigures } from "./figures";

const database = testDatabase();

describe("the figures of the services", () => {
  test("agree with the availability series over the same days, with an incident still open", async () => {
    const ctx = await makeWorkspace(database.db, {
      now: "2026-03-10T12:00:00.000Z",
      services: [
        { slug: "checkout", weight: 3 },
        { slug: "search", trackedFrom: "2026-03-01T00:00:00Z" },
      ],
    });
    await log(ctx, {
      impacts: [
        { service: "checkout", startedAt: "2026-03-07T22:00:00Z" },
        { service: "search", level: "partial", startedAt: "2026-03-07T23:00:00Z" },
      ],
      resolvedAt: "2026-03-08T02:00:00Z",
    });
    await log(ctx, { impacts: [{ service: "checkout", startedAt: "2026-03-10T11:00:00Z" }] });

    const { figures, dailyLoss } = await serviceFigures(ctx);
    for (const slug of ["checkout", "search"]) {
      const row = figures.rows.find((one) => one.slug === slug);
      const series = await availabilitySeries(ctx, { service: slug, grain: "quarter", ...figures.span });
      const covered = series.points.reduce((sum, point) => sum + point.coveredMinutes, 0);
      const lost = series.points.reduce((sum, point) => sum + point.impactMinutes, 0);
      expect(row?.impactMinutes).toBeCloseTo(lost, 9);
      expect(row?.availability).toBeCloseTo(1 - lost / covered, 12);
      const days = (await dailyLoss([slug])).get(slug) ?? [];
      expect(days).toHaveLength(90);
      expect(days.reduce<number>((sum, minutes) => sum + (minutes ?? 0), 0)).toBeCloseTo(lost, 9);
    }
    const search = (await dailyLoss(["search"])).get("search");
    expect(search?.filter((minutes) => minutes !== null)).toHaveLength(10);
  });
});
