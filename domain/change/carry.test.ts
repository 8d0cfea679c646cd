import { describe, expect, test } from "vitest";
import { carriedWithin, type DeployedRevision, reachesOf } from "./carry";

const DAY_MS = 86_400_000;
const at = (day: number) => day * DAY_MS;
const deployed = (id: string, day: number, merged: number | null, isStated = false): DeployedRevision => ({
  id,
  name: id,
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

  test("what was merged by then, where its own revision was merged only later", () => {
    expect(carried([deployed("a", 2.5, 5)])).toEqual({ a: ["c1", "c2"] });
    expect(carried([deployed("a", 2.5, 5)], false)).toEqual({});
    expect(carried([deployed("a", 2.5, 3)])).toEqual({ a: ["c1", "c2", "c3"] });
  });

  test("nothing that was merged more than ninety days before", () => {
    expect(carried([deployed("a", 92.5, 4)])).toEqual({ a: ["c3", "c4"] });
  });

  test("with another at the same instant what the first name has, whatever their ids and order", () => {
    const [a, b] = [deployed("2", 3, 2), deployed("1", 3, 2)];
    const named = [
      { ...a, name: "x" },
      { ...b, name: "y" },
    ];
    expect(carried(named)).toEqual({ 2: ["c1", "c2"] });
    expect(carried(named.toReversed())).toEqual({ 2: ["c1", "c2"] });
  });
});
