import { expect, test } from "vitest";
import { signTest, wilsonInterval } from "./certainty";

test("the interval of a share ends where the share would be 1.96 standard errors away, and stays within 0 and 1", () => {
  for (const [part, whole] of [
    [6, 10],
    [1, 8],
    [40, 41],
  ] as const) {
    const { low, high } = wilsonInterval(part, whole);
    for (const end of [low, high]) {
      const standardError = Math.sqrt((end * (1 - end)) / whole);
      expect(Math.abs(part / whole - end) / standardError).toBeCloseTo(1.959964, 5);
    }
  }
  expect(wilsonInterval(0, 10).low).toBe(0);
  expect(wilsonInterval(10, 10).high).toBeCloseTo(1, 12);
  expect(() => wilsonInterval(0, 0)).toThrow(RangeError);
});

test("two policies are told apart only by incidents that one of them alone holds", () => {
  expect(signTest([0, 0])).toBe(1);
  expect(signTest([3, 3])).toBe(1);
  // All of five one way: 2 x (1/2)^5; all of six is the first below 0.05.
  expect(signTest([5, 0])).toBeCloseTo(0.0625, 12);
  expect(signTest([0, 6])).toBeCloseTo(0.03125, 12);
  // 2 x (1 + 10) / 2^10.
  expect(signTest([1, 9])).toBeCloseTo(0.021484375, 12);
});
