import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { workspace } from "@/db/schema";

/** Deletes the sample workspace with everything in it. A workspace that is not a sample is never touched. */
export async function removeSample(db: Database): Promise<boolean> {
  const removed = await db
    .delete(workspace)
    .where(eq(workspace.isSample, true))
    .returning({ slug: workspace.slug });
  return removed.length > 0;
}
