import { expect, test } from "vitest";
import { canTransition, STATUSES } from "@/domain/incident/lifecycle";
import { nextStep, possibleSteps, stepTo, WAY } from "./steps";

const at = "2026-03-05T12:00:00Z";

test("the next step walks from triage to closed, one key at a time", () => {
  expect(nextStep({ status: "triage", acknowledgedAt: null })).toBe("acknowledge");
  expect(nextStep({ status: "investigating", acknowledgedAt: at })).toBe("identify");
  expect(nextStep({ status: "identified", acknowledgedAt: at })).toBe("monitor");
  expect(nextStep({ status: "monitoring", acknowledgedAt: at })).toBe("resolve");
  expect(nextStep({ status: "resolved", acknowledgedAt: at })).toBe("close");
  expect(nextStep({ status: "closed", acknowledgedAt: at })).toBeNull();
  expect(nextStep({ status: "cancelled", acknowledgedAt: null })).toBeNull();
});

test("a step that is offered is one that the lifecycle allows, and the next comes first", () => {
  for (const status of STATUSES)
    for (const acknowledgedAt of [null, at]) {
      const steps = possibleSteps({ status, acknowledgedAt });
      for (const step of steps) expect(canTransition(status, step)).toBe(true);
      const next = nextStep({ status, acknowledgedAt });
      if (next) expect(steps[0]).toBe(next);
    }
});

test("a state on the way can be pressed only where one step leads to it", () => {
  expect(stepTo("monitoring", "triage")).toBe("monitor");
  expect(stepTo("closed", "triage")).toBeNull();
  expect(stepTo("investigating", "triage")).toBe("acknowledge");
  for (const status of WAY) expect(stepTo(status, status)).toBeNull();
});
