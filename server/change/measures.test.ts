import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { incident } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import type { Ctx } from "@/server/context";
import { log, makeWorkspace } from "@/server/incident/testing/fixture";
import { changeFailureRate } from "./failure-rate";
import { linkChange } from "./link";
import { changeShare } from "./share";
import { tell } from "./testing/tell";

const database = testDatabase();
const NOW = "2026-03-10T12:00:00.000Z";

async function ledger(): Promise<Ctx> {
  return await makeWorkspace(database.db, {
    now: NOW,
    services: [{ slug: "checkout" }, { slug: "search" }],
  });
}

const code = (deployedAt: string, ai: boolean, more: Record<string, unknown> = {}) => ({
  kind: "code",
  services: ["checkout"],
  deployedAt,
  description: "Tested on staging.",
  commits: [{ revision: "1.0", message: ai ? "Fix\n\nGenerated-by: AI agent" : "Fix" }],
  ...more,
});

async function blame(ctx: Ctx, changeId: string): Promise<void> {
  await log(ctx, { impactStartedAt: "2026-03-02T10:00:00Z", resolvedAt: "2026-03-02T11:00:00Z" });
  const [one] = await ctx.db
    .select({ number: incident.number })
    .from(incident)
    .where(eq(incident.workspaceId, ctx.workspaceId));
  const actor = ctx.actor.kind === "system" ? { ...ctx.actor, kind: "system" as const } : ctx.actor;
  await linkChange(
    { ...ctx, actor },
    {
      incident: String(one?.number),
      changeId,
      verdict: "cause",
      reason: "It ended with its revert.",
    },
  );
}

describe("the measures of changes", () => {
  test("keep the classes apart, by week, service and in all", async () => {
    const ctx = await ledger();
    await tell(
      ctx,
      code("2026-02-24T10:00:00Z", true),
      code("2026-02-25T10:00:00Z", false),
      code("2026-03-03T10:00:00Z", false, { services: ["search"] }),
      {
        kind: "config",
        title: "By a form",
        services: ["checkout", "search"],
        deployedAt: "2026-03-03T11:00:00Z",
      },
      code("2026-03-04T10:00:00Z", false, { environment: "staging" }),
    );
    const span = { from: "2026-02-23", to: "2026-03-09", grain: "week" as const };
    const share = await changeShare(ctx, span);
    expect(share.total).toEqual({ ai: 1, "none-found": 2, unknown: 1, automation: 0 });
    expect(share.points.map(({ start, aiRatio }) => [start, aiRatio])).toEqual([
      ["2026-02-23", 0.5],
      ["2026-03-02", 0],
    ]);
    const search = await changeShare(ctx, { ...span, service: "search" });
    expect(search.total).toEqual({ ai: 0, "none-found": 1, unknown: 1, automation: 0 });
  });

  test("count a failure only once its follow-up window has passed, and say how many wait", async () => {
    const ctx = await ledger();
    const [first] = await tell(
      ctx,
      code("2026-03-02T09:00:00Z", true),
      code("2026-03-02T23:59:00Z", false),
      code("2026-03-03T00:01:00Z", false),
    );
    if (first === undefined || first.status === "refused") throw new Error("The change was refused.");
    await blame(ctx, first.id);
    const span = { from: "2026-02-23", to: "2026-03-11", grain: "week" as const };
    const week = await changeFailureRate(ctx, { ...span, followUpDays: 7 });
    expect(week).toMatchObject({ countedTo: "2026-03-03", waiting: 1, followUpDays: 7 });
    expect(week.total.ai).toEqual({ changes: 1, failed: 1, rate: null });
    expect(week.total["none-found"]).toEqual({ changes: 1, failed: 0, rate: null });
    const day = await changeFailureRate(ctx, { ...span, followUpDays: 1 });
    expect(day).toMatchObject({ waiting: 0, total: { "none-found": { changes: 2 } } });
    const quarter = await changeFailureRate(ctx, { ...span, followUpDays: 90 });
    expect(quarter).toMatchObject({ waiting: 3, total: { ai: { changes: 0, failed: 0, rate: null } } });
  });

  test("know no team and no service that are not there", async () => {
    const ctx = await ledger();
    await expect(changeShare(ctx, { grain: "week", service: "nowhere" })).rejects.toThrow("nowhere");
    await expect(changeShare(ctx, { grain: "week", team: "Nobody" })).rejects.toThrow("Nobody");
  });
});
