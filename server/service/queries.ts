import { and, asc, eq, sql } from "drizzle-orm";
import { service, serviceDependency, team, workspace } from "@/db/schema";
import { NotFound } from "@/domain/errors";
import type { Service } from "@/domain/service/schema";
import { authoriseReading } from "@/server/access";
import { askAll, type Ctx } from "@/server/context";

/** Every service of the workspace with what it depends on, by name. Bounded by what a company can run, not by a page. */
const SERVICES_MAX = 10_000;

export function listServices(ctx: Ctx): Promise<Service[]> {
  authoriseReading(ctx);
  return readServices(ctx);
}

/** The same for what needs them to do its own work. */
export async function readServices(ctx: Ctx): Promise<Service[]> {
  const [rows, dependencies] = await askAll(
    ctx,
    () => selectServices(ctx).orderBy(asc(service.name), asc(service.slug)).limit(SERVICES_MAX),
    () => dependenciesByService(ctx),
  );
  return rows.map((row) => toService(row, dependencies.get(row.id) ?? []));
}

export function getService(ctx: Ctx, slug: string): Promise<Service> {
  authoriseReading(ctx);
  return readService(ctx, slug);
}

/** The same for a command, which shows whoever may write what they have written. */
export async function readService(ctx: Ctx, slug: string): Promise<Service> {
  const [row] = await selectServices(ctx, slug);
  if (!row) throw new NotFound("service", slug);
  const dependencies = await dependenciesByService(ctx, row.id);
  return toService(row, dependencies.get(row.id) ?? []);
}

function selectServices(ctx: Ctx, slug?: string) {
  return ctx.db
    .select({
      id: service.id,
      slug: service.slug,
      name: service.name,
      weight: service.weight,
      ownSloTarget: service.sloTarget,
      workspaceSloTarget: workspace.sloTarget,
      trackedFrom: service.trackedFrom,
      team: team.name,
      generated: service.generated,
      version: service.version,
    })
    .from(service)
    .innerJoin(workspace, eq(workspace.workspaceId, service.workspaceId))
    .leftJoin(team, and(eq(team.workspaceId, service.workspaceId), eq(team.id, service.teamId)))
    .where(
      and(eq(service.workspaceId, ctx.workspaceId), slug === undefined ? undefined : eq(service.slug, slug)),
    )
    .$dynamic();
}

type ServiceRow = Awaited<ReturnType<typeof selectServices>>[number];
type Dependency = Service["dependsOn"][number];

async function dependenciesByService(ctx: Ctx, serviceId?: string): Promise<Map<string, Dependency[]>> {
  const rows = await ctx.db
    .select({
      serviceId: serviceDependency.serviceId,
      slug: service.slug,
      criticality: serviceDependency.criticality,
    })
    .from(serviceDependency)
    .innerJoin(
      service,
      and(
        eq(service.workspaceId, serviceDependency.workspaceId),
        eq(service.id, serviceDependency.dependsOnId),
      ),
    )
    .where(
      and(
        eq(serviceDependency.workspaceId, ctx.workspaceId),
        serviceId === undefined ? undefined : eq(serviceDependency.serviceId, serviceId),
      ),
    )
    .orderBy(asc(service.slug));
  const byService = new Map<string, Dependency[]>();
  for (const { serviceId: id, slug, criticality } of rows) {
    const known = byService.get(id);
    if (known) known.push({ slug, criticality });
    else byService.set(id, [{ slug, criticality }]);
  }
  return byService;
}

function toService(row: ServiceRow, dependsOn: Dependency[]): Service {
  const { ownSloTarget, workspaceSloTarget, trackedFrom, ...rest } = row;
  return {
    ...rest,
    sloTarget: ownSloTarget ?? workspaceSloTarget,
    sloIsOwn: ownSloTarget !== null,
    trackedFrom: trackedFrom.toISOString(),
    dependsOn,
  };
}

/** The service's row, locked until the transaction ends, so that two edits of it take turns. */
export async function lockService(ctx: Ctx, slug: string): Promise<typeof service.$inferSelect> {
  const [row] = await ctx.db
    .select()
    .from(service)
    .where(and(eq(service.workspaceId, ctx.workspaceId), eq(service.slug, slug)))
    .for("no key update");
  if (!row) throw new NotFound("service", slug);
  return row;
}

/** Ids by slug, of those that exist. */
export async function findServiceIds(ctx: Ctx, slugs: readonly string[]): Promise<Map<string, string>> {
  if (slugs.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: service.id, slug: service.slug })
    .from(service)
    .where(
      and(eq(service.workspaceId, ctx.workspaceId), sql`${service.slug} = any(${sql.param([...slugs])})`),
    );
  return new Map(rows.map((row) => [row.slug, row.id]));
}
