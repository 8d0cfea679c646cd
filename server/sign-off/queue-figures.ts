import { and, eq, or, sql } from "drizzle-orm";
import { signOffRequest } from "@/db/schema";
import type { SignOffRequest } from "@/domain/sign-off/request-schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { findServiceIds } from "@/server/service/queries";
import { spentRatios } from "./budgets";
import { personOf } from "./signer";

/** More than anybody reads. */
const COUNT_MAX = 100;

/** How many of the viewer's own changes wait for others, at most a hundred. */
export async function countMineWaiting(ctx: Ctx): Promise<number> {
  authoriseReading(ctx);
  const personId = personOf(ctx.actor);
  if (personId === null) return 0;
  const { rows } = await ctx.db.execute<{ n: number }>(sql`
    select count(*)::int as n from (select 1 from ${signOffRequest} where ${and(
      eq(signOffRequest.workspaceId, ctx.workspaceId),
      sql`${signOffRequest.state} in ('waiting', 'declined')`,
      or(eq(signOffRequest.authorId, personId), sql`${personId}::uuid = any(${signOffRequest.prompterIds})`),
    )} limit ${COUNT_MAX}) found`);
  return rows[0]?.n ?? 0;
}

/** Share of the error budget that the first service of each request has spent by now, by slug. */
export async function budgetsSpent(
  ctx: Ctx,
  requests: readonly Pick<SignOffRequest, "services">[],
): Promise<Record<string, number>> {
  authoriseReading(ctx);
  const slugs = [...new Set(requests.flatMap(({ services }) => services[0]?.slug ?? []))];
  if (slugs.length === 0) return {};
  const ids = await findServiceIds(ctx, slugs);
  const spent = await spentRatios(ctx, [...ids.values()], ctx.now.getTime());
  return Object.fromEntries(
    [...ids].flatMap(([slug, id]) => {
      const ratio = spent.get(id);
      return ratio === undefined ? [] : [[slug, ratio]];
    }),
  );
}

/** The viewer's own person on the roster; null where they are tied to nobody. */
export function viewerPersonId(ctx: Ctx): string | null {
  authoriseReading(ctx);
  return personOf(ctx.actor);
}
