import { notFound } from "next/navigation";
import { cache } from "react";
import { v7 as uuidv7 } from "uuid";
import type { Workspace } from "@/domain/workspace/schema";
import type { Actor, Ctx } from "@/server/context";
import { applicationDatabase } from "@/server/database";
import { findWorkspaceBySlug } from "./queries";

/** Until there are accounts, whoever reaches this machine's loopback address is its user. */
export const LOCAL_USER: Actor = { kind: "user", id: "local", name: "Local user" };

export interface PageContext {
  ctx: Ctx;
  workspace: Workspace;
}

/** The context of a page of the workspace, once per request; the not-found page when there is no such workspace. */
export const pageContext = cache(async (slug: string): Promise<PageContext> => {
  const { db } = applicationDatabase();
  const workspace = await findWorkspaceBySlug(db, slug);
  if (workspace === null) notFound();
  return {
    workspace,
    ctx: { db, actor: LOCAL_USER, now: new Date(), workspaceId: workspace.id, requestId: uuidv7() },
  };
});
