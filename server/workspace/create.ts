import { v7 as uuidv7 } from "uuid";
import { incidentCounter, workspace } from "@/db/schema";
import { canMakeWorkspace } from "@/domain/access/workspace";
import { Conflict, Invalid } from "@/domain/errors";
import type { Workspace, WorkspaceInput } from "@/domain/workspace/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { listOwnerIds, makeOwners } from "@/server/member/owners";
import { toWorkspace } from "./queries";

/** The first parts of the application's other addresses: a workspace of that name could not be reached. */
const RESERVED = new Set([
  "api",
  "cli",
  "reference",
  "healthz",
  "readyz",
  "_next",
  "favicon.svg",
  "sign-in",
  "set-up",
  "invitation",
  "account",
]);

/** Makes an empty workspace; the context's own workspace plays no part. */
export async function createWorkspace(
  ctx: Omit<Ctx, "workspaceId">,
  input: WorkspaceInput,
): Promise<Workspace> {
  authorise(
    canMakeWorkspace(ctx.actor, { ownerIds: await listOwnerIds(ctx.db) }),
    "Making a workspace needs an owner of one.",
  );
  if (RESERVED.has(input.slug)) {
    throw new Invalid("slug", `${input.slug} is an address of Faultline itself. Choose another slug.`);
  }
  const workspaceId = uuidv7({ msecs: ctx.now.getTime() });
  return inTransaction({ ...ctx, workspaceId }, async (tx) => {
    const [row] = await tx.db
      .insert(workspace)
      .values({ workspaceId, ...input, createdAt: tx.now, updatedAt: tx.now })
      .onConflictDoNothing()
      .returning();
    if (!row) {
      throw new Conflict("workspace-exists", `A workspace ${input.slug} exists already.`, "slug");
    }
    await tx.db.insert(incidentCounter).values({ workspaceId });
    const created = toWorkspace(row);
    if (ctx.actor.kind === "user") await makeOwners(tx, [ctx.actor.id]);
    await recordAudit(tx, {
      action: "workspace.create",
      objectKind: "workspace",
      objectId: workspaceId,
      after: created,
    });
    return created;
  });
}
