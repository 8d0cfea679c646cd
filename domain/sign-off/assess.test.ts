import { describe, expect, test } from "vitest";
import type { Approval } from "./approvals";
import { type Assessable, assess, type Decline } from "./assess";
import { liveAtMs } from "./live";
import type { Policy, Requirement } from "./policy";

const [REQUESTED, SIGNED, LIVE, AFTER, NOW] = [9, 10, 11, 12, 13].map(
  (hour) => `2026-06-01T${String(hour).padStart(2, "0")}:00:00.000Z`,
) as [string, string, string, string, string];

const approval = (at: string, more: Partial<Approval> = {}): Approval => ({
  personId: "sam",
  level: "senior",
  revision: "a1",
  at,
  ...more,
});
const decline = (at: string, more: Partial<Decline> = {}): Decline => ({
  ...approval(at),
  personId: "kim",
  name: "Kim",
  ...more,
});
const subject = ({
  change,
  ...more
}: Omit<Partial<Assessable>, "change"> & { change?: object }): Assessable => ({
  change: {
    revision: "a1",
    involvement: "ai",
    kind: "code",
    environment: "production",
    services: [],
    requestedAt: REQUESTED,
    ...change,
  },
  author: { personId: "ana", level: "mid" },
  approvals: [],
  declines: [],
  liveAt: null,
  isOver: false,
  ...more,
});
const policy = (require: Partial<Requirement> = {}): Policy => ({
  rules: [
    {
      id: "r",
      name: "A senior",
      mode: "enforce",
      when: { involvement: ["ai"] },
      require: { approvals: 1, minimumLevel: "senior", ...require },
    },
  ],
});
const glass = { by: "Jun", from: SIGNED, until: AFTER };

describe("a request", () => {
  test.each<[string, Parameters<typeof subject>[0], string | null, string | null]>([
    ["waits while it is not live and something is missing", {}, "waiting", null],
    ["is signed in time", { approvals: [approval(SIGNED)] }, "satisfied", SIGNED],
    ["is signed in time and live", { approvals: [approval(SIGNED)], liveAt: LIVE }, "satisfied", SIGNED],
    ["is late when signed after it went live", { approvals: [approval(AFTER)], liveAt: LIVE }, "late", AFTER],
    ["is missing when live and never signed", { liveAt: LIVE }, "missing", null],
    ["is declined", { declines: [decline(SIGNED)] }, "declined", SIGNED],
    [
      "is declined though approved",
      { approvals: [approval(SIGNED)], declines: [decline(LIVE)] },
      "declined",
      LIVE,
    ],
    ["is declined though live", { declines: [decline(AFTER)], liveAt: LIVE }, "declined", AFTER],
    ["is not declined by its author", { declines: [decline(SIGNED, { personId: "ana" })] }, "waiting", null],
    [
      "is not declined for another revision",
      { declines: [decline(SIGNED, { revision: "b2" })] },
      "waiting",
      null,
    ],
    ["is not declined any more", { declines: [decline(SIGNED, { withdrawnAt: LIVE })] }, "waiting", null],
    ["is through by break-glass", { change: { breakGlass: [glass] }, liveAt: LIVE }, "waived", null],
    ["is not through when that is over", { change: { breakGlass: [glass] } }, "waiting", null],
    ["is none when nothing comes of it", { isOver: true }, null, null],
    ["is none where no rule matches", { change: { involvement: "none-found" } }, null, null],
    [
      "waits again once its approval was taken back",
      { approvals: [approval(SIGNED, { withdrawnAt: LIVE })] },
      "waiting",
      null,
    ],
    [
      "stays in time though its approval was taken back after it went live",
      { approvals: [approval(SIGNED, { withdrawnAt: AFTER })], liveAt: LIVE },
      "satisfied",
      SIGNED,
    ],
    [
      "is missing though it was signed late, once that is taken back",
      { approvals: [approval(AFTER, { withdrawnAt: NOW })], liveAt: LIVE },
      "missing",
      null,
    ],
    [
      "is not signed by whoever had it made",
      { change: { prompterIds: ["lee", "sam"] }, approvals: [approval(SIGNED)] },
      "waiting",
      null,
    ],
  ])("%s", (_, more, state, decidedAt) => {
    expect(assess(subject(more), policy(), NOW)).toMatchObject({ state, decidedAt });
  });

  test("is late when signed after it was due, and is decided when the last of two signed", () => {
    const approvals = [approval(SIGNED), approval(LIVE, { personId: "kim" })];
    expect(assess(subject({ approvals }), policy({ withinMinutes: 30 }), NOW).state).toBe("late");
    const two = assess(subject({ approvals }), policy({ approvals: 2 }), NOW);
    expect(two).toMatchObject({ state: "satisfied", decidedAt: LIVE });
  });

  test("is held by what somebody declined only where the rule is enforced, and says who", () => {
    const monitoring: Policy = { rules: policy().rules.map((rule) => ({ ...rule, mode: "monitor" })) };
    const declined = subject({ declines: [decline(SIGNED)] });
    const held = assess(declined, policy(), NOW).evaluation;
    expect(held).toMatchObject({
      holds: true,
      reason: "“A senior” asks for a sign-off, and Kim declined revision a1.",
    });
    expect(assess(declined, monitoring, NOW).evaluation.holds).toBe(false);
  });

  test("that nobody can sign waits, and is missing once it is live", () => {
    const approvals = [approval(SIGNED), approval(SIGNED, { personId: "kim" })];
    expect(assess(subject({ approvals }), policy({ approvals: "nobody" }), NOW).state).toBe("waiting");
    const live = assess(subject({ approvals, liveAt: LIVE }), policy({ approvals: "nobody" }), NOW);
    expect(live.state).toBe("missing");
  });
});

test.each([
  ["code that was deployed", { deployedAtMs: 5, mergedAtMs: 3 }, true, 5],
  ["code that waits for its deployment", { mergedAtMs: 3 }, true, null],
  ["code where nothing is ever deployed", { mergedAtMs: 3 }, false, 3],
  ["code of which no merge is known", {}, false, 1],
  ["a deployment", { kind: "deployment" as const }, true, 1],
  ["a deployment under way", { kind: "deployment" as const, outcome: "in-progress" as const }, true, null],
  ["a DNS change", { kind: "dns" as const }, true, 1],
])("%s is live at %s", (_, more, repositoryHasDeployments, live) => {
  const base = { kind: "code" as const, atMs: 1, deployedAtMs: null, mergedAtMs: null, outcome: null };
  expect(liveAtMs({ ...base, ...more }, { repositoryHasDeployments })).toBe(live);
});
