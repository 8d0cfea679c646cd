import { expect, test } from "vitest";
import type { Policy } from "./policy";
import { type PastChange, replayPolicy, reviewMinutes } from "./replay";
import { REVIEW_COST } from "./review-cost";

const policy: Policy = {
  rules: [
    {
      id: "s",
      name: "Seniors sign",
      mode: "enforce",
      when: { involvement: ["ai"] },
      require: { approvals: 1, minimumLevel: "senior", withinMinutes: 60 },
    },
    { id: "w", name: "Watch DNS", mode: "monitor", when: { kinds: ["dns"] }, require: { approvals: 2 } },
  ],
};
const past = (
  id: string,
  more: Partial<PastChange> & { kind?: "dns" | "code"; ai?: boolean } = {},
): PastChange => ({
  id,
  author: { personId: "ana", level: "mid" },
  approvals: [],
  at: "2026-06-01T12:00:00Z",
  incidents: [],
  ...more,
  change: {
    revision: "1",
    involvement: more.ai === false ? "none-found" : "ai",
    kind: more.kind ?? "code",
    additions: 100,
    deletions: 0,
    environment: "production",
    services: [],
    requestedAt: "2026-06-01T09:00:00Z",
  },
});
const signed = (at: string) => [{ personId: "sam", level: "senior" as const, revision: "1", at }];

test("a replay counts what was asked, what was there in time, late or not at all, and what it would have held", () => {
  const replay = replayPolicy(policy, [
    past("in time", { approvals: signed("2026-06-01T10:00:00Z") }),
    past("late", { approvals: signed("2026-06-01T11:00:00Z") }),
    past("signed after it went live", { approvals: signed("2026-06-01T12:00:01Z") }),
    past("culprit", { incidents: [{ id: "i1", impactMinutes: 50 }] }),
    past("its second culprit", { incidents: [{ id: "i1", impactMinutes: 50 }] }),
    past("no AI", { ai: false, incidents: [{ id: "i2", impactMinutes: 7 }] }),
    past("watched", { ai: false, kind: "dns" }),
  ]);
  expect(replay).toMatchObject({
    changes: 7,
    required: 6,
    satisfied: 1,
    late: 1,
    waived: 0,
    missing: 4,
    held: 3,
    heldHarmless: 1,
    incidents: 2,
    caught: [{ incidentId: "i1", changeId: "culprit", impactMinutes: 50 }],
    caughtImpactMinutes: 50,
  });
  expect(replay.byRule).toEqual([
    { ruleId: "s", name: "Seniors sign", required: 5, held: 3 },
    { ruleId: "w", name: "Watch DNS", required: 1, held: 0 },
  ]);
});

test("reviewers' time is that of every approval asked for, by the size of the change and up to a limit", () => {
  expect(reviewMinutes(past("x").change, REVIEW_COST)).toBe(25);
  expect(reviewMinutes({ ...past("x").change, additions: 100_000 }, REVIEW_COST)).toBe(90);
  expect(
    replayPolicy(policy, [past("one"), past("two", { ai: false, kind: "dns" })]).reviewerHours,
  ).toBeCloseTo((25 + 2 * 25) / 60, 12);
});
