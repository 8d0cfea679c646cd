import { and, eq } from "drizzle-orm";
import { service, serviceDependency } from "@/db/schema";
import { Invalid } from "@/domain/errors";
import type { DependenciesInput, Service } from "@/domain/service/schema";
import { recordAudit } from "@/server/audit/record";
import { staleEdit } from "@/server/audit/stale-edit";
import { type Ctx, inTransaction } from "@/server/context";
import { authoriseKeeping } from "./access";
import { findServiceIds, lockService, readService } from "./queries";

/** Replaces what the service depends on. Circles are legal, as they are in reality; only itself is refused. */
export function setDependencies(
  ctx: Ctx,
  { slug, version, input }: { slug: string; version: number | null; input: DependenciesInput },
): Promise<Service> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockService(tx, slug);
    authoriseKeeping(tx, row.teamId, "Saying what a service depends on");
    if (version !== null && version !== row.version)
      throw await staleEdit(tx, row.version, ["service", row.id]);
    const before = await readService(tx, slug);
    const wanted = await dependencyRows(tx, row.id, slug, input);
    await tx.db
      .delete(serviceDependency)
      .where(and(eq(serviceDependency.workspaceId, tx.workspaceId), eq(serviceDependency.serviceId, row.id)));
    if (wanted.length > 0) await tx.db.insert(serviceDependency).values(wanted);
    await tx.db
      .update(service)
      .set({ version: row.version + 1, updatedAt: tx.now })
      .where(and(eq(service.workspaceId, tx.workspaceId), eq(service.id, row.id)));
    const after = await readService(tx, slug);
    await recordAudit(tx, {
      action: "service.set-dependencies",
      objectKind: "service",
      objectId: row.id,
      before: before.dependsOn,
      after: after.dependsOn,
    });
    return after;
  });
}

async function dependencyRows(
  ctx: Ctx,
  serviceId: string,
  slug: string,
  { dependsOn }: DependenciesInput,
): Promise<(typeof serviceDependency.$inferInsert)[]> {
  const ids = await findServiceIds(
    ctx,
    dependsOn.map((dependency) => dependency.slug),
  );
  const seen = new Set<string>();
  return dependsOn.map((dependency, index) => {
    const field = `dependsOn.${index}.slug`;
    if (dependency.slug === slug) throw new Invalid(field, "A service cannot depend on itself.");
    if (seen.has(dependency.slug)) throw new Invalid(field, `${dependency.slug} is named twice.`);
    seen.add(dependency.slug);
    const dependsOnId = ids.get(dependency.slug);
    if (dependsOnId === undefined) {
      throw new Invalid(
        field,
        `No service ${dependency.slug} in this workspace. Create it first, or correct the slug.`,
        "unknown-service",
      );
    }
    return { workspaceId: ctx.workspaceId, serviceId, dependsOnId, criticality: dependency.criticality };
  });
}
