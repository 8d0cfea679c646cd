import { createRoute, z } from "@hono/zod-openapi";
import { NOTIFICATION_STATUSES } from "@/domain/notification/events";
import {
  channelEditSchema,
  channelInputSchema,
  channelSchema,
  channelWithSecretSchema,
  notificationPageSchema,
  notificationSchema,
} from "@/domain/notification/schema";
import { createChannel } from "@/server/notification/create";
import { editChannel } from "@/server/notification/edit";
import { listNotifications } from "@/server/notification/log";
import { getChannel, listChannels } from "@/server/notification/queries";
import { removeChannel } from "@/server/notification/remove";
import { resendNotification } from "@/server/notification/resend";
import { rotateChannelSecret } from "@/server/notification/rotate";
import { testChannel } from "@/server/notification/test-channel";
import { afterCommit } from "./idempotency";
import { etagOf, requiredVersion } from "./if-match";
import { pageQuery, readCursor, writeCursor } from "./page";
import { uuidOf } from "./path-id";
import { body, idParameter, ifMatchRequired, json, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Notifications"];
const cursorSchema = z.object({ at: z.iso.datetime(), id: z.uuid() });
const idOf = (id: string) => uuidOf("notification channel", id);

const list = createRoute({
  method: "get",
  path: "/notification-channels",
  operationId: "listNotificationChannels",
  tags,
  summary: "List the channels that notifications go to",
  responses: {
    200: json(z.object({ channels: z.array(channelSchema) }), "By name."),
    ...problems(403),
  },
});

const create = createRoute({
  method: "post",
  path: "/notification-channels",
  operationId: "createNotificationChannel",
  tags,
  summary: "Add a channel",
  description:
    "A webhook's secret is in this answer and never told again: what is posted is signed with it as Standard Webhooks asks. For Slack, give the address of an incoming webhook.",
  request: body(channelInputSchema),
  responses: {
    201: versioned(channelWithSecretSchema, "It, and a webhook's secret."),
    ...problems(400, 403, 409, 422),
  },
});

const get = createRoute({
  method: "get",
  path: "/notification-channels/{id}",
  operationId: "getNotificationChannel",
  tags,
  summary: "Read a channel",
  request: { params: idParameter },
  responses: { 200: versioned(channelSchema, "The channel."), ...problems(403, 404) },
});

const edit = createRoute({
  method: "patch",
  path: "/notification-channels/{id}",
  operationId: "editNotificationChannel",
  tags,
  summary: "Edit a channel",
  description: "While it is disabled nothing is put down for it, and what still waited is given up.",
  request: { params: idParameter, headers: ifMatchRequired, ...body(channelEditSchema) },
  responses: {
    200: versioned(channelSchema, "The channel."),
    ...problems(400, 403, 404, 409, 412, 422, 428),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/notification-channels/{id}",
  operationId: "removeNotificationChannel",
  tags,
  summary: "Remove a channel",
  description: "With its address, its secret and its log.",
  request: { params: idParameter },
  responses: { 204: { description: "It is gone." }, ...problems(403, 404) },
});

const rotate = createRoute({
  method: "post",
  path: "/notification-channels/{id}/secret",
  operationId: "rotateNotificationChannelSecret",
  tags,
  summary: "Make another secret for a webhook",
  description: "For 24 hours what is posted carries both signatures. The new secret is never told again.",
  request: { params: idParameter, headers: ifMatchRequired },
  responses: {
    200: versioned(channelWithSecretSchema, "It, and its new secret."),
    ...problems(400, 403, 404, 409, 412, 428),
  },
});

const test = createRoute({
  method: "post",
  path: "/notification-channels/{id}/test",
  operationId: "testNotificationChannel",
  tags,
  summary: "Send a test message",
  description: "It is `waiting` at once and sent soon after; the log says what became of it.",
  request: { params: idParameter },
  responses: { 202: json(notificationSchema, "It is waiting."), ...problems(400, 403, 404, 409) },
});

const notifications = createRoute({
  method: "get",
  path: "/notification-channels/{id}/notifications",
  operationId: "listNotifications",
  tags,
  summary: "List what was sent to a channel",
  request: {
    params: idParameter,
    query: z.object({ status: z.enum(NOTIFICATION_STATUSES).optional(), ...pageQuery }),
  },
  responses: { 200: json(notificationPageSchema, "A page, newest first."), ...problems(403, 404, 422) },
});

const resending = createRoute({
  method: "post",
  path: "/notification-channels/{id}/notifications/{notificationId}/resending",
  operationId: "resendNotification",
  tags,
  summary: "Send a notification again",
  description: "Under the id it had, by which a receiver knows what it has seen.",
  request: { params: idParameter.extend({ notificationId: z.string().max(100) }) },
  responses: { 202: json(notificationSchema, "It is waiting."), ...problems(400, 403, 404, 409) },
});

export const notificationRoutes = newRouter()
  .openapi(list, async (c) => c.json({ channels: await listChannels(c.get("ctx")) }, 200))
  .openapi(create, async (c) => {
    const created = await write(c.get("ctx"), (ctx) => createChannel(ctx, c.req.valid("json")));
    c.header("location", `/api/v1/notification-channels/${created.channel.id}`);
    return c.json(created, 201, { etag: etagOf(created.channel) });
  })
  .openapi(get, async (c) => {
    const found = await getChannel(c.get("ctx"), idOf(c.req.valid("param").id));
    return c.json(found, 200, { etag: etagOf(found) });
  })
  .openapi(edit, async (c) => {
    const id = idOf(c.req.valid("param").id);
    const version = requiredVersion(c.req.valid("header")["if-match"]);
    const edited = await write(c.get("ctx"), (ctx) =>
      editChannel(ctx, { id, version, edit: c.req.valid("json") }),
    );
    return c.json(edited, 200, { etag: etagOf(edited) });
  })
  .openapi(remove, async (c) => {
    const id = idOf(c.req.valid("param").id);
    await write(c.get("ctx"), (ctx) => removeChannel(ctx, id));
    return c.body(null, 204);
  })
  .openapi(rotate, async (c) => {
    const id = idOf(c.req.valid("param").id);
    const version = requiredVersion(c.req.valid("header")["if-match"]);
    const rotated = await write(c.get("ctx"), (ctx) => rotateChannelSecret(ctx, { id, version }));
    return c.json(rotated, 200, { etag: etagOf(rotated.channel) });
  })
  .openapi(test, async (c) => {
    const id = idOf(c.req.valid("param").id);
    const waiting = await write(c.get("ctx"), (ctx) => testChannel(ctx, id));
    const { sendNotificationsSoon } = c.get("dependencies");
    afterCommit(c, () => sendNotificationsSoon?.());
    return c.json(waiting, 202);
  })
  .openapi(notifications, async (c) => {
    const { cursor, ...query } = c.req.valid("query");
    const place = readCursor(cursor, cursorSchema);
    const page = await listNotifications(c.get("ctx"), idOf(c.req.valid("param").id), {
      ...query,
      cursor: place,
    });
    const nextCursor = page.next ? writeCursor(page.next) : null;
    return c.json({ notifications: page.notifications, nextCursor }, 200);
  })
  .openapi(resending, async (c) => {
    const { id, notificationId } = c.req.valid("param");
    const place = { channelId: idOf(id), id: uuidOf("notification", notificationId) };
    const waiting = await write(c.get("ctx"), (ctx) => resendNotification(ctx, place));
    const { sendNotificationsSoon } = c.get("dependencies");
    afterCommit(c, () => sendNotificationsSoon?.());
    return c.json(waiting, 202);
  });
