import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import {
  absence,
  auditEvent,
  person,
  personLevel,
  service,
  signOff,
  signOffRequest,
  team,
  workspace,
} from "@/db/schema";
import { inRolledBackTransaction, testDatabase } from "@/db/testing/test-database";
import type { Actor } from "@/domain/access/actor";
import { capacityQuerySchema } from "@/domain/capacity/schema";
import { addAbsence } from "@/server/absence/add";
import { listAbsences } from "@/server/absence/queries";
import { removeAbsence } from "@/server/absence/remove";
import type { Ctx } from "@/server/context";
import { capacity, forecastCapacity } from "./queries";

const database = testDatabase();
const now = new Date("2026-06-17T09:00:00Z");
const HOUR_MS = 3_600_000;
const NAMES = ["ann", "bea", "cy", "dee", "eve", "fay"];

/** Six seniors and a junior of one team; of forty requests Ann signed half, one an hour after it was asked for. */
async function inCompany<T>(work: (ctx: Ctx, ids: Map<string, string>) => Promise<T>): Promise<T> {
  return await inRolledBackTransaction(database.db, async (db) => {
    const workspaceId = uuidv7();
    const ctx: Ctx = { db, workspaceId, now, requestId: "test", actor: { kind: "system", name: "Test" } };
    const stamps = { createdAt: now, updatedAt: now };
    await db
      .insert(workspace)
      .values({ workspaceId, slug: "acme", name: "Acme", timeZone: "UTC", ...stamps });
    const teamId = uuidv7();
    await db.insert(team).values({ workspaceId, id: teamId, name: "Alpha", createdAt: now });
    const ids = new Map([...NAMES, "jo", "cart", "pay"].map((name) => [name, uuidv7()]));
    const id = (name: string) => ids.get(name) ?? "";
    await db.insert(service).values(
      ["cart", "pay"].map((slug) => ({
        workspaceId,
        id: id(slug),
        slug,
        name: slug,
        teamId,
        trackedFrom: now,
        ...stamps,
      })),
    );
    await db.insert(person).values(
      [...NAMES, "jo"].map((name) => ({
        workspaceId,
        id: id(name),
        name,
        teamId,
        activeTo: name === "fay" ? "2026-06-10" : null,
        ...stamps,
      })),
    );
    await db.insert(personLevel).values(
      [...NAMES, "jo"].map((name) => ({
        workspaceId,
        personId: id(name),
        effectiveFrom: "-infinity",
        level: name === "jo" ? ("junior" as const) : ("senior" as const),
      })),
    );
    await db.insert(absence).values({
      workspaceId,
      id: uuidv7(),
      personId: id("eve"),
      fromDay: "2026-06-15",
      note: "Ill",
      createdAt: now,
    });
    const requests = Array.from({ length: 40 }, (_, index) => {
      // Tuesdays to Fridays of the weeks before, ten o'clock.
      const requestedAt = new Date(
        Date.parse("2026-05-05T10:00:00Z") +
          Math.floor(index / 4) * 7 * 24 * HOUR_MS * 0.5 +
          (index % 4) * HOUR_MS,
      );
      const isSigned = index < 36;
      const waitMs = index === 0 ? 60_000 : HOUR_MS * (1 + (index % 3));
      const signedAt = new Date(requestedAt.getTime() + waitMs);
      return {
        workspaceId,
        id: uuidv7(),
        subject: "change" as const,
        changeId: uuidv7(),
        state: isSigned ? ("satisfied" as const) : index < 38 ? ("missing" as const) : ("waiting" as const),
        holds: false,
        policyVersion: 1,
        ruleId: "rule",
        ruleName: "Rule",
        mode: "enforce" as const,
        reason: "Asked.",
        environment: "production",
        kind: "code",
        title: `Change ${index}`,
        minimumLevel: "senior" as const,
        additions: index === 0 ? 400 : 30,
        deletions: 0,
        serviceIds: [id(index % 6 === 0 ? "pay" : "cart")],
        involvement: "ai" as const,
        requestedAt,
        liveAt: index < 38 ? new Date(signedAt.getTime() + HOUR_MS) : null,
        decidedAt: isSigned ? signedAt : null,
        ...stamps,
      };
    });
    await db.insert(signOffRequest).values(requests);
    await db.insert(signOff).values(
      requests.slice(0, 36).map((request, index) => ({
        workspaceId,
        requestId: request.id,
        id: uuidv7(),
        personId: id(index % 6 === 0 || index % 2 === 0 ? "ann" : (NAMES[1 + (index % 5)] ?? "bea")),
        decision: "approved" as const,
        level: "senior" as const,
        at: request.decidedAt ?? now,
        source: "app" as const,
        recordedAt: now,
      })),
    );
    return await work(ctx, ids);
  });
}

const ask = (query: Record<string, string> = {}) =>
  capacityQuerySchema.parse({ from: "2026-04-27", ...query });
const viewerAs = (personId: string | null): Actor => ({
  kind: "user",
  id: "u",
  name: "V",
  email: "v@example.com",
  personId,
  grants: [{ role: "viewer", teamId: null }],
});

describe("capacity", () => {
  test("counts demand and waiting by week, with what still waits as having waited so far", () =>
    inCompany(async (ctx) => {
      const found = await capacity(ctx, ask());
      expect(found.total).toMatchObject({ asked: 40, signed: 36 });
      expect(found.total.medianMs).toBe(2 * HOUR_MS);
      expect(found.total.withinHour?.ratio).toBeGreaterThan(0.3);
      expect(found.waitingNow).toBe(2);
      expect(found.weeks.reduce((sum, week) => sum + week.asked, 0)).toBe(40);
      expect(found.weeks.every(({ asked, medianMs }) => asked >= 8 || medianMs === null)).toBe(true);
      expect(found.halves.earlier.asked + found.halves.later.asked).toBe(40);
      expect(found.curve[0]).toMatchObject({ ms: 0, survival: 1 });
    }));

  test("knows who could sign: of the level, on the roster and not away", () =>
    inCompany(async (ctx) => {
      const { signers, minimumLevel, weeks } = await capacity(ctx, ask());
      expect(minimumLevel).toBe("senior");
      // Fay has left and Eve is away; Jo is a junior.
      expect(signers).toEqual({ canSign: 4, away: 1, byLevel: [{ level: "senior", canSign: 4, away: 1 }] });
      expect(weeks[0]?.canSign).toBe(6);
    }));

  test("names the busiest, the lone signer and the quick only to those who may see figures about them", () =>
    inCompany(async (ctx, ids) => {
      const seen = await capacity(ctx, ask());
      expect(seen.load?.people[0]).toMatchObject({ rank: 1, person: { name: "ann" } });
      expect(seen.singles).toMatchObject([
        { slug: "pay", signOffs: 6, couldSign: 4, person: { name: "ann" } },
      ]);
      expect(seen.stamps).toMatchObject({ of: 36, flagged: 1 });
      expect(seen.stamps.rows[0]).toMatchObject({
        title: "Change 0",
        lines: 400,
        elapsedMs: 60_000,
        person: { name: "ann" },
      });
      const viewer = { ...ctx, actor: viewerAs(null) };
      const hidden = await capacity(viewer, ask());
      expect(JSON.stringify(hidden)).not.toContain(`"name":"ann"`);
      expect(hidden.load).toMatchObject({
        signOffs: 36,
        people: expect.arrayContaining([expect.objectContaining({ person: null })]),
      });
      const ann = await capacity({ ...ctx, actor: viewerAs(ids.get("ann") ?? "") }, ask());
      expect(ann.load?.people.filter(({ person: one }) => one !== null).map(({ rank }) => rank)).toEqual([1]);
    }));

  test("shows no load of fewer people than a group, but to those who may see each of them", () =>
    inCompany(async (ctx) => {
      const narrowed = ask({ service: "pay" });
      expect((await capacity(ctx, narrowed)).load?.reviewers).toBe(1);
      expect((await capacity({ ...ctx, actor: viewerAs(null) }, narrowed)).load).toBeNull();
    }));

  test("forecasts from what was measured, and refuses a queue without end with what would end it", () =>
    inCompany(async (ctx) => {
      const { estimate, asItIs, whatIf } = await forecastCapacity(ctx, { reviewersRatio: 0.01 });
      expect(estimate.requestsPerWeek).toBeGreaterThan(2);
      expect(estimate.reviewers).toBeGreaterThan(2);
      expect(estimate.sizes[0]?.ratio).toBe(1);
      expect(asItIs).toMatchObject({ stable: true, words: null });
      expect(whatIf).toMatchObject({ stable: false, meanWaitHours: null });
      expect(whatIf.words).toContain("The queue grows without end");
    }));
});

describe("absences", () => {
  test("are said of oneself, or by those who keep the roster; why is for these alone, and not in the trail", () =>
    inCompany(async (ctx, ids) => {
      const id = (name: string) => ids.get(name) ?? "";
      const ann = { ...ctx, actor: viewerAs(id("ann")) };
      const days = { fromDay: "2026-07-01", toDay: "2026-07-14", note: "Wedding" };
      const made = await addAbsence(ann, { personId: id("ann"), ...days });
      expect(() => addAbsence(ann, { personId: id("bea"), ...days })).toThrow("needs an admin");
      expect((await listAbsences(ann, {})).map(({ note }) => note)).toEqual([null, "Wedding"]);
      expect((await listAbsences(ctx, { person: id("eve") })).map(({ note }) => note)).toEqual(["Ill"]);
      expect(await listAbsences(ctx, { from: "2026-07-15", person: id("ann") })).toEqual([]);
      const bea = { ...ctx, actor: viewerAs(id("bea")) };
      await expect(removeAbsence(bea, made.id)).rejects.toThrow("needs an admin");
      await removeAbsence(ann, made.id);
      const trail = await ctx.db
        .select()
        .from(auditEvent)
        .where(and(eq(auditEvent.workspaceId, ctx.workspaceId), eq(auditEvent.objectKind, "absence")));
      expect(trail.map(({ action }) => action).sort()).toEqual(["absence.add", "absence.remove"]);
      expect(JSON.stringify(trail)).not.toContain("Wedding");
    }));
});
