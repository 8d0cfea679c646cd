import fc from "fast-check";
import { expect, test } from "vitest";
import { SIGN_OFF_STATES } from "@/domain/sign-off/states";
import { commitStatusOf, DESCRIPTION_MAX, type ToldRequest } from "./status";

const request = (over: Partial<ToldRequest> = {}): ToldRequest => ({
  state: "waiting",
  mode: "enforce",
  ruleName: "Juniors need a senior",
  missingApprovals: 2,
  minimumLevel: "senior",
  approverRole: "policy_owner",
  approverTeam: "own",
  ...over,
});

test("says what is missing, as a host shows it", () => {
  expect(commitStatusOf(request())).toEqual({
    state: "pending",
    description:
      "Missing: the approvals of 2 seniors or higher with the role policy owner of the author's team.",
  });
  expect(commitStatusOf(request({ state: "declined" })).state).toBe("failure");
  expect(commitStatusOf(request({ missingApprovals: null })).description).toBe(
    "Missing: nobody can let it through but by break-glass.",
  );
});

test("a rule that only monitors never stands in the way, and no description is longer than GitHub takes", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SIGN_OFF_STATES),
      fc.string({ unit: "grapheme", maxLength: 200 }),
      fc.option(fc.integer({ min: 1, max: 9 })),
      (state, ruleName, missingApprovals) => {
        const given = request({ state, ruleName, missingApprovals });
        const monitored = commitStatusOf({ ...given, mode: "monitor" });
        expect(monitored.state).toBe("success");
        for (const { description } of [monitored, commitStatusOf(given)]) {
          expect([...description].length).toBeLessThanOrEqual(DESCRIPTION_MAX);
        }
      },
    ),
  );
});
