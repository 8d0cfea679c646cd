import { sql } from "drizzle-orm";
import { DAY_MS } from "@/domain/calendar/zone";
import type { Ctx } from "@/server/context";

/** A span of the ledger, epoch ms, the end not included. */
export interface Span {
  fromMs: number;
  toMs: number;
}

/** How many months it touches, more or less: each is a partition to look into. */
export const monthsIn = ({ fromMs, toMs }: Span) => Math.ceil((toMs - fromMs) / (31 * DAY_MS));

/** What is refused when a change is told of: nothing lies further ahead. */
const AHEAD_MS = 2 * DAY_MS;

/**
 * The spans that a list reads one after the other until its page is full: one month first, then twice as many each
 * time. A statement that names all months costs more to plan than a page costs to read.
 */
export async function* spansOf(
  ctx: Ctx,
  order: "asc" | "desc",
  asked: { fromMs: number | null; toMs: number | null },
): AsyncGenerator<Span> {
  const endMs = Math.min(asked.toMs ?? Number.POSITIVE_INFINITY, ctx.now.getTime() + AHEAD_MS);
  const months = lazily(() => storedMonths(ctx));
  if (order === "asc") {
    let fromMs = Math.max(asked.fromMs ?? 0, (await months()).fromMs);
    for (let width = 1; fromMs < endMs; width *= 2) {
      const toMs = Math.min(endMs, monthStartMs(fromMs, width));
      yield { fromMs, toMs };
      fromMs = toMs;
    }
    return;
  }
  let toMs = endMs;
  for (let width = 1; ; width *= 2) {
    // Only who goes beyond the newest month needs to know where the ledger begins.
    const leastMs = Math.max(asked.fromMs ?? 0, width === 1 ? 0 : (await months()).fromMs);
    if (toMs <= leastMs) return;
    const fromMs = Math.max(leastMs, monthStartMs(toMs - 1, 1 - width));
    yield { fromMs, toMs };
    toMs = fromMs;
  }
}

function lazily<T>(read: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= read();
    return answer;
  };
}

/** The start of the month in UTC so many months after the instant's own. */
function monthStartMs(instantMs: number, months: number): number {
  const instant = new Date(instantMs);
  return Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth() + months, 1);
}

/** Where the ledger begins, told by its oldest partition: the catalogue is small, the ledger is not. */
async function storedMonths(ctx: Ctx): Promise<{ fromMs: number }> {
  const result = await ctx.db.execute<{ month: string | null }>(sql`
    select min(right(c.relname, 7)) as month from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'public.change'::regclass`);
  const month = result.rows[0]?.month;
  return { fromMs: month ? Date.parse(`${month.replace("_", "-")}-01T00:00:00Z`) : Number.POSITIVE_INFINITY };
}
