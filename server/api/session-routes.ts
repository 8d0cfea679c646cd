import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { accountSchema, credentialsSchema, secondFactorSchema } from "@/domain/account/schema";
import { signInProviderSchema } from "@/domain/identity-provider/schema";
import { getAccount } from "@/server/auth/account";
import type { AccountCtx, SignedInCtx } from "@/server/auth/account-context";
import { signOut } from "@/server/auth/own-sessions";
import { passSecondFactor } from "@/server/auth/second-factor";
import { hasUser } from "@/server/auth/set-up-code";
import { signIn } from "@/server/auth/sign-in";
import { listSignInProviders } from "@/server/identity-provider/queries";
import { ApiProblem } from "./api-problem";
import { signedIn } from "./authentication";
import type { ApiEnvironment } from "./environment";
import { body, json, problems } from "./responses";
import { newRouter } from "./router";
import { contextWithoutWorkspace } from "./workspace-context";

const tags = ["Sign-in"];

const waysIn = createRoute({
  method: "get",
  path: "/sign-in",
  operationId: "listSignInWays",
  tags,
  summary: "Say how one may sign in",
  security: [],
  responses: {
    200: json(
      z.object({
        setUpNeeded: z.boolean().meta({ description: "Nobody has an account yet: see /set-up." }),
        providers: z.array(signInProviderSchema),
      }),
      "The ways in, besides a password.",
    ),
  },
});

const begin = createRoute({
  method: "post",
  path: "/session",
  operationId: "signIn",
  tags,
  summary: "Sign in with a password",
  description:
    "Sets the session's cookie, or that of a sign-in which waits ten minutes for its second factor. 401 `wrong-credentials` tells neither whether there is such an account nor what was wrong; 429 says when to try again.",
  security: [],
  request: body(credentialsSchema),
  responses: {
    200: json(z.object({ secondFactorNeeded: z.boolean() }), "The password is right."),
    ...problems(400, 401, 403, 422, 429),
  },
});

const secondFactor = createRoute({
  method: "post",
  path: "/session/second-factor",
  operationId: "passSecondFactor",
  tags,
  summary: "Complete a sign-in with its second factor",
  description: "Each code of the authenticator, and each recovery code, is accepted once.",
  security: [],
  request: body(secondFactorSchema),
  responses: { 200: json(z.object({}), "Signed in."), ...problems(400, 401, 403, 409, 422, 429) },
});

const get = createRoute({
  method: "get",
  path: "/session",
  operationId: "getSession",
  tags,
  summary: "Say who is signed in",
  responses: { 200: json(accountSchema, "The user, and their workspaces."), ...problems(401, 403) },
});

const end = createRoute({
  method: "delete",
  path: "/session",
  operationId: "signOut",
  tags,
  summary: "Sign out",
  description: "Ends the session at once and clears its cookies. Fine without one, too.",
  security: [],
  responses: { 204: { description: "Signed out." }, ...problems(403) },
});

/** What the ways in and the commands about an account need of a request. */
export function accountContext(c: Context<ApiEnvironment>): AccountCtx {
  const { db, now, requestId, address } = contextWithoutWorkspace(c);
  const accounts = c.get("dependencies").accounts();
  return { db, now, requestId, address: address ?? null, accounts, headers: c.req.raw.headers };
}

export function signedInContext(c: Context<ApiEnvironment>): SignedInCtx {
  return { ...accountContext(c), principal: signedIn(c) };
}

export function setCookies(c: Context<ApiEnvironment>, cookies: readonly string[]): void {
  for (const cookie of cookies) c.header("set-cookie", cookie, { append: true });
}

export const sessionRoutes = newRouter()
  .openapi(waysIn, async (c) => {
    const { db } = accountContext(c);
    const [isSetUp, providers] = [await hasUser(db), await listSignInProviders(db)];
    return c.json({ setUpNeeded: !isSetUp, providers }, 200);
  })
  .openapi(begin, async (c) => {
    const answer = await signIn(accountContext(c), c.req.valid("json"));
    if (answer === null) {
      throw new ApiProblem(401, "wrong-credentials", "The e-mail address or the password is not right.");
    }
    setCookies(c, answer.cookies);
    return c.json({ secondFactorNeeded: answer.secondFactorNeeded }, 200);
  })
  .openapi(secondFactor, async (c) => {
    const outcome = await passSecondFactor(accountContext(c), c.req.valid("json"));
    if (outcome === "no-challenge") {
      throw new ApiProblem(401, "sign-in-first", "This sign-in has ended. Begin again with your password.");
    }
    if (outcome === "wrong") {
      throw new ApiProblem(
        401,
        "wrong-code",
        "This code is not right, or was used already. Wait for the next one; after five wrong codes, sign in again.",
      );
    }
    setCookies(c, outcome.cookies);
    return c.json({}, 200);
  })
  .openapi(get, async (c) => {
    const { db, principal, now } = signedInContext(c);
    return c.json(await getAccount(db, principal, now), 200);
  })
  .openapi(end, async (c) => {
    setCookies(c, await signOut(accountContext(c)));
    return c.body(null, 204);
  });
