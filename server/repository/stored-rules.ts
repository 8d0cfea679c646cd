import { asc, eq } from "drizzle-orm";
import { type StoredPathRule, service } from "@/db/schema";
import { Invalid } from "@/domain/errors";
import { patternFault } from "@/domain/repository/match";
import type { PathRule } from "@/domain/repository/schema";
import type { Ctx } from "@/server/context";

const SERVICES_MAX = 10_000;

export interface ServiceSlugs {
  slugOf: ReadonlyMap<string, string>;
  idOf: ReadonlyMap<string, string>;
}

export async function serviceSlugs(ctx: Ctx): Promise<ServiceSlugs> {
  const rows = await ctx.db
    .select({ id: service.id, slug: service.slug })
    .from(service)
    .where(eq(service.workspaceId, ctx.workspaceId))
    .orderBy(asc(service.slug))
    .limit(SERVICES_MAX);
  return {
    slugOf: new Map(rows.map(({ id, slug }) => [id, slug])),
    idOf: new Map(rows.map(({ id, slug }) => [slug, id])),
  };
}

/** The rules as they are stored; one that cannot be read, or names no service, is refused by its number. */
export function storedRules(rules: readonly PathRule[], { idOf }: ServiceSlugs): StoredPathRule[] {
  return rules.map(({ pattern, services }, at) => {
    const fault = patternFault(pattern);
    if (fault !== null) throw new Invalid(`pathRules.${at}.pattern`, `Rule ${at + 1} (${pattern}): ${fault}`);
    const serviceIds = [...new Set(services)].map((slug) => {
      const id = idOf.get(slug);
      if (id !== undefined) return id;
      throw new Invalid(
        `pathRules.${at}.services`,
        `Rule ${at + 1} (${pattern}): there is no service ${slug}. Name services by their slugs.`,
        "unknown-service",
      );
    });
    return { pattern: pattern.trim(), serviceIds };
  });
}

/** The same by slug; a service that is gone is left out. */
export function shownRules(rules: readonly StoredPathRule[], { slugOf }: ServiceSlugs): PathRule[] {
  return rules.map(({ pattern, serviceIds }) => ({
    pattern,
    services: serviceIds.flatMap((id) => slugOf.get(id) ?? []),
  }));
}
