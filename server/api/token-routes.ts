import { createRoute, z } from "@hono/zod-openapi";
import { newTokenSchema, tokenInputSchema, tokenSchema } from "@/domain/token/schema";
import { createToken } from "@/server/token/create";
import { listTokens } from "@/server/token/queries";
import { revokeToken } from "@/server/token/revoke";
import { uuidOf } from "./path-id";
import { body, idParameter, json, problems } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Tokens"];

const list = createRoute({
  method: "get",
  path: "/tokens",
  operationId: "listTokens",
  tags,
  summary: "List API tokens",
  description:
    "An admin sees all that are not revoked; everybody else their own. Never the tokens themselves.",
  responses: {
    200: json(z.object({ tokens: z.array(tokenSchema) }), "Newest first; at most 1,000."),
    ...problems(403),
  },
});

const create = createRoute({
  method: "post",
  path: "/tokens",
  operationId: "createToken",
  tags,
  summary: "Make an API token",
  description:
    "The answer holds the token itself, this once. A personal token takes a signed-in person; a service token an admin. No token gives a scope that it lacks. A token for one `agent` asks leave, and tells of outcomes, in that agent's name alone.",
  request: body(tokenInputSchema),
  responses: { 201: json(newTokenSchema, "The token."), ...problems(400, 403, 409, 422) },
});

const revoke = createRoute({
  method: "delete",
  path: "/tokens/{id}",
  operationId: "revokeToken",
  tags,
  summary: "Revoke an API token",
  description: "Its next request is refused.",
  request: { params: idParameter },
  responses: { 204: { description: "It is revoked." }, ...problems(403, 404) },
});

export const tokenRoutes = newRouter()
  .openapi(list, async (c) => c.json({ tokens: await listTokens(c.get("ctx")) }, 200))
  .openapi(create, async (c) => {
    const made = await write(c.get("ctx"), (ctx) => createToken(ctx, c.req.valid("json")));
    return c.json(made, 201);
  })
  .openapi(revoke, async (c) => {
    const id = uuidOf("token", c.req.valid("param").id);
    await write(c.get("ctx"), (ctx) => revokeToken(ctx, id));
    return c.body(null, 204);
  });
