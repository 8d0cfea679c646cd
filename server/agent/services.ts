import { and, eq, inArray } from "drizzle-orm";
import { service } from "@/db/schema";
import { Invalid } from "@/domain/errors";
import { asksForBudgets } from "@/domain/sign-off/might-ask";
import type { Policy } from "@/domain/sign-off/policy";
import type { Ctx } from "@/server/context";
import { spentRatios } from "@/server/sign-off/budgets";

type NamedService = Pick<typeof service.$inferSelect, "id" | "slug" | "name" | "weight">;

/** The services of these slugs; one that there is not is refused by its place. */
export async function servicesNamed(ctx: Ctx, slugs: readonly string[]): Promise<NamedService[]> {
  if (slugs.length === 0) return [];
  const rows = await readServices(ctx, inArray(service.slug, [...slugs]));
  const known = new Map(rows.map((row) => [row.slug, row]));
  return [...new Set(slugs)].map((slug) => {
    const found = known.get(slug);
    if (found !== undefined) return found;
    throw new Invalid(
      `services.${slugs.indexOf(slug)}`,
      `No service "${slug}" in this workspace. Name services by their slugs.`,
      "unknown-service",
    );
  });
}

/** The services of these ids, those that are still there. */
export async function servicesById(ctx: Ctx, ids: readonly string[]): Promise<Map<string, NamedService>> {
  if (ids.length === 0) return new Map();
  const rows = await readServices(ctx, inArray(service.id, [...new Set(ids)]));
  return new Map(rows.map((row) => [row.id, row]));
}

/** The same with the share of their error budgets that is spent by now, where a rule asks for it. */
export async function withBudgets(
  ctx: Ctx,
  services: readonly NamedService[],
  policy: Policy | null,
): Promise<(NamedService & { budgetSpentRatio: number | null })[]> {
  const isAsked = policy !== null && asksForBudgets(policy);
  const ids = isAsked ? services.map(({ id }) => id) : [];
  const spent = await spentRatios(ctx, ids, ctx.now.getTime());
  return services.map((one) => ({ ...one, budgetSpentRatio: spent.get(one.id) ?? null }));
}

function readServices(ctx: Ctx, which: ReturnType<typeof inArray>): Promise<NamedService[]> {
  return ctx.db
    .select({ id: service.id, slug: service.slug, name: service.name, weight: service.weight })
    .from(service)
    .where(and(eq(service.workspaceId, ctx.workspaceId), which));
}
