import { csvHeader, csvRow } from "@/domain/incident/csv";
import type { IncidentListQuery, IncidentSummary } from "@/domain/incident/schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { listIncidents } from "./list";

const PAGE = 500;

/** Every incident that the list's filters let through, in its order, read page by page. */
async function* exportIncidents(ctx: Ctx, query: IncidentListQuery): AsyncGenerator<IncidentSummary> {
  let cursor: string | undefined;
  do {
    const page = await listIncidents(ctx, { ...query, limit: PAGE, cursor });
    yield* page.incidents;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

/** The same as CSV, the header first; each piece is whole lines. */
export async function* exportIncidentsCsv(ctx: Ctx, query: IncidentListQuery): AsyncGenerator<string> {
  authoriseReading(ctx);
  yield csvHeader();
  for await (const incident of exportIncidents(ctx, query)) yield csvRow(incident);
}
