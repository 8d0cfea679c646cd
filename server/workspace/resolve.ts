import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { v7 as uuidv7 } from "uuid";
import type { Workspace } from "@/domain/workspace/schema";
import type { Ctx } from "@/server/context";
import { applicationDatabase } from "@/server/database";
import { isLoopback } from "@/server/loopback";
import { LOCAL_USER } from "./local-user";
import { findWorkspaceBySlug } from "./queries";

export interface PageContext {
  ctx: Ctx;
  workspace: Workspace;
}

/**
 * The context of a page of the workspace, once per request; the not-found page when there is no such workspace, or when
 * the request came by a name that is not this machine's own.
 */
export const pageContext = cache(async (slug: string): Promise<PageContext> => {
  if (!isLoopback((await headers()).get("host") ?? "")) notFound();
  const { db } = applicationDatabase();
  const workspace = await findWorkspaceBySlug(db, slug);
  if (workspace === null) notFound();
  return {
    workspace,
    ctx: { db, actor: LOCAL_USER, now: new Date(), workspaceId: workspace.id, requestId: uuidv7() },
  };
});
