import { describe, expect, test } from "vitest";
import { carriedWithin, type DeployedRevision, reachesOf } from "./carry";

const DAY_MS = 86_400_000;
const at = (day: number) => day * DAY_MS;
const deployed = (id: string, day: number, merged: number | null, isStated = false): DeployedRevision => ({
  id,
  atMs: at(day),
  mergedAtMs: merged === null ? null : at(merged),
  isStated,
});
const codes = [1, 2, 3, 4, 5].map((day) => ({ id: `c${day}`, mergedAtMs: at(day) }));
const carried = (deployments: readonly DeployedRevision[], isProduction = true) =>
  Object.fromEntries(carriedWithin(reachesOf(deployments, isProduction), codes));

describe("a deployment brings", () => {
  test("what was merged after the revision before it, up to its own", () => {
    expect(carried([deployed("a", 3, 2), deployed("b", 6, 5)])).toEqual({
      a: ["c1", "c2"],
      b: ["c3", "c4", "c5"],
    });
    expect(carried([deployed("b", 6, 5), deployed("a", 3, 2)])).toEqual({
      a: ["c1", "c2"],
      b: ["c3", "c4", "c5"],
    });
  });

  test("nothing when it goes back, and what it took away when it goes forward again", () => {
    expect(carried([deployed("a", 3, 3), deployed("back", 4, 1), deployed("on", 5, 3)])).toEqual({
      a: ["c1", "c2", "c3"],
      on: ["c2", "c3"],
    });
  });

  test("to production everything that was merged by then, where its revision is unknown; elsewhere nothing", () => {
    expect(carried([deployed("a", 2.5, null)])).toEqual({ a: ["c1", "c2"] });
    expect(carried([deployed("a", 2.5, null)], false)).toEqual({});
  });

  test("as the first on record no more than a month's changes", () => {
    expect(carried([deployed("a", 40, null)])).toEqual({ a: [] });
    expect(carried([deployed("a", 33, null)])).toEqual({ a: ["c4", "c5"] });
  });

  test("what its source says and no more; the next one follows on it", () => {
    expect(carried([deployed("a", 3, 3, true), deployed("b", 6, 5)])).toEqual({ b: ["c4", "c5"] });
  });
});
