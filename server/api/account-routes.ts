import { createRoute, z } from "@hono/zod-openapi";
import {
  accountEditSchema,
  accountSchema,
  confirmationSchema,
  enrolmentSchema,
  ownSessionSchema,
  passwordChangeSchema,
  passwordOnlySchema,
  recoveryCodesSchema,
} from "@/domain/account/schema";
import { editAccount } from "@/server/auth/account";
import { changePassword } from "@/server/auth/change-password";
import { endOtherSessions, endOwnSession, listOwnSessions } from "@/server/auth/own-sessions";
import {
  confirmTwoFactor,
  disableTwoFactor,
  enrolTwoFactor,
  renewRecoveryCodes,
} from "@/server/auth/two-factor";
import { etagOf, requiredVersion } from "./if-match";
import { uuidOf } from "./path-id";
import { body, idParameter, ifMatchRequired, json, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { setCookies, signedInContext } from "./session-routes";

const tags = ["Account"];

const edit = createRoute({
  method: "patch",
  path: "/account",
  operationId: "editAccount",
  tags,
  summary: "Edit your name or e-mail address",
  description: "Another e-mail address takes `currentPassword`, where there is a password.",
  request: { headers: ifMatchRequired, ...body(accountEditSchema) },
  responses: {
    200: versioned(accountSchema, "The account."),
    ...problems(400, 403, 409, 412, 422, 428, 429),
  },
});

const password = createRoute({
  method: "post",
  path: "/account/password",
  operationId: "changePassword",
  tags,
  summary: "Change your password, or set the first one",
  description: "Ends every other session of yours, and every link and sign-in that was begun.",
  request: body(passwordChangeSchema),
  responses: { 204: { description: "It is changed." }, ...problems(400, 403, 409, 422, 429) },
});

const enrol = createRoute({
  method: "post",
  path: "/account/two-factor",
  operationId: "enrolTwoFactor",
  tags,
  summary: "Begin to set up an authenticator",
  description: "Answers with what the authenticator scans and ten recovery codes, shown this once.",
  request: body(passwordOnlySchema),
  responses: { 201: json(enrolmentSchema, "Confirm it with a code."), ...problems(400, 403, 409, 422, 429) },
});

const confirm = createRoute({
  method: "post",
  path: "/account/two-factor/confirmation",
  operationId: "confirmTwoFactor",
  tags,
  summary: "Switch the second factor on, with the authenticator's first code",
  request: body(confirmationSchema),
  responses: { 204: { description: "It is on." }, ...problems(400, 403, 409, 422, 429) },
});

const disable = createRoute({
  method: "delete",
  path: "/account/two-factor",
  operationId: "disableTwoFactor",
  tags,
  summary: "Switch the second factor off",
  request: body(passwordOnlySchema),
  responses: { 204: { description: "It is off." }, ...problems(400, 403, 409, 422, 429) },
});

const renew = createRoute({
  method: "post",
  path: "/account/recovery-codes",
  operationId: "renewRecoveryCodes",
  tags,
  summary: "Make new recovery codes",
  description: "The old ones end.",
  request: body(passwordOnlySchema),
  responses: { 201: json(recoveryCodesSchema, "Shown this once."), ...problems(400, 403, 409, 422, 429) },
});

const sessions = createRoute({
  method: "get",
  path: "/account/sessions",
  operationId: "listOwnSessions",
  tags,
  summary: "List where you are signed in",
  responses: {
    200: json(z.object({ sessions: z.array(ownSessionSchema) }), "This browser first."),
    ...problems(403),
  },
});

const endOne = createRoute({
  method: "delete",
  path: "/account/sessions/{id}",
  operationId: "endOwnSession",
  tags,
  summary: "Sign out in one place",
  request: { params: idParameter },
  responses: { 204: { description: "That session has ended." }, ...problems(403, 404) },
});

const endOthers = createRoute({
  method: "delete",
  path: "/account/sessions",
  operationId: "endOtherSessions",
  tags,
  summary: "Sign out everywhere but here",
  responses: { 204: { description: "Those sessions have ended." }, ...problems(403) },
});

export const accountRoutes = newRouter()
  .openapi(edit, async (c) => {
    const version = requiredVersion(c.req.valid("header")["if-match"]);
    const edited = await editAccount(signedInContext(c), { version, edit: c.req.valid("json") });
    return c.json(edited, 200, { etag: etagOf(edited.user) });
  })
  .openapi(password, async (c) => {
    await changePassword(signedInContext(c), c.req.valid("json"));
    return c.body(null, 204);
  })
  .openapi(enrol, async (c) =>
    c.json(await enrolTwoFactor(signedInContext(c), c.req.valid("json").password), 201),
  )
  .openapi(confirm, async (c) => {
    setCookies(c, await confirmTwoFactor(signedInContext(c), c.req.valid("json").code));
    return c.body(null, 204);
  })
  .openapi(disable, async (c) => {
    setCookies(c, await disableTwoFactor(signedInContext(c), c.req.valid("json").password));
    return c.body(null, 204);
  })
  .openapi(renew, async (c) => {
    const recoveryCodes = await renewRecoveryCodes(signedInContext(c), c.req.valid("json").password);
    return c.json({ recoveryCodes }, 201);
  })
  .openapi(sessions, async (c) => c.json({ sessions: await listOwnSessions(signedInContext(c)) }, 200))
  .openapi(endOne, async (c) => {
    await endOwnSession(signedInContext(c), uuidOf("session", c.req.valid("param").id));
    return c.body(null, 204);
  })
  .openapi(endOthers, async (c) => {
    await endOtherSessions(signedInContext(c));
    return c.body(null, 204);
  });
