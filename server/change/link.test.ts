import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { auditEvent, change, changeDay, deploymentCarries, verdictRevision } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import type { Actor } from "@/domain/access/actor";
import type { Verdict } from "@/domain/change/kinds";
import { Forbidden, Invalid, NotFound, PreconditionFailed } from "@/domain/errors";
import type { Ctx } from "@/server/context";
import { getIncident } from "@/server/incident/queries";
import { at, log, makeWorkspace } from "@/server/incident/testing/fixture";
import { transitionIncident } from "@/server/incident/transition";
import { WHOLE_WORKSPACE } from "./day-rollup";
import { linkChange } from "./link";
import { listIncidentChanges } from "./links";
import { recordChanges } from "./record";
import { unlinkChange } from "./unlink";

const database = testDatabase();
const NOW = "2026-03-10T12:00:00.000Z";
const DEPLOYED = "2026-03-10T07:54:00Z";
const outage = { impactStartedAt: "2026-03-10T08:00:00Z", resolvedAt: "2026-03-10T09:00:00Z" };

async function workspaceNow(): Promise<Ctx> {
  const ctx = await makeWorkspace(database.db, {
    now: NOW,
    services: [{ slug: "checkout" }, { slug: "search" }],
  });
  await log(ctx, outage);
  return ctx;
}

let told = 0;
/** A change as a source tells of it, through the one writer. */
async function tell(ctx: Ctx, given: Record<string, unknown> = {}): Promise<string> {
  told += 1;
  const input = {
    kind: "code" as const,
    title: `Validate coupons ${told}`,
    services: ["checkout"],
    deployedAt: DEPLOYED,
    externalId: `change-${told}`,
    source: "tests",
    ...given,
  };
  const [recorded] = await recordChanges(ctx, [{ input, source: "api", what: "test" }]);
  if (recorded === undefined || recorded.status === "refused") throw new Error(JSON.stringify(recorded));
  return recorded.id;
}

const judge = (
  ctx: Ctx,
  changeId: string,
  verdict: Verdict,
  more: { version?: number; incident?: string } = {},
) => linkChange(ctx, { incident: "1", changeId, verdict, reason: `It is ${verdict}.`, ...more });

/** Changes and failed ones of the day, in all and on the service. */
async function figures(ctx: Ctx): Promise<Record<string, [changes: number, failed: number]>> {
  const rows = await ctx.db.select().from(changeDay).where(eq(changeDay.workspaceId, ctx.workspaceId));
  const sums: Record<string, [number, number]> = {};
  for (const { serviceId, involvement, changes, failed } of rows) {
    const key = `${serviceId === WHOLE_WORKSPACE ? "all" : "services"} ${involvement}`;
    const [count, bad] = sums[key] ?? [0, 0];
    sums[key] = [count + changes, bad + failed];
  }
  return Object.fromEntries(Object.entries(sums).filter(([, pair]) => pair.some((one) => one !== 0)));
}

async function storedChange(ctx: Ctx, id: string) {
  const [row] = await ctx.db
    .select()
    .from(change)
    .where(and(eq(change.workspaceId, ctx.workspaceId), eq(change.id, id)));
  if (row === undefined) throw new Error(`No change ${id}.`);
  return row;
}

describe("a verdict", () => {
  test("links the change, fails it in the figures, and stands in the timeline, the history and the trail", async () => {
    const ctx = await workspaceNow();
    const id = await tell(ctx);
    const before = await figures(ctx);
    const link = await linkChange(ctx, {
      incident: "INC-1",
      changeId: id,
      verdict: "cause",
      reason: " Gone with the rollback. ",
      probability: 0.61,
    });
    expect(link).toMatchObject({
      verdict: "cause",
      reason: "Gone with the rollback.",
      statedBy: "Ada",
      statedAt: NOW,
      version: 1,
      change: { id, verdict: "cause" },
      history: [{ verdict: "cause", probability: expect.closeTo(0.61, 5), statedBy: "Ada" }],
    });
    const [key = ""] = Object.keys(before).filter((one) => one.startsWith("all"));
    expect(before[key]).toEqual([1, 0]);
    const after = await figures(ctx);
    expect(Object.values(after)).toEqual([
      [1, 1],
      [1, 1],
    ]);
    const { timeline } = await getIncident(ctx, "1");
    expect(timeline.find(({ kind }) => kind === "change")).toMatchObject({
      body: `Cause: "${link.change.title}". Gone with the rollback.`,
      author: "Ada",
    });
    const audits = await ctx.db.select().from(auditEvent).where(eq(auditEvent.workspaceId, ctx.workspaceId));
    expect(audits.find(({ action }) => action === "incident.link-change")).toMatchObject({
      after: { verdict: "cause", reason: "Gone with the rollback.", changeId: id, change: link.change.title },
    });
  });

  test("that is corrected keeps every earlier one, and takes the failure back with it", async () => {
    const ctx = await workspaceNow();
    const id = await tell(ctx);
    await judge(ctx, id, "suspect");
    await judge(at(ctx, "2026-03-10T13:00:00Z"), id, "cause", { version: 1 });
    expect(Object.values(await figures(ctx))[0]).toEqual([1, 1]);
    const link = await judge(at(ctx, "2026-03-11T13:00:00Z"), id, "cleared", { version: 2 });
    expect(link.version).toBe(3);
    expect(link.history.map(({ verdict }) => verdict)).toEqual(["cleared", "cause", "suspect"]);
    expect(Object.values(await figures(ctx))[0]).toEqual([1, 0]);
    expect((await storedChange(ctx, id)).verdict).toBe("cleared");
  });

  test("said again as it stands changes nothing", async () => {
    const ctx = await workspaceNow();
    const id = await tell(ctx);
    await judge(ctx, id, "cause");
    expect((await judge(ctx, id, "cause", { version: 1 })).version).toBe(1);
    expect((await getIncident(ctx, "1")).timeline.filter(({ kind }) => kind === "change")).toHaveLength(1);
  });

  test("that blames or clears needs a reason; a suspicion does not", async () => {
    const ctx = await workspaceNow();
    const id = await tell(ctx);
    for (const verdict of ["cause", "contributing", "cleared"] as const) {
      await expect(linkChange(ctx, { incident: "1", changeId: id, verdict })).rejects.toThrow(Invalid);
    }
    await linkChange(ctx, { incident: "1", changeId: id, verdict: "suspect" });
    expect(Object.values(await figures(ctx))[0]).toEqual([1, 0]);
  });

  test("is a person's: the machine gives none by itself, and a viewer none either", async () => {
    const ctx = await workspaceNow();
    const id = await tell(ctx);
    const viewer: Actor = {
      kind: "user",
      id: uuidv7(),
      name: "Vera",
      email: "vera@example.com",
      personId: null,
      grants: [{ role: "viewer", teamId: null }],
    };
    for (const actor of [{ kind: "system", name: "Faultline" } as const, viewer]) {
      await expect(judge({ ...ctx, actor }, id, "suspect")).rejects.toThrow(Forbidden);
    }
    expect(await listIncidentChanges(ctx, "1")).toEqual([]);
  });
});

describe("two editors of one verdict", () => {
  test("neither loses a word: the later is told whose verdict stands, and adds theirs on top", async () => {
    const ctx = await workspaceNow();
    const id = await tell(ctx);
    const bo = { ...ctx, actor: { ...ctx.actor, name: "Bo" } } as Ctx;
    await judge(bo, id, "contributing");
    // Ada still sees an unlinked change.
    const refused = await judge(ctx, id, "cause").catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(PreconditionFailed);
    expect(refused).toMatchObject({ currentVersion: 1, changed: { by: "Bo", at: NOW } });
    expect((await judge(ctx, id, "cause", { version: 1 })).history.map(({ statedBy }) => statedBy)).toEqual(
      expect.arrayContaining(["Ada", "Bo"]),
    );
    await expect(judge(bo, id, "cleared", { version: 1 })).rejects.toThrow(PreconditionFailed);
  });

  test("a link that was taken away and made anew is another: an edit of the old one is refused", async () => {
    const ctx = await workspaceNow();
    const id = await tell(ctx);
    await judge(ctx, id, "suspect");
    await unlinkChange(ctx, { incident: "1", changeId: id, version: 1 });
    expect((await judge(ctx, id, "suspect")).version).toBe(3);
    await expect(judge(ctx, id, "cause", { version: 1 })).rejects.toThrow(PreconditionFailed);
  });

  test("of many at once one links it, the others are told, and the figures count one failure", async () => {
    const ctx = await workspaceNow();
    const id = await tell(ctx);
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => judge(ctx, id, "cause")));
    // Those who wait see what stands already, which is what they were to say.
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of answers) {
      if (one.status === "rejected") expect(one.reason).toBeInstanceOf(PreconditionFailed);
    }
    expect(Object.values(await figures(ctx))[0]).toEqual([1, 1]);
    const revisions = await ctx.db
      .select()
      .from(verdictRevision)
      .where(eq(verdictRevision.workspaceId, ctx.workspaceId));
    expect(revisions).toHaveLength(1);
  });

  test("of two incidents at once both stand, and the heavier one weighs", async () => {
    const ctx = await workspaceNow();
    await log(ctx, outage);
    const id = await tell(ctx);
    await Promise.all([
      judge(ctx, id, "cleared", { incident: "1" }),
      judge(ctx, id, "contributing", { incident: "2" }),
    ]);
    expect((await storedChange(ctx, id)).verdict).toBe("contributing");
    await unlinkChange(ctx, { incident: "2", changeId: id, version: 1 });
    expect((await storedChange(ctx, id)).verdict).toBe("cleared");
    expect(Object.values(await figures(ctx))[0]).toEqual([1, 0]);
  });
});

describe("unlinking", () => {
  test("takes the blame away and leaves the history, with why", async () => {
    const ctx = await workspaceNow();
    const id = await tell(ctx);
    await judge(ctx, id, "cause");
    await unlinkChange(ctx, { incident: "1", changeId: id, version: 1, reason: "Another shop's" });
    expect(await listIncidentChanges(ctx, "1")).toEqual([]);
    expect((await storedChange(ctx, id)).verdict).toBeNull();
    expect(Object.values(await figures(ctx))[0]).toEqual([1, 0]);
    const told = (await getIncident(ctx, "1")).timeline.map(({ body }) => body);
    expect(told).toContainEqual(expect.stringMatching(/^Unlinked: .*Another shop's$/));
    const again = await judge(ctx, id, "suspect");
    expect(again.history.map(({ verdict, reason }) => [verdict, reason])).toEqual(
      expect.arrayContaining([
        ["cause", "It is cause."],
        [null, "Another shop's"],
        ["suspect", "It is suspect."],
      ]),
    );
  });

  test("of what is not linked says so", async () => {
    const ctx = await workspaceNow();
    const id = await tell(ctx);
    await expect(unlinkChange(ctx, { incident: "1", changeId: id, version: null })).rejects.toThrow(NotFound);
    await expect(judge(ctx, uuidv7(), "suspect")).rejects.toThrow(/No change/);
  });
});

describe("an incident that is cancelled", () => {
  test("fails no change, and fails it again once it comes back", async () => {
    const ctx = await workspaceNow();
    const id = await tell(ctx);
    await judge(ctx, id, "cause");
    await transitionIncident(ctx, { id: "1", transition: "cancel" });
    expect((await storedChange(ctx, id)).verdict).toBeNull();
    expect(Object.values(await figures(ctx))[0]).toEqual([1, 0]);
    // The link stays, with its verdict: it is the incident that counts nowhere.
    expect(await listIncidentChanges(ctx, "1")).toMatchObject([{ verdict: "cause" }]);
    await transitionIncident(ctx, { id: "1", transition: "reopen" });
    expect(Object.values(await figures(ctx))[0]).toEqual([1, 1]);
  });

  test("fails none that is linked to it afterwards", async () => {
    const ctx = await workspaceNow();
    const id = await tell(ctx);
    await transitionIncident(ctx, { id: "1", transition: "cancel" });
    await judge(ctx, id, "cause");
    expect(Object.values(await figures(ctx))[0]).toEqual([1, 0]);
  });
});

describe("a deployment whose changes are known", () => {
  async function deployment(ctx: Ctx) {
    const [one, two] = [await tell(ctx), await tell(ctx)];
    const id = await tell(ctx, { kind: "deployment", title: "Deploy the shop" });
    const { at: deployedAt } = await storedChange(ctx, id);
    for (const changeId of [one, two]) {
      await ctx.db.insert(deploymentCarries).values({
        workspaceId: ctx.workspaceId,
        deploymentId: id,
        changeId,
        deploymentAt: deployedAt,
        changeAt: (await storedChange(ctx, changeId)).at,
        stated: true,
      });
    }
    return { id, carried: [one, two] };
  }

  test("counts itself only while it is blamed itself, as failed", async () => {
    const ctx = await workspaceNow();
    const { id, carried } = await deployment(ctx);
    await judge(ctx, id, "suspect");
    expect((await storedChange(ctx, id)).counts).toBe(false);
    const sum = async () => {
      const all = Object.entries(await figures(ctx)).filter(([key]) => key.startsWith("all"));
      return [0, 1].map((at) => all.reduce((total, [, pair]) => total + (pair[at] ?? 0), 0));
    };
    expect(await sum()).toEqual([2, 0]);
    await judge(ctx, id, "cause", { version: 1 });
    expect((await storedChange(ctx, id)).counts).toBe(true);
    expect(await sum()).toEqual([3, 1]);
    await judge(ctx, id, "cleared", { version: 2 });
    expect(await sum()).toEqual([2, 0]);
    const [first = ""] = carried;
    await judge(ctx, first, "cause");
    expect(await sum()).toEqual([2, 1]);
    expect((await storedChange(ctx, id)).counts).toBe(false);
  });
});

test("another workspace's change and incident are not there", async () => {
  const [own, other] = [await workspaceNow(), await workspaceNow()];
  const theirs = await tell(other);
  await expect(judge(own, theirs, "suspect")).rejects.toThrow(NotFound);
  const mine = await tell(own);
  const elsewhere = await getIncident(other, "1");
  await expect(judge(own, mine, "suspect", { incident: elsewhere.id })).rejects.toThrow(NotFound);
});
