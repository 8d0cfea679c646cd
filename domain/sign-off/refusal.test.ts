import { describe, expect, test } from "vitest";
import type { Approval } from "./approvals";
import type { Assessable } from "./assess";
import type { Policy, Requirement, RuleMode } from "./policy";
import { approvalRefusal, revisionRefusal, type Signer, signerRefusal, standingWord } from "./refusal";
import { standingOf } from "./standing";

const AT = "2026-06-01T12:00:00.000Z";
const REVISION = "4f2c1a9be0d15e6a7f8c9d0b1a2c3d4e5f607182";
const HEAD = "9e2c1a9be0d15e6a7f8c9d0b1a2c3d4e5f607199";

const subject = (approvals: readonly Approval[] = []): Assessable => ({
  change: {
    revision: REVISION,
    involvement: "ai",
    kind: "code",
    environment: "production",
    services: [],
    prompterIds: ["pat", "lee"],
  },
  author: { personId: "ana", level: "mid", teamId: "A" },
  approvals,
  declines: [],
  liveAt: null,
  isOver: false,
});
const signer = (more: Partial<Signer> = {}): Signer => ({
  personId: "sam",
  level: "senior",
  teamId: "A",
  roles: ["reviewer"],
  isOnRoster: true,
  isAbsent: false,
  ...more,
});
const policy = (...asked: (Requirement & { mode?: RuleMode })[]): Policy => ({
  rules: asked.map(({ mode = "enforce", ...require }, place) => ({
    id: `r${place}`,
    name: `Rule ${place}`,
    mode,
    when: { involvement: ["ai"] },
    require,
  })),
});
const SENIOR: Requirement = { approvals: 1, minimumLevel: "senior" };
const word = (more: Partial<Approval> = {}): Approval => ({
  personId: "sam",
  level: "senior",
  teamId: "A",
  roles: [],
  revision: REVISION,
  at: "2026-06-01T10:00:00.000Z",
  ...more,
});

test.each<[Partial<Signer>, string | null]>([
  [{}, null],
  [{ personId: "ana" }, "own-change"],
  [{ personId: "pat" }, "prompted-it"],
  [{ personId: "lee" }, "prompted-it"],
  [{ isOnRoster: false }, "off-roster"],
  [{ isAbsent: true }, "absent"],
])("somebody who is %j is refused as %s, whatever their word", (more, code) => {
  expect(signerRefusal(subject(), signer(more))?.code ?? null).toBe(code);
});

describe("an approval", () => {
  test.each<[string, Policy, Partial<Signer>, string | null]>([
    ["of a senior", policy(SENIOR), {}, null],
    ["of somebody higher", policy(SENIOR), { level: "manager" }, null],
    ["that no rule asks for", policy(), {}, "nothing-asked"],
    ["in a freeze", policy({ approvals: "nobody" }), {}, "nobody-can-sign"],
    [
      "in a freeze, beside a rule that it would meet",
      policy(SENIOR, { approvals: "nobody" }),
      {},
      "nobody-can-sign",
    ],
    [
      "in a freeze that only monitors, beside another rule",
      policy(SENIOR, { approvals: "nobody", mode: "monitor" }),
      {},
      null,
    ],
    ["of too low a level", policy(SENIOR), { level: "mid" }, "level-too-low"],
    ["of an unknown level", policy(SENIOR), { level: null }, "level-too-low"],
    ["without the role", policy({ approvals: 1, role: "policy_owner" }), {}, "without-role"],
    ["of the same team", policy({ approvals: 1, team: "another" }), {}, "wrong-team"],
    ["of another team", policy({ approvals: 1, team: "own" }), { teamId: "B" }, "wrong-team"],
    ["of no known team", policy({ approvals: 1, team: "own" }), { teamId: null }, "wrong-team"],
    ["that meets one of two rules", policy(SENIOR, { approvals: 1, minimumLevel: "manager" }), {}, null],
  ])("%s", (_, asked, more, code) => {
    const found = approvalRefusal(subject(), signer(more), { policy: asked, at: AT });
    expect(found?.code ?? null).toBe(code);
  });

  test("that comes when all is met already still counts by what was asked", () => {
    const met = subject([word({ personId: "kim" })]);
    expect(approvalRefusal(met, signer(), { policy: policy(SENIOR), at: AT })).toBeNull();
    const low = approvalRefusal(met, signer({ level: "junior" }), { policy: policy(SENIOR), at: AT });
    expect(low?.message).toBe("“Rule 0” asks for a senior or higher, and you are a junior.");
  });
});

test.each<[string | null, string | null | undefined, string | null]>([
  [REVISION, REVISION, null],
  [REVISION, REVISION.toUpperCase(), null],
  [REVISION, HEAD, null],
  [REVISION, undefined, "revision-required"],
  [REVISION, REVISION.slice(0, 12), "revision-prefix"],
  [REVISION, HEAD.slice(0, 39), "revision-prefix"],
  [REVISION, "4f2", "not-final-revision"],
  [REVISION, "0000000000000000000000000000000000000000", "not-final-revision"],
  [null, null, null],
  [null, REVISION, "no-revision"],
])("of the final revision %s, signing %s is %s", (revision, given, code) => {
  const final = { revision, sameContent: revision === null ? [] : [HEAD] };
  expect(revisionRefusal(final, given)?.code ?? null).toBe(code);
});

test("somebody's word that stands is for this revision and not taken back", () => {
  const of = { personId: "sam", revision: REVISION };
  const words = [word({ withdrawnAt: AT }), word({ revision: HEAD }), word({ personId: "kim" })];
  expect(standingWord(words, of)).toBeNull();
  expect(standingWord([...words, word({ at: AT })], of)).toMatchObject({ at: AT });
});

describe("a word on record", () => {
  const anything = { approvals: 1 };
  test.each<[string, Partial<Approval> & { isOnRoster?: boolean }, Requirement | null]>([
    ["counts", {}, SENIOR],
    ["counts", { level: null }, null],
    ["counts", { withdrawnAt: "2026-06-01T13:00:00Z" }, SENIOR],
    ["withdrawn", { withdrawnAt: AT }, SENIOR],
    ["withdrawn", { withdrawnAt: AT, revision: HEAD }, SENIOR],
    ["void", { revision: HEAD }, SENIOR],
    ["void", { revision: REVISION.slice(0, 12) }, SENIOR],
    ["own", { personId: "ana" }, anything],
    ["prompted", { personId: "pat" }, anything],
    ["prompted", { personId: "lee" }, anything],
    ["off-roster", { isOnRoster: false }, anything],
    ["later", { at: "2026-06-01T12:00:00.001Z" }, anything],
    ["too-low", { level: "mid" }, SENIOR],
    ["without-role", {}, { approvals: 1, role: "policy_owner" }],
    ["other-team", {}, { approvals: 1, team: "another" }],
  ])("is %s: %j where %j is asked for", (standing, more, require) => {
    const given = { isOnRoster: true, ...word(), ...more };
    expect(standingOf(given, subject(), { require, at: AT })).toBe(standing);
  });
});
