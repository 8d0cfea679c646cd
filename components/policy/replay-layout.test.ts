import { expect, test } from "vitest";
import type { ReplayedPolicy } from "@/domain/sign-off/replay-schema";
import { layoutReplay, markOf } from "./replay-layout";

const policy = (key: string, kind: ReplayedPolicy["kind"], hoursPerWeek: number, incidentsHeld: number) =>
  ({ key, kind, name: kind === "in-force" ? "v1" : key, hoursPerWeek, incidentsHeld }) as ReplayedPolicy;
const policies = [
  policy("draft", "draft", 8, 6),
  policy("in-force", "in-force", 25, 7),
  policy("a", "preset", 0, 0),
  policy("b", "preset", 0.1, 0),
];

test("more hours lie further right and more incidents higher, within the picture", () => {
  const { points, capacityX, xTicks, yTicks } = layoutReplay(policies, { incidents: 10, capacityHours: 34 });
  expect(points.map(({ label }) => label)).toEqual(["A, B", "", "draft", "v1"]);
  const xs = points.map(({ x }) => x);
  expect(xs).toEqual([...xs].sort((a, b) => a - b));
  expect(points[3]?.y).toBeLessThan(points[2]?.y ?? 0);
  expect(capacityX).toBeGreaterThan(points[3]?.x ?? 0);
  expect(xTicks.length).toBeGreaterThan(2);
  expect(yTicks.at(-1)?.words).toBe("10");
});

test("reviewers with far more hours than any policy asks for leave the picture to the policies", () => {
  expect(layoutReplay(policies, { incidents: 10, capacityHours: 400 }).capacityX).toBeNull();
});

test("a row and its point carry the same mark", () => {
  expect(policies.map(({ key }) => markOf(policies, key))).toEqual(["draft", "v1", "A", "B"]);
});
