import { and, asc, eq, gte, lt } from "drizzle-orm";
import { mark } from "@/db/schema";
import type { Day } from "@/domain/calendar/day";
import type { Mark } from "@/domain/mark/schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";

/** More marks than this in one picture say nothing. */
const MARKS_MAX = 1000;

/** The marks from a day on and before another; without bounds, all. Oldest first. */
export async function listMarks(
  ctx: Ctx,
  span: { from?: Day | null; to?: Day | null } = {},
): Promise<Mark[]> {
  authoriseReading(ctx);
  const rows = await ctx.db
    .select()
    .from(mark)
    .where(
      and(
        eq(mark.workspaceId, ctx.workspaceId),
        span.from ? gte(mark.day, span.from) : undefined,
        span.to ? lt(mark.day, span.to) : undefined,
      ),
    )
    .orderBy(asc(mark.day), asc(mark.id))
    .limit(MARKS_MAX);
  return rows.map(toMark);
}

export function toMark(row: typeof mark.$inferSelect): Mark {
  const { id, kind, day, title, detail, sourceName, sourceUrl, generated } = row;
  return { id, kind, day, title, detail, sourceName, sourceUrl, generated };
}
