import type { ChangeListQuery, ChangePage } from "@/domain/change/list-schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { listChanges } from "./list";

/** Each look is wider than the one before; together these look at some 150,000 rows. */
const LOOKS_MAX = 3;

/** A page of the list for a person: where one look does not fill it, it goes on by itself, a few times. */
export async function listFurther(
  ctx: Ctx,
  query: ChangeListQuery,
  looksMax = LOOKS_MAX,
): Promise<ChangePage> {
  authoriseReading(ctx);
  let page = await listChanges(ctx, query);
  for (let looks = 1; looks < looksMax && page.lookedTo !== null; looks += 1) {
    const limit = query.limit - page.changes.length;
    // Full to the last row where a look happened to end: the next page goes on from there.
    if (limit === 0 || page.nextCursor === null) break;
    const next = await listChanges(ctx, { ...query, limit, cursor: page.nextCursor });
    page = { ...next, changes: [...page.changes, ...next.changes] };
  }
  return page;
}
