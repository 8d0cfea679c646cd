import { eq } from "drizzle-orm";
import { service, serviceDependency } from "@/db/schema";
import { blastRadius } from "@/domain/availability/blast-radius";
import type { Incident } from "@/domain/incident/schema";
import type { Ctx } from "@/server/context";
import type { IncidentRow, StoredImpact } from "./load";

export interface KnownService {
  id: string;
  slug: string;
  name: string;
  weight: number;
}

export function listKnownServices(ctx: Ctx): Promise<KnownService[]> {
  return ctx.db
    .select({ id: service.id, slug: service.slug, name: service.name, weight: service.weight })
    .from(service)
    .where(eq(service.workspaceId, ctx.workspaceId))
    .orderBy(service.slug);
}

/** What the incident hit, beside what the dependency graph predicts, with the edges among those services. */
export async function radiusOf(
  ctx: Ctx,
  row: IncidentRow,
  impacts: readonly StoredImpact[],
  services: readonly KnownService[],
): Promise<Incident["blastRadius"]> {
  const dependencies = await ctx.db
    .select({
      serviceId: serviceDependency.serviceId,
      dependsOnId: serviceDependency.dependsOnId,
      criticality: serviceDependency.criticality,
    })
    .from(serviceDependency)
    .where(eq(serviceDependency.workspaceId, ctx.workspaceId));
  const radius = blastRadius({
    impacts: impacts.map((impact) => ({
      serviceId: impact.serviceId,
      startMs: impact.startedAt,
      endMs: impact.endedAt,
      fraction: impact.fraction,
    })),
    services: services.map(({ id, weight }) => ({ serviceId: id, weight })),
    dependencies,
  });
  const known = new Map(services.map((one) => [one.id, one]));
  const named = (ids: readonly string[]) => ids.flatMap((id) => known.get(id) ?? []);
  const shown = new Set([...radius.observed.services, ...radius.predicted.services]);
  const largest = (id: string) =>
    Math.max(...impacts.filter((impact) => impact.serviceId === id).map((impact) => impact.fraction));
  return {
    observed: radius.observed.ratio,
    predicted: radius.predicted.ratio,
    class: radius.class,
    peakAt: radius.observed.peakAtMs === null ? null : new Date(radius.observed.peakAtMs).toISOString(),
    observedServices: named(radius.observed.services).map(({ id, ...one }) => ({
      ...one,
      fraction: largest(id),
    })),
    predictedServices: named(radius.predicted.services).map(({ id, ...one }) => one),
    originServices: named(radius.predicted.origin).map(({ slug }) => slug),
    edges: dependencies
      .filter((edge) => shown.has(edge.serviceId) && shown.has(edge.dependsOnId))
      .map((edge) => ({
        from: known.get(edge.dependsOnId)?.slug ?? "",
        to: known.get(edge.serviceId)?.slug ?? "",
        criticality: edge.criticality,
      })),
    regions: row.regions,
    customersAffectedRatio: row.customersAffectedRatio,
    ordersLost: row.ordersLost,
    revenueLost: row.revenueLost,
    currency: row.currency,
  };
}
