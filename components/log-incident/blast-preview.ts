import { type BlastClass, blastRadius } from "@/domain/availability/blast-radius";
import type { Service } from "@/domain/service/schema";
import type { Workspace } from "@/domain/workspace/schema";
import type { DraftImpact } from "./draft";

type BlastPreview = {
  observedRatio: number;
  predictedRatio: number;
  class: BlastClass;
  /** Names of services not entered that need one of those entered. */
  dependants: string[];
};

/** The workspace's fractions until it says otherwise. */
export const USUAL_FRACTIONS: Workspace["levelFractions"] = { major: 1, partial: 0.3, degraded: 0 };

export function fractionOf(amount: DraftImpact["amount"], levels: Workspace["levelFractions"]): number {
  return "level" in amount ? levels[amount.level] : amount.fraction;
}

/**
 * Blast radius of what has been entered so far, as shares of all weight 0..1, were everything to begin at one moment;
 * null before the first service.
 */
export function previewBlast(
  impacts: readonly DraftImpact[],
  services: readonly Service[],
  levels: Workspace["levelFractions"],
): BlastPreview | null {
  if (impacts.length === 0 || services.length === 0) return null;
  const radius = blastRadius({
    impacts: impacts.map(({ service, amount }) => ({
      serviceId: service,
      startMs: 0,
      endMs: null,
      fraction: fractionOf(amount, levels),
    })),
    services: services.map((service) => ({ serviceId: service.slug, weight: service.weight })),
    dependencies: services.flatMap((service) =>
      service.dependsOn.map((edge) => ({
        serviceId: service.slug,
        dependsOnId: edge.slug,
        criticality: edge.criticality,
      })),
    ),
  });
  const names = new Map(services.map((service) => [service.slug, service.name]));
  return {
    observedRatio: radius.observed.ratio,
    predictedRatio: radius.predicted.ratio,
    class: radius.class,
    dependants: radius.predictedNotHit.map((slug) => names.get(slug) ?? slug),
  };
}
