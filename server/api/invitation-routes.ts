import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
  acceptanceInputSchema,
  acceptedSchema,
  invitationInputSchema,
  invitationPreviewInputSchema,
  invitationPreviewSchema,
  invitationSchema,
  newInvitationSchema,
} from "@/domain/invitation/schema";
import { openSession } from "@/server/auth/session";
import { acceptInvitation } from "@/server/invitation/accept";
import { createInvitation } from "@/server/invitation/create";
import { listInvitations, previewInvitation } from "@/server/invitation/queries";
import { revokeInvitation } from "@/server/invitation/revoke";
import type { ApiEnvironment } from "./environment";
import { uuidOf } from "./path-id";
import { body, idParameter, json, problems } from "./responses";
import { newRouter } from "./router";
import { setCookies } from "./session-routes";
import { contextWithoutWorkspace } from "./workspace-context";
import { write } from "./write";

const tags = ["Invitations"];

const list = createRoute({
  method: "get",
  path: "/invitations",
  operationId: "listInvitations",
  tags,
  summary: "List open invitations",
  responses: {
    200: json(
      z.object({ invitations: z.array(invitationSchema) }),
      "Newest first, the expired among them; at most 1,000.",
    ),
    ...problems(403),
  },
});

const create = createRoute({
  method: "post",
  path: "/invitations",
  operationId: "createInvitation",
  tags,
  summary: "Invite somebody",
  description:
    "The answer holds the link, this once: Faultline sends no e-mail. An earlier invitation of the same address is revoked. Nobody invites with a role they may not give.",
  request: body(invitationInputSchema),
  responses: { 201: json(newInvitationSchema, "The invitation."), ...problems(400, 403, 409, 422) },
});

const revoke = createRoute({
  method: "delete",
  path: "/invitations/{id}",
  operationId: "revokeInvitation",
  tags,
  summary: "Revoke an invitation",
  request: { params: idParameter },
  responses: { 204: { description: "Its link opens nothing any more." }, ...problems(403, 404) },
});

const preview = createRoute({
  method: "post",
  path: "/invitations/preview",
  operationId: "previewInvitation",
  tags,
  summary: "Read the invitation of a link",
  description: "The link's token is in the body, so that no log or referrer has it. Nothing is used up.",
  request: body(invitationPreviewInputSchema),
  responses: { 200: json(invitationPreviewSchema, "What the link offers."), ...problems(400, 404, 409, 422) },
});

const accept = createRoute({
  method: "post",
  path: "/invitations/acceptance",
  operationId: "acceptInvitation",
  tags,
  summary: "Accept an invitation",
  description:
    "Makes the account with `name` and `password` and signs it in. Where the address has an account already, sign in with it first and send the token alone. Works once.",
  request: body(acceptanceInputSchema),
  responses: { 201: json(acceptedSchema, "Joined."), ...problems(400, 403, 404, 409, 422) },
});

/** Where the invited opens the link: the public address, or else the one that the admin uses. */
function originOf(c: Context<ApiEnvironment>): string {
  const { publicHost, auth } = c.get("dependencies");
  if (publicHost() !== null) return new URL(auth().options.baseURL ?? c.req.url).origin;
  return `http://${c.req.header("host") ?? new URL(c.req.url).host}`;
}

export const invitationRoutes = newRouter()
  .openapi(list, async (c) => c.json({ invitations: await listInvitations(c.get("ctx")) }, 200))
  .openapi(create, async (c) => {
    const { invitation, token } = await write(c.get("ctx"), (ctx) =>
      createInvitation(ctx, c.req.valid("json")),
    );
    return c.json({ invitation, link: `${originOf(c)}/invitation/${token}` }, 201);
  })
  .openapi(revoke, async (c) => {
    const id = uuidOf("invitation", c.req.valid("param").id);
    await write(c.get("ctx"), (ctx) => revokeInvitation(ctx, id));
    return c.body(null, 204);
  })
  .openapi(preview, async (c) =>
    c.json(await previewInvitation(contextWithoutWorkspace(c), c.req.valid("json").token), 200),
  )
  .openapi(accept, async (c) => {
    const { auth, accounts, now } = c.get("dependencies");
    const hashPassword = (password: string) => accounts().hasher.hash(password);
    const request = { ...contextWithoutWorkspace(c), principal: c.get("principal"), hashPassword };
    const { userId, workspace, workspaceId, isNew } = await acceptInvitation(request, c.req.valid("json"));
    c.get("dependencies").sealAuditSoon?.(workspaceId);
    if (isNew) {
      const { headers } = c.req.raw;
      const beginning = { userId, via: "invitation", address: c.get("address") } as const;
      setCookies(c, await openSession(auth(), headers, beginning));
      setCookies(c, [accounts().devices.issue(userId, headers, now())]);
    }
    return c.json({ workspace }, 201);
  });
