import type { BlastRadiusClass } from "@/domain/incident/schema";

export type BlastClass = BlastRadiusClass;

/** Class of a blast radius ratio 0..1: contained < 0.01 <= limited < 0.05 <= high < 0.25 <= extreme. */
export function blastClassOf(ratio: number): BlastClass {
  if (ratio < 0.01) return "contained";
  if (ratio < 0.05) return "limited";
  return ratio < 0.25 ? "high" : "extreme";
}

/** The ratios a class spans: from `minRatio` up to `maxRatio`, the latter not included (null: no upper end). */
export const BLAST_CLASS_RATIOS: Record<BlastClass, { minRatio: number; maxRatio: number | null }> = {
  contained: { minRatio: 0, maxRatio: 0.01 },
  limited: { minRatio: 0.01, maxRatio: 0.05 },
  high: { minRatio: 0.05, maxRatio: 0.25 },
  extreme: { minRatio: 0.25, maxRatio: null },
};

/** An impact of the incident; `endMs` null while it is open. */
export type RadiusImpact = { serviceId: string; startMs: number; endMs: number | null; fraction: number };

/** `serviceId` needs `dependsOnId`; only hard needs pass a failure on. */
export type Dependency = { serviceId: string; dependsOnId: string; criticality: "hard" | "soft" };

export type BlastRadius = {
  observed: {
    /** Peak share of the total weight with an active impact of fraction > 0 at one moment, 0..1. */
    ratio: number;
    /** The first moment of that peak, epoch ms; null when nothing was impaired. */
    peakAtMs: number | null;
    /** The services impaired at the peak. */
    peakServices: string[];
    /** Every service hit directly at any time, also those degraded without loss. */
    services: string[];
  };
  predicted: {
    /** Share of the total weight of origin and dependants, 0..1. */
    ratio: number;
    /** Where the incident began, as far as the dependency graph tells. */
    origin: string[];
    /** Origin and everything that needs it, however far away. */
    services: string[];
  };
  class: BlastClass;
  hitNotPredicted: string[];
  predictedNotHit: string[];
};

/**
 * Blast radius of one incident: what it hit (observed) beside what the dependency graph expects (predicted). `services`
 * are all services of the workspace with their weights; ids come back in that order, unknown ones last.
 */
export function blastRadius(input: {
  impacts: readonly RadiusImpact[];
  services: readonly { serviceId: string; weight: number }[];
  dependencies: readonly Dependency[];
}): BlastRadius {
  const weights = new Map(input.services.map((service) => [service.serviceId, service.weight]));
  const totalWeight = sumOf(weights.values());
  const hit = new Set(input.impacts.map((impact) => impact.serviceId));
  const inOrder = orderBy([...weights.keys(), ...hit]);

  const peak = observedPeak(input.impacts, weights);
  const graph = hardDependants(input.dependencies);
  const origin = originOf(input.impacts, graph);
  const expected = reachableFrom(origin, graph);
  const ratioOf = (weight: number) => (totalWeight > 0 ? Math.min(1, weight / totalWeight) : 0);
  const observedRatio = ratioOf(peak.weight);
  return {
    observed: {
      ratio: observedRatio,
      peakAtMs: peak.atMs,
      peakServices: inOrder(peak.services),
      services: inOrder(hit),
    },
    predicted: {
      ratio: ratioOf(sumOf([...expected].map((id) => weights.get(id) ?? 0))),
      origin: inOrder(origin),
      services: inOrder(expected),
    },
    class: blastClassOf(observedRatio),
    hitNotPredicted: inOrder([...hit].filter((id) => !expected.has(id))),
    predictedNotHit: inOrder([...expected].filter((id) => !hit.has(id))),
  };
}

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function orderBy(ids: readonly string[]): (some: Iterable<string>) => string[] {
  const rank = new Map<string, number>();
  for (const id of ids) if (!rank.has(id)) rank.set(id, rank.size);
  return (some) => [...some].sort((a, b) => (rank.get(a) ?? rank.size) - (rank.get(b) ?? rank.size));
}

type Edge = { atMs: number; serviceId: string; step: 1 | -1 };

/**
 * The largest sum of weights impaired at one moment, and when. Weight is summed afresh at each new set, so that coming
 * and going services leave no rounding behind.
 */
export function observedPeak(impacts: readonly RadiusImpact[], weights: ReadonlyMap<string, number>) {
  const edges: Edge[] = [];
  for (const { serviceId, startMs, endMs, fraction } of impacts) {
    if (!(fraction > 0) || (endMs !== null && endMs <= startMs)) continue;
    edges.push({ atMs: startMs, serviceId, step: 1 });
    if (endMs !== null) edges.push({ atMs: endMs, serviceId, step: -1 });
  }
  edges.sort((a, b) => a.atMs - b.atMs);

  const activeCounts = new Map<string, number>();
  let peak: { weight: number; atMs: number | null; services: string[] } = {
    weight: 0,
    atMs: null,
    services: [],
  };
  edges.forEach((edge, index) => {
    const count = (activeCounts.get(edge.serviceId) ?? 0) + edge.step;
    if (count === 0) activeCounts.delete(edge.serviceId);
    else activeCounts.set(edge.serviceId, count);
    // Everything that begins or ends at one moment counts together: look only after the last of them.
    if (edges[index + 1]?.atMs === edge.atMs || activeCounts.size === 0) return;
    const weight = sumOf([...activeCounts.keys()].map((id) => weights.get(id) ?? 0));
    if (peak.atMs === null || weight > peak.weight) {
      peak = { weight, atMs: edge.atMs, services: [...activeCounts.keys()] };
    }
  });
  return peak;
}

/** For each service, those that break with it directly. */
type Dependants = ReadonlyMap<string, readonly string[]>;

function hardDependants(dependencies: readonly Dependency[]): Dependants {
  const dependants = new Map<string, string[]>();
  for (const { serviceId, dependsOnId, criticality } of dependencies) {
    if (criticality !== "hard") continue;
    const known = dependants.get(dependsOnId);
    if (known) known.push(serviceId);
    else dependants.set(dependsOnId, [serviceId]);
  }
  return dependants;
}

function reachableFrom(origin: Iterable<string>, dependants: Dependants): Set<string> {
  const reached = new Set(origin);
  // A set visits what is added to it while it is walked, which makes it its own queue and ends on cycles.
  for (const id of reached) for (const dependant of dependants.get(id) ?? []) reached.add(dependant);
  return reached;
}

/**
 * The services whose impact began first, minus those that need another of them. Services that need each other in a
 * circle all stay: neither explains the other.
 */
function originOf(impacts: readonly RadiusImpact[], dependants: Dependants): Set<string> {
  const firstMs = impacts.reduce(
    (least, impact) => Math.min(least, impact.startMs),
    Number.POSITIVE_INFINITY,
  );
  const first = new Set(
    impacts.filter((impact) => impact.startMs === firstMs).map((impact) => impact.serviceId),
  );
  if (first.size < 2) return first;
  const reach = new Map([...first].map((id) => [id, reachableFrom([id], dependants)]));
  const explains = (cause: string, id: string) => cause !== id && reach.get(cause)?.has(id) === true;
  return new Set(
    [...first].filter((id) => ![...first].some((other) => explains(other, id) && !explains(id, other))),
  );
}
