import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { changeDetail, person, personLevel, service, signOff, signOffRequest } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import type { Level } from "@/domain/person/levels";
import type { Rule } from "@/domain/sign-off/policy";
import { cutWords } from "@/domain/sign-off/replay-words";
import { linkChange } from "@/server/change/link";
import { putChanges } from "@/server/change/testing/rows";
import type { Ctx } from "@/server/context";
import { log, makeWorkspace } from "@/server/incident/testing/fixture";
import { transitionIncident } from "@/server/incident/transition";
import { replayOn } from "./replay";
import { savePolicy } from "./save";

const database = testDatabase();
const NOW = "2026-03-18T12:00:00.000Z";
const REVISION = "4f2c1a9be0d15e6a7f8c9d0b1a2c3d4e5f607182";

async function give(ctx: Ctx, name: string, level: Level): Promise<string> {
  const id = uuidv7();
  const stamps = { createdAt: ctx.now, updatedAt: ctx.now };
  await ctx.db.insert(person).values({ workspaceId: ctx.workspaceId, id, name, ...stamps });
  await ctx.db
    .insert(personLevel)
    .values({ workspaceId: ctx.workspaceId, personId: id, effectiveFrom: "-infinity", level });
  return id;
}

const seniors: Rule = {
  id: "seniors",
  name: "Seniors sign",
  mode: "monitor",
  effectiveFrom: "2026-05-01T00:00:00Z",
  when: { involvement: ["ai"] },
  require: { approvals: 1, minimumLevel: "senior" },
};
const spent: Rule = {
  id: "spent",
  name: "No AI without budget",
  mode: "enforce",
  when: { involvement: ["ai"], minimumBudgetSpentRatio: 1 },
  require: { approvals: "nobody" },
};

test("a replay judges changes as they stood when they went live, and says which incidents it would have held", async () => {
  const ctx = await makeWorkspace(database.db, { now: NOW, services: [{ slug: "checkout" }] });
  const [checkout] = await ctx.db.select().from(service).where(eq(service.workspaceId, ctx.workspaceId));
  const serviceIds = [checkout?.id ?? ""];
  const [mid, senior] = [await give(ctx, "Mid", "mid"), await give(ctx, "Senior", "senior")];
  const ai = {
    involvement: "ai" as const,
    aiRole: "wrote-code" as const,
    revision: REVISION,
    authorId: mid,
    authorLevel: "mid" as const,
    additions: 100,
    deletions: 0,
    serviceIds,
  };
  const [culprit, reviewed, signed, second] = await putChanges(ctx, [
    { ...ai, at: "2026-03-02T09:00:00Z" },
    { ...ai, at: "2026-03-03T09:00:00Z" },
    { ...ai, at: "2026-03-04T09:00:00Z" },
    { ...ai, at: "2026-03-12T09:00:00Z", involvement: "none-found" },
    { ...ai, at: "2026-03-05T09:00:00Z", counts: false },
    { ...ai, at: "2025-09-01T09:00:00Z" },
  ]);
  await ctx.db.insert(changeDetail).values({
    workspaceId: ctx.workspaceId,
    changeId: reviewed ?? "",
    reviewers: [
      { name: "Mid", personId: mid, state: "approved", at: "2026-03-03T08:00:00Z" },
      { name: "Senior", personId: senior, state: "approved", at: "2026-03-03T08:30:00Z" },
    ],
  });
  await giveSignOff(ctx, signed ?? "", senior);
  const outage = await log(ctx, { title: "Coupons fail", impactStartedAt: "2026-03-10T10:00:00Z" });
  const unlinked = await log(ctx, { title: "Search is slow", impactStartedAt: "2026-03-11T10:00:00Z" });
  for (const { number } of [outage, unlinked]) {
    await end(ctx, number, "2026-03-11T11:00:00Z");
  }
  for (const changeId of [culprit, second]) {
    await linkChange(ctx, {
      incident: String(outage.number),
      changeId: changeId ?? "",
      verdict: changeId === culprit ? "cause" : "contributing",
      reason: "It was.",
    });
  }
  await savePolicy(ctx, {
    policy: { rules: [spent], whenUnreachable: "closed" },
    reason: "No budget, no AI.",
    version: 0,
  });

  const found = await replayOn(ctx, {
    policy: { rules: [seniors] },
    months: 3,
    cost: { minutes: 30, minutesPerHundredLines: 0, minutesMax: 60 },
    hoursPerReviewer: 2,
  });
  expect(found).toMatchObject({
    changes: 4,
    isCut: false,
    incidents: 1,
    incidentsWithoutChange: 1,
    reviewers: { people: 1, hoursPerWeek: 2 },
    costliest: [
      { number: outage.number, heldBy: ["draft", "junior-and-mid-need-a-senior", "every-ai-change"] },
    ],
  });
  const [draft, inForce] = found.policies;
  // Monitoring, and begun later: replayed as if it had been enforced all along.
  expect(draft).toMatchObject({
    kind: "draft",
    required: 3,
    satisfied: 2,
    missing: 1,
    held: 1,
    heldHarmless: 0,
    incidentsHeld: 1,
    reviewerHours: 1.5,
  });
  expect(draft?.hoursPerWeek).toBeCloseTo(1.5 / (90 / 7), 9);
  // The outage of 10 March spent the budget, and no AI-assisted change came after it.
  expect(inForce).toMatchObject({ kind: "in-force", name: "v1", required: 0, incidentsHeld: 0 });
  expect(found.summary.certainty).toMatch(/^Too little data to tell: 1 incident/);
});

test("a budget that is spent is spent for the changes after it, and given back by nobody", async () => {
  const ctx = await makeWorkspace(database.db, { now: NOW, services: [{ slug: "checkout" }] });
  const [checkout] = await ctx.db.select().from(service).where(eq(service.workspaceId, ctx.workspaceId));
  const { number } = await log(ctx, {
    title: "Shoppers cannot pay",
    impactStartedAt: "2026-03-01T00:00:00Z",
    impacts: [{ service: "checkout", level: "major" }],
  });
  await end(ctx, number, "2026-03-02T12:00:00Z");
  await putChanges(
    ctx,
    ["2026-02-27T12:00:00Z", "2026-03-01T12:00:00Z", "2026-03-04T12:00:00Z"].map((at) => ({
      at,
      involvement: "ai",
      serviceIds: [checkout?.id ?? ""],
    })),
  );
  const { policies } = await replayOn(ctx, {
    policy: { rules: [spent] },
    months: 2,
  });
  expect(policies[0]).toMatchObject({ required: 1, held: 1, heldHarmless: 1, growth: null });
});

test("of more changes than one replay looks at, the newest are, and what it says is of these alone", async () => {
  const ctx = await makeWorkspace(database.db, { now: NOW, services: [{ slug: "checkout" }] });
  const ai = { involvement: "ai" as const, authorLevel: "junior" as const };
  const at = ["2026-02-01", "2026-03-01", "2026-03-11", "2026-03-11"].map((day) => `${day}T12:00:00.000Z`);
  await putChanges(ctx, [
    ...at.map((instant) => ({ ...ai, at: instant })),
    { at: "2026-03-12T12:00:00.000Z" },
  ]);
  const draft = { policy: { rules: [seniors] }, months: 3 };
  const all = await replayOn(ctx, draft, { changesMax: 5 });
  expect(all).toMatchObject({ isCut: false, changes: 5, from: "2025-12-18T12:00:00.000Z" });
  expect(all.policies[0]?.required).toBe(4);

  const cut = await replayOn(ctx, draft, { changesMax: 3 });
  expect(cut).toMatchObject({ isCut: true, changes: 3, from: "2026-03-11T12:00:00.000Z", weeks: 1 });
  // By the week, too, it is of the time that was looked at.
  expect(cut.policies[0]).toMatchObject({ required: 2, hoursPerWeek: cut.policies[0]?.reviewerHours });
  expect(cutWords(cut)).toBe(
    "The period has more changes than one replay looks at: the newest 3 were, from 2026-03-11 12:00 UTC on, and all figures are of these.",
  );
  // Of two at the same instant one may be left out.
  const inTwo = await replayOn(ctx, draft, { changesMax: 2 });
  expect(inTwo).toMatchObject({ isCut: true, changes: 2, from: "2026-03-11T12:00:00.000Z" });
  expect(inTwo.policies[0]?.required).toBe(1);
});

test("changes that are alike but for their time are asked by a window for those within it alone", async () => {
  const ctx = await makeWorkspace(database.db, { now: NOW, services: [{ slug: "checkout" }] });
  const hours = Array.from(
    { length: 21 * 24 },
    (_, index) => Date.parse("2026-02-20T00:30:00Z") + index * 3_600_000,
  );
  await putChanges(
    ctx,
    hours.map((ms) => ({ at: new Date(ms).toISOString(), involvement: "ai" })),
  );
  const friday: Rule = {
    ...seniors,
    when: { windows: [{ weekdays: [5], fromTime: "14:00", toTime: "23:00", zone: "Europe/Berlin" }] },
  };
  const { policies } = await replayOn(ctx, { policy: { rules: [friday] }, months: 2 });
  // Nine hours on each of three Fridays.
  expect(policies[0]).toMatchObject({ required: 27, held: 27 });
});

function end(ctx: Ctx, number: number, at: string) {
  return transitionIncident(ctx, { id: String(number), transition: "resolve", at });
}

async function giveSignOff(ctx: Ctx, changeId: string, personId: string): Promise<void> {
  const requestId = uuidv7();
  const at = new Date("2026-03-04T08:00:00Z");
  await ctx.db.insert(signOffRequest).values({
    workspaceId: ctx.workspaceId,
    id: requestId,
    subject: "change",
    changeId,
    state: "satisfied",
    holds: false,
    policyVersion: 1,
    ruleId: "r",
    ruleName: "R",
    mode: "enforce",
    reason: "It has it.",
    environment: "production",
    kind: "code",
    title: "A change",
    involvement: "ai",
    requestedAt: at,
    liveAt: new Date("2026-03-04T09:00:00Z"),
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  await ctx.db.insert(signOff).values({
    workspaceId: ctx.workspaceId,
    requestId,
    id: uuidv7(),
    personId,
    decision: "approved",
    level: "senior",
    revision: REVISION,
    at,
    source: "app",
    recordedAt: ctx.now,
  });
}
