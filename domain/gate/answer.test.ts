import fc from "fast-check";
import { expect, test } from "vitest";
import { decideTogether } from "./answer";
import type { GateSubject } from "./schema";

const DECISIONS = ["not-required", "satisfied", "required", "waived", "declined"] as const;

const subject = (decision: GateSubject["decision"], holds: boolean, name = "One"): GateSubject => ({
  subject: "change",
  changeId: name,
  pullRequest: null,
  title: name,
  revision: null,
  decision,
  holds,
  rule: { id: name, name, mode: holds ? "enforce" : "monitor" },
  missing: null,
  reason: `${name} decides.`,
  path: null,
});

test("one that is held holds all, whatever stands beside it and in whatever order", () => {
  const anything = fc.tuple(fc.constantFrom(...DECISIONS), fc.boolean()).map(([decision, isHeld]) => {
    const holds = isHeld && (decision === "required" || decision === "declined");
    return subject(decision, holds);
  });
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 8 }), (subjects) => {
      const told = decideTogether(subjects);
      expect(told.decision).toBe(subjects.some(({ holds }) => holds) ? "hold" : "allow");
      expect(told.heldCount).toBe(subjects.filter(({ holds }) => holds).length);
      expect(decideTogether(subjects.toReversed())).toMatchObject({ decision: told.decision });
    }),
  );
});

test("the reason counts, and says of one what it lacks", () => {
  const [held, fine, monitored] = [
    subject("required", true, "Held"),
    subject("satisfied", false, "Fine"),
    subject("required", false, "Monitored"),
  ];
  const reasonOf = (...subjects: GateSubject[]) => decideTogether(subjects).reason;
  expect(reasonOf()).toMatch(/brings nothing new/);
  expect(reasonOf(held)).toBe("Held decides.");
  expect(reasonOf(fine, monitored, held)).toBe(
    "Of the 3 changes that it brings, one lacks a sign-off. Held decides.",
  );
  expect(reasonOf(held, held)).toBe("Each of the 2 changes that it brings lacks a sign-off. Held decides.");
  expect(reasonOf(fine, fine)).toBe("None of the 2 changes that it brings lacks a sign-off.");
  expect(reasonOf(fine, monitored)).toBe(
    "Of the 2 changes that it brings, one lacks a sign-off under a rule that only monitors. Monitored decides.",
  );
  expect(decideTogether([fine, monitored])).toMatchObject({ decision: "allow", rule: { name: "Monitored" } });
});
