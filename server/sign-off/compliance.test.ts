import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { breakGlass, service, signOffRequest, team, workspace } from "@/db/schema";
import { inRolledBackTransaction, testDatabase } from "@/db/testing/test-database";
import { parseOverviewQuery } from "@/domain/overview/query";
import { complianceQuerySchema } from "@/domain/sign-off/compliance-schema";
import type { SignOffState } from "@/domain/sign-off/states";
import { overview } from "@/server/availability/overview";
import type { Ctx } from "@/server/context";
import { compliance } from "./compliance";

const database = testDatabase();
const now = new Date("2026-06-17T09:00:00Z");

/** Three services of two teams; the week of 8 June and the one before it. */
async function withRequests<T>(work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return await inRolledBackTransaction(database.db, async (db) => {
    const workspaceId = uuidv7();
    const ctx: Ctx = { db, workspaceId, now, requestId: "test", actor: { kind: "system", name: "Test" } };
    const stamps = { createdAt: now, updatedAt: now };
    await db
      .insert(workspace)
      .values({ workspaceId, slug: "acme", name: "Acme", timeZone: "America/Los_Angeles", ...stamps });
    const teams = ["Alpha", "Beta"].map((name) => ({ workspaceId, id: uuidv7(), name, createdAt: now }));
    await db.insert(team).values(teams);
    const services = ["cart", "pay", "search"].map((slug, index) => ({
      workspaceId,
      id: uuidv7(),
      slug,
      name: slug,
      teamId: teams[index === 2 ? 1 : 0]?.id ?? null,
      trackedFrom: now,
      ...stamps,
    }));
    await db.insert(service).values(services);
    const id = (slug: string) => services.find((one) => one.slug === slug)?.id ?? "";
    const ask = (state: SignOffState, liveAt: string | null, slugs: string[], over = {}) => ({
      workspaceId,
      id: uuidv7(),
      subject: "change" as const,
      changeId: liveAt === null ? null : uuidv7(),
      state,
      holds: false,
      policyVersion: 1,
      ruleId: "rule",
      ruleName: "Rule",
      mode: "enforce" as const,
      reason: "Asked.",
      environment: "production",
      kind: "code",
      title: "Change",
      serviceIds: slugs.map(id),
      involvement: "ai" as const,
      requestedAt: now,
      liveAt: liveAt === null ? null : new Date(liveAt),
      ...stamps,
      ...over,
    });
    const week = "2026-06-09T12:00:00Z";
    const rows = [
      ...Array.from({ length: 9 }, () => ask("satisfied", week, ["cart"])),
      ask("late", week, ["cart", "pay"]),
      ask("missing", week, ["pay", "search"]),
      ask("declined", week, ["search"]),
      ask("waived", week, ["search"]),
      // Not asked for any more, not live, no evidence of AI: none of these counts.
      ask("lapsed", week, ["search"]),
      ask("waiting", null, ["search"]),
      ask("missing", week, ["search"], { involvement: "unknown" }),
      // Sunday evening in Los Angeles is still the week before, though it is Monday in London.
      ask("missing", "2026-06-08T06:59:59Z", ["cart"]),
    ];
    await db.insert(signOffRequest).values(rows);
    const glass = (openedAt: string, reviewedAt: string | null) => ({
      workspaceId,
      id: uuidv7(),
      changeId: rows.find(({ state }) => state === "waived")?.changeId ?? null,
      environment: "production",
      reason: "Night",
      openedBy: "Somebody",
      openedAt: new Date(openedAt),
      expiresAt: new Date(openedAt),
      reviewedAt: reviewedAt === null ? null : new Date(reviewedAt),
    });
    await db
      .insert(breakGlass)
      .values([
        glass("2026-06-01T12:00:00Z", "2026-06-15T06:59:59Z"),
        glass("2026-06-01T12:00:00Z", "2026-06-15T07:00:00Z"),
        glass("2026-06-02T12:00:00Z", null),
        glass(week, null),
      ]);
    return await work(ctx);
  });
}

const ask = (query: Record<string, string>) =>
  complianceQuerySchema.parse({ from: "2026-06-01", to: "2026-06-15", ...query });

describe("compliance", () => {
  test("counts what went live by how its sign-off stands, in weeks of the workspace's zone", () =>
    withRequests(async (ctx) => {
      const { total, points, before } = await compliance(ctx, ask({}));
      expect(points.map(({ start, required, missing }) => [start, required, missing])).toEqual([
        ["2026-06-01", 1, 1],
        ["2026-06-08", 13, 2],
      ]);
      expect(total).toEqual({ required: 14, satisfied: 9, late: 1, missing: 3, waived: 1, ratio: 9 / 14 });
      expect(points[0]?.ratio).toBeNull();
      expect(before).toMatchObject({ from: "2026-05-18", to: "2026-06-01", required: 0, ratio: null });
    }));

  test("counts a change once for each of its services, and once for each team that keeps some of them", () =>
    withRequests(async (ctx) => {
      const { services, teams } = await compliance(ctx, ask({}));
      const counts = Object.fromEntries(services.map((one) => [one.slug, one.required]));
      expect(counts).toEqual({ cart: 11, pay: 2, search: 3 });
      expect(teams.map(({ name, required, services: kept }) => [name, required, kept])).toEqual([
        ["Alpha", 12, ["cart", "pay"]],
        ["Beta", 3, ["search"]],
      ]);
      const ofBeta = await compliance(ctx, ask({ team: "Beta" }));
      expect(ofBeta.total.required).toBe(3);
      expect(ofBeta.services.map(({ slug }) => slug)).toEqual(["search"]);
      expect((await compliance(ctx, ask({ service: "pay" }))).total).toMatchObject({
        required: 2,
        late: 1,
        missing: 1,
      });
    }));

  test("counts a break-glass as looked at in time until the end of the week after its own", () =>
    withRequests(async (ctx) => {
      const { breakGlass: found, points } = await compliance(ctx, ask({}));
      expect(found).toEqual({ opened: 4, reviewedInTime: 1, reviewedLate: 1, due: 1, overdue: 1 });
      expect(points.map((point) => point.breakGlass.opened)).toEqual([3, 1]);
      expect((await compliance(ctx, ask({ service: "cart" }))).breakGlass.opened).toBe(0);
    }));

  test("stands on the overview as the same figures", () =>
    withRequests(async (ctx) => {
      const query = parseOverviewQuery({ period: "custom", from: "2026-06-01", to: "2026-06-14" });
      expect((await overview(ctx, query)).signOffs?.now).toEqual((await compliance(ctx, ask({}))).total);
      const narrowed = await overview(
        ctx,
        parseOverviewQuery({ period: "custom", from: "2026-06-01", to: "2026-06-14", team: "Beta" }),
      );
      expect(narrowed.signOffs).toMatchObject({ now: { required: 3 }, services: ["search"] });
    }));
});
