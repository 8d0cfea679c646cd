import { and, eq, inArray } from "drizzle-orm";
import { service } from "@/db/schema";
import { Invalid } from "@/domain/errors";
import { nearestOf } from "@/domain/incident/nearest";
import type { Ctx } from "@/server/context";

/**
 * The ids of the services by slug.
 * @throws Invalid naming the field of the first unknown slug, and the slugs most like it
 */
export async function serviceIdsOf(
  ctx: Ctx,
  asked: readonly { slug: string; field: string }[],
): Promise<Map<string, string>> {
  const slugs = [...new Set(asked.map(({ slug }) => slug))];
  const found = await ctx.db
    .select({ id: service.id, slug: service.slug })
    .from(service)
    .where(and(eq(service.workspaceId, ctx.workspaceId), inArray(service.slug, slugs)));
  const ids = new Map(found.map(({ id, slug }) => [slug, id]));
  const unknown = asked.find(({ slug }) => !ids.has(slug));
  if (unknown !== undefined) throw await unknownService(ctx, unknown.slug, unknown.field);
  return ids;
}

async function unknownService(ctx: Ctx, slug: string, field: string): Promise<Invalid> {
  const known = await ctx.db
    .select({ slug: service.slug })
    .from(service)
    .where(eq(service.workspaceId, ctx.workspaceId))
    .limit(5000);
  const near = nearestOf(
    slug,
    known.map((row) => row.slug),
  );
  const hint =
    near.length > 0
      ? `Did you mean ${near.join(" or ")}?`
      : "Create it first, or give the slug of a service.";
  return new Invalid(field, `No service "${slug}" in this workspace. ${hint}`, "unknown-service");
}

export async function slugOfService(ctx: Ctx, serviceId: string): Promise<string> {
  const [row] = await ctx.db
    .select({ slug: service.slug })
    .from(service)
    .where(and(eq(service.workspaceId, ctx.workspaceId), eq(service.id, serviceId)));
  return row?.slug ?? serviceId;
}
