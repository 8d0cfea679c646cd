import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { change, deploymentCarries, service } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import type { Ctx } from "@/server/context";
import { log, makeWorkspace } from "@/server/incident/testing/fixture";
import { setDependencies } from "@/server/service/set-dependencies";
import { CANDIDATES, findCandidates } from "./candidates";
import { linkChange } from "./link";
import { hasChanges, rankingInput, suspectsOf } from "./suspects";
import { type GivenChange, putChanges } from "./testing/rows";

const database = testDatabase();
const NOW = "2026-03-10T12:00:00.000Z";
const START = "2026-03-10T08:00:00Z";
const SERVICES = ["checkout", "payments", "ledger", "search"];
const minutesBefore = (minutes: number) => new Date(Date.parse(START) - minutes * 60_000).toISOString();

/** Checkout depends on payments, and payments on the ledger; search stands apart. */
async function workspaceNow() {
  const ctx = await makeWorkspace(database.db, { now: NOW, services: SERVICES.map((slug) => ({ slug })) });
  for (const [slug, needed] of [
    ["checkout", "payments"],
    ["payments", "ledger"],
  ] as const) {
    await setDependencies(ctx, {
      slug,
      version: null,
      input: { dependsOn: [{ slug: needed, criticality: "hard" }] },
    });
  }
  const rows = await ctx.db.select().from(service).where(eq(service.workspaceId, ctx.workspaceId));
  const ids = new Map(rows.map(({ slug, id }) => [slug, id]));
  const put = (given: (Omit<GivenChange, "serviceIds"> & { on?: string[] })[]) =>
    putChanges(
      ctx,
      given.map(({ on = [], ...one }) => ({ ...one, serviceIds: on.map((slug) => ids.get(slug) ?? "") })),
    );
  return { ctx, ids, put };
}

const outage = (ctx: Ctx) => log(ctx, { title: "Coupons fail", impactStartedAt: START });
const titles = async (ctx: Ctx) =>
  (await suspectsOf(ctx, "1")).suspects.map(({ change: { title } }) => title);

describe("suspects", () => {
  test("are the changes to production of the week before, on what was hit, on what it needs, or shared", async () => {
    const { ctx, put } = await workspaceNow();
    await outage(ctx);
    await put([
      { title: "hit", at: minutesBefore(6), on: ["checkout"] },
      { title: "needed", at: minutesBefore(60), on: ["payments"] },
      { title: "needed by the needed", at: minutesBefore(90), on: ["ledger"] },
      { title: "shared", at: minutesBefore(120), kind: "dns" },
      { title: "config elsewhere", at: minutesBefore(130), kind: "config", on: ["search"] },
      { title: "elsewhere", at: minutesBefore(5), on: ["search"] },
      { title: "of no service", at: minutesBefore(5) },
      { title: "staging", at: minutesBefore(5), on: ["checkout"], production: false, environment: "staging" },
      { title: "after", at: "2026-03-10T08:00:01Z", on: ["checkout"] },
      { title: "too old", at: minutesBefore(7 * 24 * 60 + 1), on: ["checkout"] },
    ]);
    const ranked = await suspectsOf(ctx, "1");
    expect(ranked.suspects.map(({ change: { title } }) => title).sort()).toEqual(
      ["hit", "needed", "needed by the needed", "shared", "config elsewhere"].sort(),
    );
    expect(ranked).toMatchObject({ considered: 5, from: minutesBefore(7 * 24 * 60) });
    const [first] = ranked.suspects;
    expect(first?.change.title).toBe("hit");
    expect(first?.reasons).toContain("touches exactly what was hit: checkout");
    const reasons = (title: string) => ranked.suspects.find((one) => one.change.title === title)?.reasons;
    expect(reasons("needed by the needed")).toContain("touches ledger, which checkout depends on");
    expect(reasons("shared")).toContain("touches DNS, which checkout depends on");
    const sum = ranked.suspects.reduce(
      (total, { probability }) => total + probability,
      ranked.noneProbability,
    );
    expect(sum).toBeCloseTo(1, 9);
  });

  test("say what the store knows: what was rolled back, and whose verdict stands", async () => {
    const { ctx, put } = await workspaceNow();
    await outage(ctx);
    const [id = ""] = await put([
      { at: minutesBefore(6), on: ["checkout"], revertedAt: new Date("2026-03-10T09:30:00Z") },
    ]);
    await linkChange(ctx, { incident: "1", changeId: id, verdict: "suspect" });
    expect((await suspectsOf(ctx, "1")).suspects[0]).toMatchObject({
      verdict: "suspect",
      reasons: expect.arrayContaining(["rolled back 1 h 30 min after impact start"]),
    });
  });

  test("leave a deployment out whose changes are known: they share no probability with it, and name it", async () => {
    const { ctx, put, ids } = await workspaceNow();
    await outage(ctx);
    const [deployment = "", old = "", bare = ""] = await put([
      { title: "Deploy 42", at: minutesBefore(6), kind: "deployment", on: ["checkout"] },
      { title: "Merged two weeks ago", at: minutesBefore(14 * 24 * 60) },
      { title: "Deploy 43", at: minutesBefore(60), kind: "deployment", on: ["checkout"] },
    ]);
    await ctx.db.insert(deploymentCarries).values({
      workspaceId: ctx.workspaceId,
      deploymentId: deployment,
      changeId: old,
      deploymentAt: new Date(minutesBefore(6)),
      changeAt: new Date(minutesBefore(14 * 24 * 60)),
      stated: true,
    });
    const { suspects, considered } = await suspectsOf(ctx, "1");
    expect(considered).toBe(2);
    expect(suspects.map(({ change: { id } }) => id)).toEqual([old, bare]);
    // It went live with the deployment, and on its service.
    expect(suspects[0]?.reasons).toEqual(
      expect.arrayContaining([
        "went live 6 minutes before impact start",
        "touches exactly what was hit: checkout",
        'brought by the deployment "Deploy 42"',
      ]),
    );
    expect(ids.size).toBe(4);
  });

  test("follow the incident's own start and services", async () => {
    const { ctx, put } = await workspaceNow();
    await put([{ title: "s", at: "2026-03-09T08:00:00Z", on: ["search"] }]);
    await log(ctx, { impactStartedAt: "2026-03-09T07:00:00Z", impacts: [{ service: "search" }] });
    expect(await titles(ctx)).toEqual([]);
    expect(await suspectsOf(ctx, "1")).toMatchObject({ noneProbability: 1, considered: 0 });
    expect(await hasChanges(ctx)).toBe(true);
    const { ctx: empty } = await workspaceNow();
    expect(await hasChanges(empty)).toBe(false);
  });

  test("are bounded, however much went live", async () => {
    const { ctx, put, ids } = await workspaceNow();
    await put(
      Array.from({ length: 200 }, (_, index) => ({
        at: minutesBefore(index + 1),
        on: ["checkout", "payments"],
      })),
    );
    await put(
      Array.from({ length: 150 }, (_, index) => ({ at: minutesBefore(index + 1), kind: "dns" as const })),
    );
    await outage(ctx);
    const window = { from: new Date(minutesBefore(10_080)), to: new Date(START) };
    const found = await findCandidates(ctx, {
      serviceIds: [ids.get("checkout") ?? ""],
      neededIds: [ids.get("payments") ?? ""],
      ...window,
    });
    // Sixty of the service that was hit, and twenty-four, later ones, of the one that it needs; four of DNS.
    expect(found).toHaveLength(64);
    expect(Math.min(...found.map(({ at }) => at.getTime()))).toBe(Date.parse(minutesBefore(60)));
    expect((await suspectsOf(ctx, "1")).suspects).toHaveLength(20);
  });
});

describe("AI's part, sign-off and levels", () => {
  const query = { serviceIds: ["a"], neededIds: [], from: new Date(minutesBefore(60)), to: new Date(START) };
  const PRESUMED = /involvement|\bai_|_ai\b|evidence|sign_?off|approv|level|verdict|review|declar|tool/i;

  test("are not even asked for", () => {
    expect(CANDIDATES).toContain("from change_service");
    expect(CANDIDATES.match(PRESUMED)).toBeNull();
  });

  test("are no part of what the ranking is told", async () => {
    const { ctx, put, ids } = await workspaceNow();
    await put([
      { at: minutesBefore(6), on: ["checkout"], involvement: "ai", aiTool: "a tool", authorLevel: "junior" },
    ]);
    const found = await findCandidates(ctx, { ...query, serviceIds: [ids.get("checkout") ?? ""] });
    const live = found.map((one) => ({ change: one, at: one.at, serviceIds: one.serviceIds, carrier: null }));
    const input = rankingInput({ at: new Date(START), hit: [], text: "" }, live, {
      slugs: new Map(),
      needs: new Map(),
    });
    const fields = input.candidates.flatMap((one) => Object.keys(one));
    expect(fields).toHaveLength(10);
    expect(
      [...fields, ...found.flatMap((one) => Object.keys(one))].filter((one) => PRESUMED.test(one)),
    ).toEqual([]);
  });

  test("change no probability, whatever they are", async () => {
    const { ctx, put } = await workspaceNow();
    await outage(ctx);
    const ids = await put([
      { at: minutesBefore(6), on: ["checkout"], authorName: "ann" },
      { at: minutesBefore(60), on: ["payments"], authorName: "bo" },
    ]);
    const chances = async () =>
      (await suspectsOf(ctx, "1")).suspects.map(({ change: { id }, probability, reasons }) => [
        id,
        probability,
        reasons,
      ]);
    const plain = await chances();
    await ctx.db
      .update(change)
      .set({
        involvement: "ai",
        aiRole: "wrote-code",
        aiTool: "x",
        aiGrade: "attested",
        authorLevel: "junior",
      })
      .where(and(eq(change.workspaceId, ctx.workspaceId), sql`id = ${ids[1] ?? ""}`));
    await linkChange(ctx, { incident: "1", changeId: ids[1] ?? "", verdict: "cause", reason: "It was." });
    expect(await chances()).toEqual(plain);
  });
});
