import type { ChangeSummary } from "@/domain/change/schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { listFurther } from "./list-further";

/** As many as a person looks through before typing another word. */
const FOUND_MAX = 20;

/** Whoever links a change waits for the answer: a search ends after so many looks into the past. */
const LOOKS_MAX = 4;

/** Changes by words of their title, the head of a revision, #123 or an address, newest first. */
export async function searchChanges(ctx: Ctx, q: string): Promise<ChangeSummary[]> {
  authoriseReading(ctx);
  const { changes } = await listFurther(ctx, { q, order: "desc", limit: FOUND_MAX }, LOOKS_MAX);
  return changes;
}
