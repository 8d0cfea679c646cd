import { describe, expect, test } from "vitest";
import {
  blastClassOf,
  blastRadius,
  type Dependency,
  type RadiusImpact,
} from "@/domain/availability/blast-radius";

const services = [
  { serviceId: "dns", weight: 1 },
  { serviceId: "db", weight: 2 },
  { serviceId: "cart", weight: 3 },
  { serviceId: "shop", weight: 4 },
];

/** shop needs cart, cart needs db and db needs dns, all of them hard. */
const dependencies: Dependency[] = [
  { serviceId: "shop", dependsOnId: "cart", criticality: "hard" },
  { serviceId: "cart", dependsOnId: "db", criticality: "hard" },
  { serviceId: "db", dependsOnId: "dns", criticality: "hard" },
];

const hit = (serviceId: string, startMs: number, endMs: number | null, fraction = 1): RadiusImpact => ({
  serviceId,
  startMs,
  endMs,
  fraction,
});

const radius = (impacts: RadiusImpact[], edges = dependencies) =>
  blastRadius({ impacts, services, dependencies: edges });

test.each([
  [0, "contained"],
  [0.0099, "contained"],
  [0.01, "limited"],
  [0.0499, "limited"],
  [0.05, "high"],
  [0.2499, "high"],
  [0.25, "extreme"],
  [1, "extreme"],
])("a blast radius of %d is %s", (ratio, name) => {
  expect(blastClassOf(ratio)).toBe(name);
});

describe("the observed blast radius", () => {
  test("is the peak share of weight impaired at one moment, not the share ever hit", () => {
    const { observed } = radius([hit("dns", 0, 10), hit("db", 5, 20), hit("shop", 20, 30)]);
    expect(observed).toEqual({
      ratio: 0.4,
      peakAtMs: 20,
      peakServices: ["shop"],
      services: ["dns", "db", "shop"],
    });
  });

  test("counts a service once, however many impacts it has", () => {
    expect(radius([hit("db", 0, 30), hit("db", 10, 20, 0.3)]).observed.ratio).toBe(0.2);
  });

  test("does not add an impact that ends to one that begins at that moment", () => {
    const impacts = [hit("cart", 0, 10), hit("db", 10, 20)];
    for (const entered of [impacts, impacts.toReversed()]) {
      expect(radius(entered).observed).toMatchObject({ ratio: 0.3, peakAtMs: 0 });
    }
  });

  test("counts open impacts, also at the moment they begin", () => {
    expect(radius([hit("shop", 50, null), hit("dns", 50, null)]).observed).toMatchObject({
      ratio: 0.5,
      peakAtMs: 50,
    });
  });

  test("names services degraded without loss, and counts no weight for them", () => {
    const result = radius([hit("db", 0, 10, 0)]);
    expect(result.observed).toEqual({ ratio: 0, peakAtMs: null, peakServices: [], services: ["db"] });
    expect(result.class).toBe("contained");
  });

  test("is nothing without impacts", () => {
    const result = radius([]);
    expect(result.observed.ratio).toBe(0);
    expect(result.predicted).toEqual({ ratio: 0, origin: [], services: [] });
  });
});

describe("the predicted blast radius", () => {
  test("is the origin and everything that needs it, however far away", () => {
    const result = radius([hit("db", 0, 10), hit("dns", 3, 5)]);
    expect(result.predicted).toEqual({ ratio: 0.9, origin: ["db"], services: ["db", "cart", "shop"] });
    expect(result.hitNotPredicted).toEqual(["dns"]);
    expect(result.predictedNotHit).toEqual(["cart", "shop"]);
  });

  test("does not travel over soft dependencies", () => {
    const soft = dependencies.map((edge) =>
      edge.serviceId === "cart" ? { ...edge, criticality: "soft" as const } : edge,
    );
    expect(radius([hit("db", 0, 10)], soft).predicted.services).toEqual(["db"]);
  });

  test("starts from the service the others need when several began together", () => {
    expect(radius([hit("shop", 0, 10), hit("db", 0, 10), hit("cart", 4, 10)]).predicted.origin).toEqual([
      "db",
    ]);
  });

  test("keeps services that need each other in a circle, and ends on circles", () => {
    const circle: Dependency[] = [
      ...dependencies,
      { serviceId: "db", dependsOnId: "shop", criticality: "hard" },
    ];
    const { predicted } = radius([hit("db", 0, 10), hit("shop", 0, 10)], circle);
    expect(predicted.origin).toEqual(["db", "shop"]);
    expect(predicted.services).toEqual(["db", "cart", "shop"]);
  });
});
