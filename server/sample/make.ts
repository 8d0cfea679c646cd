import { Conflict } from "@/domain/errors";
import { SAMPLE_WORKSPACE } from "@/domain/sample/company";
import type { Workspace } from "@/domain/workspace/schema";
import type { Ctx } from "@/server/context";
import { findWorkspaceBySlug } from "@/server/workspace/queries";
import { seedSample } from "./seed";

/** Fills the sample workspace; there is one at most. */
export async function makeSample(ctx: Pick<Ctx, "db" | "now">): Promise<Workspace> {
  const { slug } = SAMPLE_WORKSPACE;
  if ((await findWorkspaceBySlug(ctx.db, slug)) !== null) {
    throw new Conflict("workspace-exists", `A workspace ${slug} exists already. Remove it first.`, "slug");
  }
  await seedSample(ctx.db, ctx.now);
  const made = await findWorkspaceBySlug(ctx.db, slug);
  if (made === null) throw new Error("The sample workspace was not made.");
  return made;
}
