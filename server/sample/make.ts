import { canMakeWorkspace } from "@/domain/access/workspace";
import { Conflict } from "@/domain/errors";
import { SAMPLE_WORKSPACE } from "@/domain/sample/company";
import type { Workspace } from "@/domain/workspace/schema";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";
import { listOwnerIds, makeOwners } from "@/server/member/owners";
import { findWorkspaceBySlug } from "@/server/workspace/queries";
import { seedSample } from "./seed";

/** Fills the sample workspace; there is one at most. */
export async function makeSample(ctx: Pick<Ctx, "db" | "now" | "actor">): Promise<Workspace> {
  authorise(
    canMakeWorkspace(ctx.actor, { ownerIds: await listOwnerIds(ctx.db) }),
    "Making a workspace needs an owner of one.",
  );
  const { slug } = SAMPLE_WORKSPACE;
  if ((await findWorkspaceBySlug(ctx.db, slug)) !== null) {
    throw new Conflict("workspace-exists", `A workspace ${slug} exists already. Remove it first.`, "slug");
  }
  await ctx.db.transaction(async (db) => {
    const workspaceId = await seedSample(db, ctx.now);
    const owners = ctx.actor.kind === "user" ? [ctx.actor.id] : await listOwnerIds(db);
    await makeOwners({ db, now: ctx.now, workspaceId }, owners);
  });
  const made = await findWorkspaceBySlug(ctx.db, slug);
  if (made === null) throw new Error("The sample workspace was not made.");
  return made;
}
