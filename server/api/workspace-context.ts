import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { Workspace } from "@/domain/workspace/schema";
import type { Principal } from "@/server/auth/principal";
import type { Ctx } from "@/server/context";
import { actorIn } from "@/server/member/actor";
import { findWorkspaceBySlug, listWorkspacesOf } from "@/server/workspace/queries";
import { ApiProblem } from "./api-problem";
import type { ApiEnvironment } from "./environment";

/** Where no workspace is needed, or the address itself names one. */
const WITHOUT_WORKSPACE =
  /^\/api\/v1\/(workspaces(\/|$)|openapi\.json$|sign-in$|session(\/|$)|set-up$|account(\/|$)|invitations\/(preview|acceptance)$)/;

/** Finds the request's workspace: header, query, cookie, or else the caller's oldest that is not the sample. */
export const workspaceContext: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
  const principal = c.get("principal");
  if (principal !== null && !WITHOUT_WORKSPACE.test(c.req.path)) {
    c.set("ctx", await contextIn(c, principal, await findWorkspace(c, principal)));
  }
  await next();
};

/** The request's context in the workspace; one that the caller does not belong to might as well not exist. */
export async function contextOf(c: Context<ApiEnvironment>, slug: string): Promise<Ctx> {
  const principal = c.get("principal");
  const workspace = await findWorkspaceBySlug(c.get("dependencies").db(), slug);
  if (workspace === null || principal === null) throw noSuchWorkspace(slug);
  return contextIn(c, principal, workspace);
}

async function contextIn(
  c: Context<ApiEnvironment>,
  principal: Principal,
  workspace: Workspace,
): Promise<Ctx> {
  const base = contextWithoutWorkspace(c);
  const actor = await actorIn(base.db, principal, workspace.id);
  if (actor === null) throw noSuchWorkspace(workspace.slug);
  return { ...base, actor, workspaceId: workspace.id };
}

/** What a route of no workspace knows. */
export function contextWithoutWorkspace(c: Context<ApiEnvironment>): Omit<Ctx, "workspaceId" | "actor"> {
  const dependencies = c.get("dependencies");
  return {
    db: dependencies.db(),
    now: dependencies.now(),
    requestId: c.get("requestId"),
    address: c.get("address"),
  };
}

async function findWorkspace(c: Context<ApiEnvironment>, principal: Principal): Promise<Workspace> {
  const db = c.get("dependencies").db();
  const named = (c.req.header("faultline-workspace") ?? c.req.query("workspace")) || null;
  const own = principal.kind === "token" ? principal.workspace : null;
  if (own !== null && (named === null ? principal.userId === null : named === own.slug)) return own;
  if (named !== null) {
    const found = await findWorkspaceBySlug(db, named);
    if (found === null) throw noSuchWorkspace(named);
    return found;
  }
  const reachable = await listWorkspacesOf(db, principal);
  const remembered = principal.kind === "session" ? getCookie(c, "faultline-workspace") : undefined;
  const found = reachable.find(({ slug }) => slug === remembered) ?? reachable[0];
  if (found !== undefined) return found;
  throw new ApiProblem(
    404,
    "no-workspace",
    "You are a member of no workspace. Ask an admin of one to invite you.",
  );
}

export function noSuchWorkspace(slug: string): ApiProblem {
  return new ApiProblem(404, "workspace-not-found", `There is no workspace ${slug.slice(0, 100)}.`);
}
