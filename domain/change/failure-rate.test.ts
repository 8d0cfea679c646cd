import { describe, expect, test } from "vitest";
import { byClass, CHANGES_MIN, failureRate, followedUpTo, shareOf } from "./failure-rate";

describe("the change failure rate", () => {
  test("is failed changes over all of the class", () => {
    expect(failureRate({ changes: 1322, failed: 41 })).toBeCloseTo(0.031, 3);
    expect(failureRate({ changes: CHANGES_MIN, failed: 0 })).toBe(0);
  });
  test("is not told of too few changes, however many of them failed", () => {
    expect(failureRate({ changes: CHANGES_MIN - 1, failed: CHANGES_MIN - 1 })).toBeNull();
    expect(failureRate({ changes: 0, failed: 0 })).toBeNull();
  });
  test("counts a day once all its changes were watched for the whole window", () => {
    // On Tuesday the 10th, a change late on Monday the 2nd has been watched for seven days.
    expect(followedUpTo("2026-03-10", 7)).toBe("2026-03-03");
    expect(followedUpTo("2026-03-10", 1)).toBe("2026-03-09");
  });
});

describe("the AI share of changes", () => {
  test("has the unknown and automation in what it is a share of", () => {
    const counts = { ai: 20, "none-found": 50, unknown: 20, automation: 10 };
    expect(shareOf(counts, "ai")).toBe(0.2);
    expect(shareOf(counts, "unknown")).toBe(0.2);
  });
  test("is nothing where there were no changes", () => {
    expect(
      shareOf(
        byClass(() => 0),
        "ai",
      ),
    ).toBeNull();
  });
});
