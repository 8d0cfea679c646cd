import { notFound } from "next/navigation";
import { cache } from "react";
import { v7 as uuidv7 } from "uuid";
import type { Workspace } from "@/domain/workspace/schema";
import type { Ctx } from "@/server/context";
import { applicationDatabase } from "@/server/database";
import { LOCAL_USER } from "./local-user";
import { findWorkspaceBySlug } from "./queries";

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
