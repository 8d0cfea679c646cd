import { eq, or } from "drizzle-orm";
import type { Database } from "@/db/client";
import { workspace } from "@/db/schema";
import { Conflict } from "@/domain/errors";
import { SAMPLE_WORKSPACE } from "@/domain/sample/company";
import { seedSample } from "./seed";

/** Makes the sample workspace where there is none; a workspace that happens to have its name is left alone. */
export async function createSample(db: Database, now: Date): Promise<void> {
  const [taken] = await db
    .select({ isSample: workspace.isSample })
    .from(workspace)
    .where(or(eq(workspace.isSample, true), eq(workspace.slug, SAMPLE_WORKSPACE.slug)))
    .limit(1);
  if (taken?.isSample) {
    throw new Conflict(
      "sample-exists",
      "The sample workspace is there already. Remove it first to make it anew.",
    );
  }
  if (taken) {
    throw new Conflict(
      "workspace-exists",
      `A workspace of your own is called ${SAMPLE_WORKSPACE.slug}, as the sample would be.`,
      "slug",
    );
  }
  await seedSample(db, now);
}
