import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { Workspace } from "@/domain/workspace/schema";
import type { Ctx } from "@/server/context";
import { LOCAL_USER } from "@/server/workspace/local-user";
import { findDefaultWorkspace, findWorkspaceBySlug } from "@/server/workspace/queries";
import { ApiProblem } from "./api-problem";
import type { ApiEnvironment } from "./environment";

/** Where no workspace is needed, or the address itself names one. */
const WITHOUT_WORKSPACE = /^\/api\/v1\/(workspaces(\/|$)|openapi\.json$)/;

/** Finds the request's workspace: header, query, cookie, or else the oldest that is not the sample. */
export const workspaceContext: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
  if (!WITHOUT_WORKSPACE.test(c.req.path)) {
    const workspace = await findWorkspace(c);
    c.set("ctx", { ...callerOf(c), workspaceId: workspace.id });
  }
  await next();
};

/** The context without a workspace. */
export function callerOf(c: Context<ApiEnvironment>): Omit<Ctx, "workspaceId"> {
  const dependencies = c.get("dependencies");
  return {
    db: dependencies.db(),
    actor: LOCAL_USER,
    now: dependencies.now(),
    requestId: c.get("requestId"),
  };
}

async function findWorkspace(c: Context<ApiEnvironment>): Promise<Workspace> {
  const db = c.get("dependencies").db();
  const named = c.req.header("faultline-workspace") ?? c.req.query("workspace");
  if (named !== undefined && named !== "") {
    const found = await findWorkspaceBySlug(db, named);
    if (found === null) throw noSuchWorkspace(named);
    return found;
  }
  const remembered = getCookie(c, "faultline-workspace");
  const found =
    (remembered ? await findWorkspaceBySlug(db, remembered) : null) ?? (await findDefaultWorkspace(db));
  if (found === null) {
    throw new ApiProblem(
      404,
      "no-workspace",
      "There is no workspace yet. Make one with POST /api/v1/workspaces.",
    );
  }
  return found;
}

export function noSuchWorkspace(slug: string): ApiProblem {
  return new ApiProblem(404, "workspace-not-found", `There is no workspace ${slug.slice(0, 100)}.`);
}
