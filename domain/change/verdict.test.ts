import { describe, expect, test } from "vitest";
import { classInFigures, countsInFigures } from "./blame";
import { heaviestVerdict, isFailing, reasonOf } from "./verdict";

describe("verdicts", () => {
  test("weigh cause over contributing over suspect over cleared, in whatever order they come", () => {
    expect(heaviestVerdict(["cleared", "suspect", "cause", "contributing"])).toBe("cause");
    expect(heaviestVerdict(["cleared", "suspect"])).toBe("suspect");
    expect(heaviestVerdict([])).toBeNull();
  });

  test("fail a change only where they blame it", () => {
    expect(["cause", "contributing"].every((one) => isFailing(heaviestVerdict([one as "cause"])))).toBe(true);
    expect([isFailing("suspect"), isFailing("cleared"), isFailing(null)]).toEqual([false, false, false]);
  });

  test("need a reason once they blame or clear; a suspicion does not", () => {
    for (const verdict of ["cause", "contributing", "cleared"] as const) {
      expect(() => reasonOf(verdict, "  ")).toThrow(/Say why/);
      expect(reasonOf(verdict, " it was gone after the rollback ")).toBe("it was gone after the rollback");
    }
    expect(reasonOf("suspect", undefined)).toBeNull();
  });
});

describe("what the figures count", () => {
  const deployment = { kind: "deployment", production: true, verdict: null, carried: ["ai"] } as const;

  test("is every change in production, but no deployment whose changes are known", () => {
    expect(countsInFigures({ ...deployment, kind: "code" })).toBe(true);
    expect(countsInFigures({ ...deployment, carried: [] })).toBe(true);
    expect(countsInFigures(deployment)).toBe(false);
    expect(countsInFigures({ ...deployment, verdict: "suspect" })).toBe(false);
    expect(countsInFigures({ ...deployment, kind: "code", production: false })).toBe(false);
  });

  test("is such a deployment too once it is blamed itself, in the class that its changes share", () => {
    expect(countsInFigures({ ...deployment, verdict: "cause" })).toBe(true);
    expect(countsInFigures({ ...deployment, verdict: "cause", production: false })).toBe(false);
    const classOf = (carried: readonly ("ai" | "none-found")[]) =>
      classInFigures({ kind: "deployment", involvement: "none-found", carried });
    expect(classOf(["ai", "ai"])).toBe("ai");
    expect(classOf(["ai", "none-found"])).toBe("unknown");
    expect(classOf([])).toBe("none-found");
  });
});
