import type { Incident } from "@/domain/incident/schema";

/** How a service's place in the prediction and what happened to it go together. */
export type Fate = "hit" | "spared" | "surprise";

export type BlastNode = {
  slug: string;
  name: string;
  weight: number;
  /** Largest share lost, 0..1; null where it was not hit. */
  fraction: number | null;
  fate: Fate;
};

export const FATE_WORDS: Record<Fate, string> = {
  hit: "predicted and hit",
  spared: "predicted, not hit",
  surprise: "hit, not predicted",
};

/** The services of the picture, those hit hardest first. */
export function blastNodes(radius: Incident["blastRadius"]): BlastNode[] {
  const predicted = new Set(radius.predictedServices.map((service) => service.slug));
  const hit = new Set(radius.observedServices.map((service) => service.slug));
  const nodes: BlastNode[] = [
    ...radius.observedServices.map((service) => ({
      ...service,
      fate: predicted.has(service.slug) ? ("hit" as const) : ("surprise" as const),
    })),
    ...radius.predictedServices
      .filter((service) => !hit.has(service.slug))
      .map((service) => ({ ...service, fraction: null, fate: "spared" as const })),
  ];
  return nodes.sort((a, b) => (b.fraction ?? -1) - (a.fraction ?? -1) || b.weight - a.weight);
}

/** Share of all weight by fate, 0..1; the parts of what was predicted and what was observed at any time. */
export function fateShares(radius: Incident["blastRadius"]): Record<Fate, number> {
  const predictedWeight = radius.predictedServices.reduce((sum, service) => sum + service.weight, 0);
  const totalWeight = radius.predicted > 0 ? predictedWeight / radius.predicted : 0;
  const shares: Record<Fate, number> = { hit: 0, spared: 0, surprise: 0 };
  if (totalWeight === 0) return shares;
  for (const node of blastNodes(radius)) shares[node.fate] += node.weight / totalWeight;
  return shares;
}
