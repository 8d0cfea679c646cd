import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { v7 as uuidv7 } from "uuid";
import type { Workspace } from "@/domain/workspace/schema";
import { applicationAuth } from "@/server/auth/application";
import type { SessionPrincipal } from "@/server/auth/principal";
import { sessionPrincipal } from "@/server/auth/session";
import type { Ctx } from "@/server/context";
import { applicationDatabase } from "@/server/database";
import { actorIn } from "@/server/member/actor";
import { requestAddress } from "@/server/request/application";
import { findWorkspaceBySlug } from "./queries";

export interface PageContext {
  ctx: Ctx;
  principal: SessionPrincipal;
  workspace: Workspace;
}

/** The signed-in user of the page's request, or null. */
export const pagePrincipal = cache(async (): Promise<SessionPrincipal | null> => {
  return sessionPrincipal(applicationAuth(), await headers());
});

/**
 * The context of a page of the workspace, once per request. Without a session it leads to the sign-in page; a workspace
 * that the user is no member of is not found, like one that does not exist.
 */
export const pageContext = cache(async (slug: string): Promise<PageContext> => {
  const principal = await pagePrincipal();
  const asked = await headers();
  if (principal === null)
    redirect(`/sign-in?next=${encodeURIComponent(asked.get("x-faultline-path") ?? `/${slug}`)}`);
  const { db } = applicationDatabase();
  const workspace = await findWorkspaceBySlug(db, slug);
  const actor = workspace === null ? null : await actorIn(db, principal, workspace.id);
  if (workspace === null || actor === null) notFound();
  const ctx = {
    db,
    actor,
    now: new Date(),
    workspaceId: workspace.id,
    requestId: uuidv7(),
    address: requestAddress(asked),
  };
  return { workspace, principal, ctx };
});
