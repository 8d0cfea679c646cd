import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Actor } from "@/domain/access/actor";
import { Forbidden } from "@/domain/errors";
import { workspaceEditSchema, workspaceInputSchema, workspaceSchema } from "@/domain/workspace/schema";
import type { Principal } from "@/server/auth/principal";
import { makeSample } from "@/server/sample/make";
import { createWorkspace } from "@/server/workspace/create";
import { editWorkspace } from "@/server/workspace/edit";
import { getWorkspace, listWorkspacesOf } from "@/server/workspace/queries";
import { removeSampleWorkspace } from "@/server/workspace/remove-sample";
import { signedIn } from "./authentication";
import type { ApiEnvironment } from "./environment";
import { etagOf, requiredVersion } from "./if-match";
import { body, ifMatchRequired, json, problems, slugParameter, versioned } from "./responses";
import { newRouter } from "./router";
import { contextOf, contextWithoutWorkspace, noSuchWorkspace } from "./workspace-context";
import { write } from "./write";

const tags = ["Workspaces"];

const list = createRoute({
  method: "get",
  path: "/workspaces",
  operationId: "listWorkspaces",
  tags,
  summary: "List workspaces",
  responses: { 200: json(z.object({ workspaces: z.array(workspaceSchema) }), "Every workspace.") },
});

const create = createRoute({
  method: "post",
  path: "/workspaces",
  operationId: "createWorkspace",
  tags,
  summary: "Create a workspace",
  request: body(workspaceInputSchema),
  responses: { 201: versioned(workspaceSchema, "The workspace."), ...problems(400, 409, 422) },
});

const get = createRoute({
  method: "get",
  path: "/workspaces/{slug}",
  operationId: "getWorkspace",
  tags,
  summary: "Read a workspace's settings",
  request: { params: slugParameter },
  responses: { 200: versioned(workspaceSchema, "The workspace."), ...problems(404) },
});

const edit = createRoute({
  method: "patch",
  path: "/workspaces/{slug}",
  operationId: "editWorkspace",
  tags,
  summary: "Edit a workspace's settings",
  description:
    "A new time zone cuts every day anew; a new fraction of a level applies to every impact stated by that level.",
  request: { params: slugParameter, headers: ifMatchRequired, ...body(workspaceEditSchema) },
  responses: { 200: versioned(workspaceSchema, "The workspace."), ...problems(400, 404, 412, 422, 428) },
});

const makeSampleRoute = createRoute({
  method: "post",
  path: "/workspaces/sample",
  operationId: "makeSampleWorkspace",
  tags,
  summary: "Fill the sample workspace",
  description: "A fictional company with two years of history, modelled on the public record.",
  responses: { 201: versioned(workspaceSchema, "The sample workspace."), ...problems(409) },
});

const remove = createRoute({
  method: "delete",
  path: "/workspaces/{slug}",
  operationId: "removeSampleWorkspace",
  tags,
  summary: "Delete the sample workspace",
  description: "With everything in it. Any other workspace is refused.",
  request: { params: slugParameter },
  responses: { 204: { description: "It is gone." }, ...problems(403, 404) },
});

/** Whoever makes a workspace, as its record will call them. */
function makerOf(c: Context<ApiEnvironment>): Actor {
  const { userId: id, name, email, onlyWorkspaceId } = signedIn(c);
  if (onlyWorkspaceId !== null) {
    throw new Forbidden(
      "Single sign-on opened this session for one workspace. Sign in with a password first.",
    );
  }
  return { kind: "user", id, name, email, personId: null, grants: [] };
}

function principalOf(c: Context<ApiEnvironment>): Principal {
  const principal = c.get("principal");
  if (principal === null) throw noSuchWorkspace("");
  return principal;
}

export const workspaceRoutes = newRouter()
  .openapi(list, async (c) =>
    c.json({ workspaces: await listWorkspacesOf(contextWithoutWorkspace(c).db, principalOf(c)) }, 200),
  )
  .openapi(create, async (c) => {
    const created = await createWorkspace(
      { ...contextWithoutWorkspace(c), actor: makerOf(c) },
      c.req.valid("json"),
    );
    c.header("location", `/api/v1/workspaces/${created.slug}`);
    return c.json(created, 201, { etag: etagOf(created) });
  })
  .openapi(get, async (c) => {
    const workspace = await getWorkspace(await contextOf(c, c.req.valid("param").slug));
    return c.json(workspace, 200, { etag: etagOf(workspace) });
  })
  .openapi(edit, async (c) => {
    const version = requiredVersion(c.req.valid("header")["if-match"]);
    const ctx = await contextOf(c, c.req.valid("param").slug);
    const edited = await write(ctx, (tx) => editWorkspace(tx, { version, edit: c.req.valid("json") }));
    return c.json(edited, 200, { etag: etagOf(edited) });
  })
  .openapi(makeSampleRoute, async (c) => {
    const made = await makeSample({ ...contextWithoutWorkspace(c), actor: makerOf(c) });
    c.header("location", `/api/v1/workspaces/${made.slug}`);
    return c.json(made, 201, { etag: etagOf(made) });
  })
  .openapi(remove, async (c) => {
    await write(await contextOf(c, c.req.valid("param").slug), removeSampleWorkspace);
    return c.body(null, 204);
  });
