import type { ChangeSummary } from "@/domain/change/schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { listChanges } from "./list";

/** As many as a person looks through before typing another word. */
const FOUND_MAX = 20;

/** Whoever links a change waits for the answer: a search ends after so many looks into the past. */
const PAGES_MAX = 3;

/** Changes by words of their title, the head of a revision, #123 or an address, newest first. */
export async function searchChanges(ctx: Ctx, q: string): Promise<ChangeSummary[]> {
  authoriseReading(ctx);
  const found: ChangeSummary[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX && found.length === 0; page += 1) {
    const read = await listChanges(ctx, { q, order: "desc", limit: FOUND_MAX, cursor });
    found.push(...read.changes);
    if (read.nextCursor === null) break;
    cursor = read.nextCursor;
  }
  return found;
}
