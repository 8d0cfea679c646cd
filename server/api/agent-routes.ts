import { createRoute, z } from "@hono/zod-openapi";
import { agentEditSchema, agentInputSchema, agentPageSchema, agentSchema } from "@/domain/agent/schema";
import { editAgent } from "@/server/agent/edit";
import { getAgent, listAgents } from "@/server/agent/queries";
import { registerAgent } from "@/server/agent/register";
import { etagOf, requiredVersion } from "./if-match";
import { pageQuery, readCursor, writeCursor } from "./page";
import { body, ifMatchRequired, json, problems, slugParameter, versioned } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Agents"];
const cursorSchema = z.object({ slug: z.string() });

const list = createRoute({
  method: "get",
  path: "/agents",
  operationId: "listAgents",
  tags,
  summary: "List the register of agents",
  request: { query: z.object(pageQuery) },
  responses: { 200: json(agentPageSchema, "A page, by slug."), ...problems(422) },
});

const register = createRoute({
  method: "post",
  path: "/agents",
  operationId: "registerAgent",
  tags,
  summary: "Enter an agent in the register",
  description:
    "Who owns it, and what it may do where: suggest, act with approval, or act alone. What no permission names it may " +
    "not do. Destructive actions in production always need a person, unless a permission names that very action in " +
    "destructiveAlone. A token needs the admin scope, so that no agent gives itself leave.",
  request: body(agentInputSchema),
  responses: { 201: versioned(agentSchema, "The entry."), ...problems(400, 403, 409, 422) },
});

const get = createRoute({
  method: "get",
  path: "/agents/{slug}",
  operationId: "getAgent",
  tags,
  summary: "Read an agent's entry",
  request: { params: slugParameter },
  responses: { 200: versioned(agentSchema, "The entry."), ...problems(404) },
});

const edit = createRoute({
  method: "patch",
  path: "/agents/{slug}",
  operationId: "editAgent",
  tags,
  summary: "Edit or disable an agent",
  description:
    "Only what is named changes; permissions are replaced as a whole. Leave that the entry would not give any more ends at once.",
  request: { params: slugParameter, headers: ifMatchRequired, ...body(agentEditSchema) },
  responses: {
    200: versioned(agentSchema, "The entry."),
    ...problems(400, 403, 404, 412, 422, 428),
  },
});

export const agentRoutes = newRouter()
  .openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid("query");
    const after = readCursor(cursor, cursorSchema)?.slug;
    const { agents, next } = await listAgents(c.get("ctx"), { limit, after });
    return c.json({ agents, nextCursor: next === null ? null : writeCursor({ slug: next }) }, 200);
  })
  .openapi(register, async (c) => {
    const entered = await write(c.get("ctx"), (ctx) => registerAgent(ctx, c.req.valid("json")));
    c.header("location", `/api/v1/agents/${entered.slug}`);
    return c.json(entered, 201, { etag: etagOf(entered) });
  })
  .openapi(get, async (c) => {
    const found = await getAgent(c.get("ctx"), c.req.valid("param").slug);
    return c.json(found, 200, { etag: etagOf(found) });
  })
  .openapi(edit, async (c) => {
    const { slug } = c.req.valid("param");
    const version = requiredVersion(c.req.valid("header")["if-match"]);
    const edited = await write(c.get("ctx"), (ctx) =>
      editAgent(ctx, { slug, version, edit: c.req.valid("json") }),
    );
    return c.json(edited, 200, { etag: etagOf(edited) });
  });
