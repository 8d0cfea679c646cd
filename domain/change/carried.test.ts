import { describe, expect, test } from "vitest";
import { type Carried, liveChanges, reachOfHit } from "./carried";

const change = (id: string, minute: number, given: Partial<Carried> = {}): Carried => ({
  id,
  at: new Date(Date.UTC(2026, 2, 10, 12, minute)),
  serviceIds: ["checkout"],
  carrierId: null,
  ...given,
});

describe("what competes for the blame", () => {
  test("are the changes that a deployment brought, at its time, and not the deployment beside them", () => {
    const deployment = change("deployment", 50);
    const live = liveChanges(
      [deployment, change("a", 10, { carrierId: "deployment" }), change("alone", 30)],
      10,
    );
    expect(live.map(({ change: { id }, at, carrier }) => [id, at.getUTCMinutes(), carrier?.id])).toEqual([
      ["a", 50, "deployment"],
      ["alone", 30, undefined],
    ]);
  });

  test("is a deployment itself where nothing that it brought is known", () => {
    expect(liveChanges([change("deployment", 50)], 10)).toHaveLength(1);
  });

  test("a change on record for no service went to its deployment's", () => {
    const [live] = liveChanges(
      [change("d", 50, { serviceIds: ["search"] }), change("a", 10, { carrierId: "d", serviceIds: [] })],
      10,
    );
    expect(live?.serviceIds).toEqual(["search"]);
  });

  test("is cut to the latest", () => {
    const many = Array.from({ length: 30 }, (_, index) => change(`c${index}`, index));
    expect(liveChanges(many, 3).map(({ change: { id } }) => id)).toEqual(["c29", "c28", "c27"]);
  });
});

describe("the reach of what was hit", () => {
  const graph = new Map([
    ["web", ["api", "cdn"]],
    ["api", ["db", "web"]],
    ["db", ["disk"]],
    ["disk", ["power"]],
  ]);

  test("follows dependencies step by step, nearest first, around circles, to its bounds", () => {
    expect(reachOfHit(["web"], graph, { steps: 3, most: 10 })).toEqual(["web", "api", "cdn", "db", "disk"]);
    expect(reachOfHit(["web"], graph, { steps: 1, most: 10 })).toEqual(["web", "api", "cdn"]);
    expect(reachOfHit(["web"], graph, { steps: 3, most: 2 })).toEqual(["web", "api"]);
    expect(reachOfHit([], graph, { steps: 3, most: 2 })).toEqual([]);
  });
});
