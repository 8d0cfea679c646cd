import { changeCsvHeader, changeCsvRow } from "@/domain/change/csv";
import type { ChangeListQuery } from "@/domain/change/list-schema";
import type { ChangeSummary } from "@/domain/change/schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { listChanges } from "./list";

const PAGE = 500;

/** Every change that the list's filters let through, in its order, read page by page. */
async function* exportChanges(ctx: Ctx, query: ChangeListQuery): AsyncGenerator<ChangeSummary> {
  let cursor: string | undefined;
  do {
    const page = await listChanges(ctx, { ...query, limit: PAGE, cursor });
    yield* page.changes;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

/** The same as CSV, the header first; each piece is whole lines. */
export async function* exportChangesCsv(ctx: Ctx, query: ChangeListQuery): AsyncGenerator<string> {
  authoriseReading(ctx);
  yield changeCsvHeader();
  for await (const change of exportChanges(ctx, query)) yield changeCsvRow(change);
}
