import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { breakGlass, changeDetail, changeLink, person, personLevel, service, serviceDay } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { dayOf } from "@/domain/calendar/day";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/domain/calendar/zone";
import { CHANGE_KIND_VALUES } from "@/domain/change/kinds";
import { LEVELS } from "@/domain/person/levels";
import { pick, randomStream } from "@/domain/sample/random";
import { budgetSpentReader } from "@/domain/sign-off/past-budget";
import type { Policy, Rule, RuleConditions } from "@/domain/sign-off/policy";
import { PRESETS } from "@/domain/sign-off/presets";
import { asEnforced, type PastChange, replayPolicy } from "@/domain/sign-off/replay";
import { REVIEW_COST } from "@/domain/sign-off/review-cost";
import { type GivenChange, putChanges } from "@/server/change/testing/rows";
import type { Ctx } from "@/server/context";
import { log, makeWorkspace } from "@/server/incident/testing/fixture";
import { readScope } from "@/server/measure/scope";
import { readPast } from "./past-changes";

const database = testDatabase();
const NOW = "2026-06-01T12:00:00.000Z";
const nowMs = Date.parse(NOW);
const fromMs = nowMs - 60 * DAY_MS;
const random = randomStream("past changes");
const one = <T>(values: readonly T[]): T => pick(random, values);
const iso = (ms: number) => new Date(ms).toISOString();

test("what is replayed by what changes have in common comes out as it does change by change", async () => {
  const ctx = await makeWorkspace(database.db, {
    now: NOW,
    services: [
      { slug: "checkout", weight: 5 },
      { slug: "search", weight: 2 },
      { slug: "mail", weight: 1 },
    ],
  });
  const plain = await randomPast(ctx, 400);
  const scope = await readScope(ctx, { service: null, team: null, cause: null });
  for (let turn = 0; turn < 12; turn += 1) {
    const policies = Array.from({ length: turn === 0 ? 0 : one([1, 2]) }, randomPolicy);
    if (turn === 0) policies.push(...PRESETS.map((rule) => asEnforced({ rules: [rule] })));
    const past = await readPast(ctx, scope, { fromMs, policies });
    expect(past.count).toBe(plain.length);
    for (const policy of policies) {
      const { changes: _, reviewerHours, ...found } = replayPolicy(policy, past.changes);
      const { changes: __, reviewerHours: hours, ...expected } = replayPolicy(policy, plain, REVIEW_COST);
      // Which of two causing changes of one incident comes first follows from the order alone.
      expect(unordered(found), JSON.stringify(policy)).toEqual(unordered(expected));
      expect(reviewerHours).toBeCloseTo(hours, 8);
    }
  }
});

function unordered({
  caught,
  byRule,
  ...counts
}: Pick<ReturnType<typeof replayPolicy>, "caught" | "byRule">) {
  return {
    ...counts,
    caught: caught.map(({ incidentId, impactMinutes }) => ({ incidentId, impactMinutes })),
    byRule: [...byRule].sort((a, b) => a.ruleId.localeCompare(b.ruleId)),
  };
}

function randomPolicy(): Policy {
  return { rules: Array.from({ length: one([1, 1, 2, 3]) }, (_, index) => randomRule(`r${index}`)) };
}

function randomRule(id: string): Rule {
  const when: RuleConditions = {};
  const maybe = (part: Partial<RuleConditions>) => random() < 0.3 && Object.assign(when, part);
  maybe({ involvement: one([["ai"], ["ai", "unknown"]] as const) });
  maybe({ aiRoles: ["wrote-code"] });
  maybe({ tools: ["copilot"] });
  maybe({ minimumGrade: "author" });
  maybe({ authorLevels: one([["junior", "unknown"], ["senior"]] as const) });
  maybe({ services: one([["checkout"], ["search", "gone"]]) });
  maybe({ minimumServiceWeight: one([0, 2, 9]) });
  maybe({ kinds: one([["code", "dns"], ["agent-action"]] as const) });
  maybe({ minimumLines: one([0, 1, 50, 200]) });
  maybe({ minimumFiles: one([2, 5]) });
  maybe({ environments: one([["production"], ["eu"]]) });
  maybe({ minimumBudgetSpentRatio: one([0, 0.5, 1]) });
  maybe({ windows: [{ weekdays: [4, 5], fromTime: "21:30", toTime: "03:15", zone: "Europe/Berlin" }] });
  const effectiveFrom = random() < 0.2 ? iso(nowMs - 30 * DAY_MS) : null;
  const approvals = one([0, 1, 1, 2, "nobody"] as const);
  const minimumLevel = one([undefined, "mid", "senior"] as const);
  const require = { approvals, minimumLevel, team: one([undefined, "own", "another"] as const) };
  return { id, name: id, mode: one(["enforce", "monitor"] as const), effectiveFrom, when, require };
}

/** Changes with everything that could decide, in the database and as the rules see each of them. */
async function randomPast(ctx: Ctx, count: number): Promise<PastChange[]> {
  const services = await ctx.db.select().from(service).where(eq(service.workspaceId, ctx.workspaceId));
  const people = await givePeople(ctx);
  const spentOf = await spendBudgets(ctx, services);
  const given = Array.from({ length: count }, () => {
    const isAi = random() < 0.5;
    const author = one([null, ...people]);
    const size = () => one([null, 0, 3, 50, 250]);
    return {
      at: iso(fromMs + Math.floor(random() * 60 * DAY_MS)),
      kind: one(CHANGE_KIND_VALUES),
      environment: one(["production", "prod-eu", "eu", "staging"]),
      involvement: isAi ? "ai" : one(["none-found", "unknown", "automation"] as const),
      aiRole: isAi ? one([null, "wrote-code", "advised"] as const) : null,
      aiTool: isAi ? one([null, "Copilot", "Other\u001f"]) : null,
      aiGrade: isAi ? one([null, "trailer", "author", "declared"] as const) : null,
      authorId: author?.id ?? null,
      authorLevel: author?.level ?? null,
      revision: one([null, "a".repeat(40)]),
      additions: size(),
      deletions: size(),
      files: one([null, 1, 2, 7]),
      serviceIds: services.filter(() => random() < 0.4).map(({ id }) => id),
    } satisfies GivenChange;
  });
  const ids = await putChanges(ctx, given);
  const { number } = await log(ctx, { title: "Outage", impactStartedAt: "2026-05-20T10:00:00Z" });
  const { rows } = await ctx.db.execute<{ id: string }>(
    sql`select id from incident where workspace_id = ${ctx.workspaceId} and number = ${number}`,
  );
  const incidentId = rows[0]?.id ?? "";
  const past: PastChange[] = [];
  for (const [index, change] of given.entries()) {
    const id = ids[index] ?? "";
    const atMs = Date.parse(change.at);
    const isCause = random() < 0.04;
    const approvers = random() < 0.4 ? people.filter(() => random() < 0.4) : [];
    const approvedAt = iso(atMs + one([-1, -1, 1]) * HOUR_MS);
    const glass =
      random() < 0.1
        ? { by: "Ada", from: iso(atMs - MINUTE_MS), until: iso(atMs + one([-1, 1]) * HOUR_MS), endedAt: null }
        : null;
    if (isCause) await link(ctx, incidentId, { id, at: new Date(change.at) });
    await review(
      ctx,
      id,
      approvers.map((somebody) => ({ personId: somebody.id, at: approvedAt })),
    );
    if (glass !== null) await breakIt(ctx, id, glass);
    past.push({
      id,
      at: change.at,
      change: {
        ...change,
        services: services.flatMap(({ id: one, slug, weight }) =>
          change.serviceIds.includes(one) ? [{ slug, weight, budgetSpentRatio: spentOf(one, atMs) }] : [],
        ),
        breakGlass: glass === null ? [] : [glass],
      },
      author: { personId: change.authorId, level: change.authorLevel, teamId: null },
      approvals: approvers.map(({ id: personId, level }) => ({
        personId,
        level,
        teamId: null,
        revision: change.revision,
        at: approvedAt,
      })),
      incidents: isCause ? [{ id: incidentId, impactMinutes: 0 }] : [],
    });
  }
  return past;
}

async function givePeople(ctx: Ctx) {
  const people = LEVELS.map((level) => ({ id: uuidv7(), level }));
  const stamps = { workspaceId: ctx.workspaceId, createdAt: ctx.now, updatedAt: ctx.now };
  await ctx.db.insert(person).values(people.map(({ id, level }) => ({ id, name: level, ...stamps })));
  await ctx.db.insert(personLevel).values(
    people.map(({ id, level }) => ({
      workspaceId: ctx.workspaceId,
      personId: id,
      effectiveFrom: "-infinity",
      level,
    })),
  );
  return people;
}

/** The first spends its budget for good, the second for a while, the third loses nothing. */
async function spendBudgets(ctx: Ctx, services: readonly { id: string; trackedFrom: Date }[]) {
  const { all } = await readScope(ctx, { service: null, team: null, cause: null });
  const readers = new Map<string, (ms: number) => number | null>();
  for (const [index, { id }] of services.entries()) {
    const found = all.find((known) => known.id === id);
    const lostAt = [nowMs - 40 * DAY_MS, nowMs - 100 * DAY_MS][index];
    const dayMs = Math.floor((lostAt ?? 0) / DAY_MS) * DAY_MS;
    const losses = lostAt === undefined ? [] : [{ dayMs, lostMs: 5 * HOUR_MS }];
    if (lostAt !== undefined) {
      const row = {
        workspaceId: ctx.workspaceId,
        serviceId: id,
        day: dayOf(dayMs, "UTC"),
        lostMs: 5 * HOUR_MS,
      };
      await ctx.db.insert(serviceDay).values(row);
    }
    const { sloTarget: objectiveRatio, trackedFromMs } = found ?? { sloTarget: 1, trackedFromMs: 0 };
    readers.set(id, budgetSpentReader({ objectiveRatio, trackedFromMs, losses }));
  }
  return (id: string, atMs: number) => readers.get(id)?.(Math.floor(atMs / DAY_MS) * DAY_MS) ?? null;
}

async function review(
  ctx: Ctx,
  changeId: string,
  approved: { personId: string; at: string }[],
): Promise<void> {
  if (approved.length === 0) return;
  const reviewers = approved.map((by) => ({ name: "Somebody", state: "APPROVED", ...by }));
  await ctx.db.insert(changeDetail).values({ workspaceId: ctx.workspaceId, changeId, reviewers });
}

async function breakIt(ctx: Ctx, changeId: string, glass: { from: string; until: string }): Promise<void> {
  await ctx.db.insert(breakGlass).values({
    workspaceId: ctx.workspaceId,
    id: uuidv7(),
    changeId,
    environment: "production",
    reason: "It burns.",
    openedBy: "Ada",
    openedAt: new Date(glass.from),
    expiresAt: new Date(glass.until),
  });
}

async function link(ctx: Ctx, incidentId: string, given: { id: string; at: Date }): Promise<void> {
  await ctx.db.insert(changeLink).values({
    workspaceId: ctx.workspaceId,
    incidentId,
    changeId: given.id,
    changeAt: given.at,
    verdict: "cause",
    statedBy: "Ada",
    statedAt: ctx.now,
  });
}
