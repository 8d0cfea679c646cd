import { createRoute, z } from "@hono/zod-openapi";
import { setUpSchema } from "@/domain/account/schema";
import { setUp } from "@/server/auth/set-up";
import { ApiProblem } from "./api-problem";
import { body, json, problems } from "./responses";
import { newRouter } from "./router";
import { accountContext, setCookies } from "./session-routes";

const create = createRoute({
  method: "post",
  path: "/set-up",
  operationId: "setUp",
  tags: ["Sign-in"],
  summary: "Make the first owner's account",
  description:
    "Takes the set-up code that the log shows while there is no user. The new user owns every workspace without an owner, and is signed in. Of two at once, the second gets 409.",
  security: [],
  request: body(setUpSchema),
  responses: { 201: json(z.object({}), "Signed in."), ...problems(400, 403, 409, 422, 429) },
});

export const setUpRoutes = newRouter().openapi(create, async (c) => {
  const cookies = await setUp(accountContext(c), c.req.valid("json"));
  if (cookies === null) {
    throw new ApiProblem(
      403,
      "wrong-set-up-code",
      "This is not the set-up code. It stands in Faultline's log, where it was started.",
      { field: "code" },
    );
  }
  setCookies(c, cookies);
  return c.json({}, 201);
});
