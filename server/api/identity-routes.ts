import { createRoute } from "@hono/zod-openapi";
import { Forbidden, NotFound } from "@/domain/errors";
import { connectionInputSchema, connectionSchema, identitiesSchema } from "@/domain/identity-provider/schema";
import { environmentSettings } from "@/server/auth/oidc/dependencies";
import { SsoFailure } from "@/server/auth/oidc/failure";
import { disconnectIdentity, listIdentities } from "@/server/auth/oidc/identities";
import { findEnabledProvider, startSignIn } from "@/server/auth/oidc/start";
import { actorIn } from "@/server/member/actor";
import { ApiProblem } from "./api-problem";
import { signedIn } from "./authentication";
import { uuidOf } from "./path-id";
import { body, idParameter, json, problems } from "./responses";
import { newRouter } from "./router";
import { contextWithoutWorkspace } from "./workspace-context";

const tags = ["Account"];

const list = createRoute({
  method: "get",
  path: "/account/identities",
  operationId: "listIdentities",
  tags,
  summary: "List the accounts at identity providers that are connected to yours",
  responses: { 200: json(identitiesSchema, "And the providers one may connect."), ...problems(403) },
});

const connect = createRoute({
  method: "post",
  path: "/account/identities",
  operationId: "connectIdentity",
  tags,
  summary: "Begin to connect an account at an identity provider",
  description:
    "Answers with the provider's address to go to, and a cookie that binds the provider's answer to this browser and session.",
  request: body(connectionInputSchema),
  responses: { 201: json(connectionSchema, "Where to go."), ...problems(400, 403, 404, 422) },
});

const disconnect = createRoute({
  method: "delete",
  path: "/account/identities/{id}",
  operationId: "disconnectIdentity",
  tags,
  summary: "Disconnect an account at an identity provider",
  request: { params: idParameter },
  responses: { 204: { description: "It is disconnected." }, ...problems(403, 404, 409) },
});

export const identityRoutes = newRouter()
  .openapi(list, async (c) => c.json(await listIdentities(contextWithoutWorkspace(c), signedIn(c)), 200))
  .openapi(connect, async (c) => {
    const principal = signedIn(c);
    const { providerId, returnTo } = c.req.valid("json");
    const { db, now, accounts, address } = c.get("dependencies");
    try {
      const provider = await findEnabledProvider(db(), providerId);
      // What one is no member of does not exist.
      if ((await actorIn(db(), principal, provider.workspaceId)) === null) {
        throw new NotFound("identity provider", providerId);
      }
      const { location, cookie } = await startSignIn(
        { db, now, accounts, address, settings: environmentSettings },
        {
          providerId,
          headers: c.req.raw.headers,
          returnTo,
          linking: { userId: principal.userId, sessionId: principal.sessionId },
        },
      );
      c.header("set-cookie", cookie, { append: true });
      return c.json({ location }, 201);
    } catch (error) {
      if (!(error instanceof SsoFailure)) throw error;
      if (error.reason === "sso-unknown-provider") throw new NotFound("identity provider", providerId);
      if (error.reason === "sso-no-address") throw new Forbidden(error.detail);
      throw new ApiProblem(503, error.reason, "The identity provider did not answer. Try again in a minute.");
    }
  })
  .openapi(disconnect, async (c) => {
    const id = uuidOf("identity", c.req.valid("param").id);
    await disconnectIdentity(contextWithoutWorkspace(c), signedIn(c), id);
    return c.body(null, 204);
  });
