import { expect, test } from "vitest";
import { layBlastOut } from "./blast-layout";
import { blastNodes, fateShares } from "./blast-nodes";

const service = (slug: string, weight: number) => ({ slug, name: slug, weight });
const radius = {
  observed: 0.3,
  predicted: 0.4,
  class: "extreme" as const,
  peakAt: null,
  observedServices: [
    { ...service("pricing", 10), fraction: 1 },
    { ...service("accounts", 10), fraction: 0.3 },
    { ...service("checkout", 10), fraction: 0.5 },
  ],
  predictedServices: [service("pricing", 10), service("checkout", 10), service("cart", 20)],
  originServices: ["pricing"],
  edges: [
    { from: "pricing", to: "checkout", criticality: "hard" as const },
    { from: "pricing", to: "cart", criticality: "hard" as const },
  ],
  regions: [],
  customersAffectedRatio: null,
  ordersLost: null,
  revenueLost: null,
  currency: null,
};

test("every service is hit as predicted, spared, or a surprise; the worst hit come first", () => {
  expect(blastNodes(radius).map((node) => [node.slug, node.fate])).toEqual([
    ["pricing", "hit"],
    ["checkout", "hit"],
    ["accounts", "surprise"],
    ["cart", "spared"],
  ]);
});

test("what was predicted is the sum of its two parts", () => {
  const shares = fateShares(radius);
  expect(shares.hit + shares.spared).toBeCloseTo(radius.predicted);
  expect(shares.surprise).toBeCloseTo(0.1);
});

test("the picture runs from where it began to what needs it, and nothing lies outside or overlaps", () => {
  const layout = layBlastOut(radius);
  const x = new Map(layout.nodes.map((node) => [node.slug, node.x]));
  expect(x.get("pricing")).toBeLessThan(x.get("checkout") ?? 0);
  for (const node of layout.nodes) {
    expect(node.x).toBeGreaterThanOrEqual(0);
    expect(node.x).toBeLessThan(layout.width);
    expect(node.y).toBeLessThan(layout.height);
  }
  expect(new Set(layout.nodes.map((node) => `${node.x} ${node.y}`)).size).toBe(layout.nodes.length);
  expect(layout.edges.find((edge) => edge.to.slug === "cart")?.dashed).toBe(true);
});
