import { createRoute, z } from "@hono/zod-openapi";
import {
  discoveryInputSchema,
  discoverySchema,
  identityProviderEditSchema,
  identityProviderInputSchema,
  identityProviderSchema,
} from "@/domain/identity-provider/schema";
import { createIdentityProvider } from "@/server/identity-provider/create";
import { testDiscovery } from "@/server/identity-provider/discover";
import { editIdentityProvider } from "@/server/identity-provider/edit";
import { getIdentityProvider, listIdentityProviders } from "@/server/identity-provider/queries";
import { removeIdentityProvider } from "@/server/identity-provider/remove";
import { etagOf, requiredVersion } from "./if-match";
import { uuidOf } from "./path-id";
import { body, idParameter, ifMatchRequired, json, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Single sign-on"];

const list = createRoute({
  method: "get",
  path: "/identity-providers",
  operationId: "listIdentityProviders",
  tags,
  summary: "List the identity providers",
  responses: {
    200: json(z.object({ identityProviders: z.array(identityProviderSchema) }), "By name."),
    ...problems(403),
  },
});

const create = createRoute({
  method: "post",
  path: "/identity-providers",
  operationId: "createIdentityProvider",
  tags,
  summary: "Add an identity provider",
  description: "Enter Faultline's address with /sign-in/sso/callback at the provider, as the redirect URI.",
  request: body(identityProviderInputSchema),
  responses: { 201: versioned(identityProviderSchema, "The provider."), ...problems(400, 403, 409, 422) },
});

const get = createRoute({
  method: "get",
  path: "/identity-providers/{id}",
  operationId: "getIdentityProvider",
  tags,
  summary: "Read an identity provider",
  request: { params: idParameter },
  responses: { 200: versioned(identityProviderSchema, "The provider."), ...problems(403, 404) },
});

const edit = createRoute({
  method: "patch",
  path: "/identity-providers/{id}",
  operationId: "editIdentityProvider",
  tags,
  summary: "Edit an identity provider",
  description:
    "Another issuer, and switching it off, end the sessions and withdraw the roles that came from it. A mapping that is taken away takes its roles at once; one that is added gives them at the next sign-in.",
  request: { params: idParameter, headers: ifMatchRequired, ...body(identityProviderEditSchema) },
  responses: {
    200: versioned(identityProviderSchema, "The provider."),
    ...problems(400, 403, 404, 412, 422, 428),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/identity-providers/{id}",
  operationId: "removeIdentityProvider",
  tags,
  summary: "Remove an identity provider",
  description: "With the sessions, the roles and the connected accounts that stand on it. Members stay.",
  request: { params: idParameter },
  responses: { 204: { description: "It is gone." }, ...problems(403, 404) },
});

const discover = createRoute({
  method: "post",
  path: "/identity-providers/discovery",
  operationId: "testIdentityProvider",
  tags,
  summary: "Test an issuer",
  description: "Reads the issuer's metadata and says what keeps Faultline from using it. Nothing is stored.",
  request: body(discoveryInputSchema),
  responses: { 200: json(discoverySchema, "What was found."), ...problems(400, 403, 422) },
});

export const identityProviderRoutes = newRouter()
  .openapi(list, async (c) => c.json({ identityProviders: await listIdentityProviders(c.get("ctx")) }, 200))
  .openapi(discover, async (c) => c.json(await testDiscovery(c.get("ctx"), c.req.valid("json")), 200))
  .openapi(create, async (c) => {
    const created = await write(c.get("ctx"), (ctx) => createIdentityProvider(ctx, c.req.valid("json")));
    c.header("location", `/api/v1/identity-providers/${created.id}`);
    return c.json(created, 201, { etag: etagOf(created) });
  })
  .openapi(get, async (c) => {
    const found = await getIdentityProvider(
      c.get("ctx"),
      uuidOf("identity provider", c.req.valid("param").id),
    );
    return c.json(found, 200, { etag: etagOf(found) });
  })
  .openapi(edit, async (c) => {
    const id = uuidOf("identity provider", c.req.valid("param").id);
    const version = requiredVersion(c.req.valid("header")["if-match"]);
    const edited = await write(c.get("ctx"), (ctx) =>
      editIdentityProvider(ctx, { id, version, edit: c.req.valid("json") }),
    );
    return c.json(edited, 200, { etag: etagOf(edited) });
  })
  .openapi(remove, async (c) => {
    const id = uuidOf("identity provider", c.req.valid("param").id);
    await write(c.get("ctx"), (ctx) => removeIdentityProvider(ctx, id));
    return c.body(null, 204);
  });
