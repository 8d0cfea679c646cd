import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { ensureFirstWorkspace } from "@/db/first-workspace";
import { OperatorError } from "@/db/operator-error";
import type { Ctx } from "@/server/context";
import { findDefaultWorkspace, findWorkspaceBySlug, listWorkspaces } from "@/server/workspace/queries";

/** The context of a command in the named workspace, or else in the oldest one that is not the sample. */
export async function workspaceContext(db: Database, slug: string | undefined): Promise<Ctx> {
  if (slug === undefined) await ensureFirstWorkspace(db, new Date());
  const found = slug === undefined ? await findDefaultWorkspace(db) : await findWorkspaceBySlug(db, slug);
  if (found === null) {
    const known = (await listWorkspaces(db)).map((one) => one.slug).join(", ") || "none yet";
    const asked = slug === undefined ? "There is no workspace" : `There is no workspace "${slug}"`;
    throw new OperatorError("workspace-not-found", `${asked}. There are: ${known}.`);
  }
  return {
    db,
    workspaceId: found.id,
    actor: { kind: "system", name: "Command line" },
    now: new Date(),
    requestId: uuidv7(),
  };
}
