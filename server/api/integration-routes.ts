import { createRoute, z } from "@hono/zod-openapi";
import { POST_STATUSES } from "@/domain/commit-status/status";
import { DELIVERY_STATUSES } from "@/domain/integration/kinds";
import {
  commitStatusPageSchema,
  deliveryContentSchema,
  deliveryPageSchema,
  deliverySchema,
  integrationEditSchema,
  integrationInputSchema,
  integrationSchema,
  integrationWithSecretSchema,
} from "@/domain/integration/schema";
import { listCommitStatuses } from "@/server/commit-status/queries";
import { createIntegration } from "@/server/integrations/create";
import { listDeliveries, readDelivery } from "@/server/integrations/deliveries";
import { editIntegration } from "@/server/integrations/edit";
import { getIntegration, listIntegrations, revealSecret } from "@/server/integrations/queries";
import { redeliver } from "@/server/integrations/redeliver";
import { removeIntegration } from "@/server/integrations/remove";
import { rotateSecret } from "@/server/integrations/rotate";
import { afterCommit } from "./idempotency";
import { etagOf, requiredVersion } from "./if-match";
import { pageQuery, readCursor, writeCursor } from "./page";
import { uuidOf } from "./path-id";
import { body, idParameter, ifMatchRequired, json, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Integrations"];
const cursorSchema = z.object({ at: z.iso.datetime(), id: z.uuid() });
const deliveryParameters = idParameter.extend({ deliveryId: z.string().max(100) });
const idOf = (id: string) => uuidOf("integration", id);

const list = createRoute({
  method: "get",
  path: "/integrations",
  operationId: "listIntegrations",
  tags,
  summary: "List the integrations",
  responses: {
    200: json(z.object({ integrations: z.array(integrationSchema) }), "By name."),
    ...problems(403),
  },
});

const create = createRoute({
  method: "post",
  path: "/integrations",
  operationId: "createIntegration",
  tags,
  summary: "Add an integration",
  description:
    "Makes the secret too. Enter Faultline's address with `path` at the sender, and the secret: GitHub signs with it as it is; for GitLab it is a signing token or a secret token; others sign as Standard Webhooks asks.",
  request: body(integrationInputSchema),
  responses: {
    201: versioned(integrationWithSecretSchema, "It, and its secret."),
    ...problems(400, 403, 409, 422),
  },
});

const get = createRoute({
  method: "get",
  path: "/integrations/{id}",
  operationId: "getIntegration",
  tags,
  summary: "Read an integration",
  request: { params: idParameter },
  responses: { 200: versioned(integrationSchema, "The integration."), ...problems(403, 404) },
});

const edit = createRoute({
  method: "patch",
  path: "/integrations/{id}",
  operationId: "editIntegration",
  tags,
  summary: "Edit an integration",
  description:
    "While it is disabled, what its sender posts is refused, and the host is told nothing. Stored deliveries stay. A new `apiToken` has what failed within the last day sent again.",
  request: { params: idParameter, headers: ifMatchRequired, ...body(integrationEditSchema) },
  responses: {
    200: versioned(integrationSchema, "The integration."),
    ...problems(400, 403, 404, 409, 412, 422, 428),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/integrations/{id}",
  operationId: "removeIntegration",
  tags,
  summary: "Remove an integration",
  description: "With its secret and its stored deliveries. The changes that it told of stay.",
  request: { params: idParameter },
  responses: { 204: { description: "It is gone." }, ...problems(403, 404) },
});

const reveal = createRoute({
  method: "get",
  path: "/integrations/{id}/secret",
  operationId: "revealIntegrationSecret",
  tags,
  summary: "Read an integration's secret",
  description: "To set up its sender. The audit trail says who read it.",
  request: { params: idParameter },
  responses: { 200: json(integrationWithSecretSchema, "It, and its secret."), ...problems(403, 404, 409) },
});

const rotate = createRoute({
  method: "post",
  path: "/integrations/{id}/secret",
  operationId: "rotateIntegrationSecret",
  tags,
  summary: "Make another secret",
  description:
    "The one before it is taken for 24 hours more. One that was replaced before that is refused from now on.",
  request: { params: idParameter, headers: ifMatchRequired },
  responses: {
    200: versioned(integrationWithSecretSchema, "It, and its new secret."),
    ...problems(400, 403, 404, 412, 428),
  },
});

const deliveries = createRoute({
  method: "get",
  path: "/integrations/{id}/deliveries",
  operationId: "listDeliveries",
  tags,
  summary: "List what came from an integration",
  request: {
    params: idParameter,
    query: z.object({ status: z.enum(DELIVERY_STATUSES).optional(), ...pageQuery }),
  },
  responses: { 200: json(deliveryPageSchema, "A page, newest first."), ...problems(403, 404, 422) },
});

const delivery = createRoute({
  method: "get",
  path: "/integrations/{id}/deliveries/{deliveryId}",
  operationId: "getDelivery",
  tags,
  summary: "Read a delivery with its body",
  request: { params: deliveryParameters },
  responses: { 200: json(deliveryContentSchema, "What came."), ...problems(403, 404) },
});

const commitStatuses = createRoute({
  method: "get",
  path: "/integrations/{id}/commit-statuses",
  operationId: "listCommitStatuses",
  tags,
  summary: "List what the host was told of commits",
  description: "Of one revision and context the newest state; what failed says why.",
  request: {
    params: idParameter,
    query: z.object({ status: z.enum(POST_STATUSES).optional(), ...pageQuery }),
  },
  responses: {
    200: json(commitStatusPageSchema, "A page, newest first."),
    ...problems(403, 404, 422),
  },
});

const redelivery = createRoute({
  method: "post",
  path: "/integrations/{id}/deliveries/{deliveryId}/redelivery",
  operationId: "redeliver",
  tags,
  summary: "Work a delivery off again",
  description:
    "From its stored body. It is `received` at once and settled soon after; what was told before changes nothing.",
  request: { params: deliveryParameters },
  responses: {
    202: json(deliverySchema, "It is waiting to be worked off."),
    ...problems(400, 403, 404, 409),
  },
});

export const integrationRoutes = newRouter()
  .openapi(list, async (c) => c.json({ integrations: await listIntegrations(c.get("ctx")) }, 200))
  .openapi(create, async (c) => {
    const created = await write(c.get("ctx"), (ctx) => createIntegration(ctx, c.req.valid("json")));
    c.header("location", `/api/v1/integrations/${created.integration.id}`);
    return c.json(created, 201, { etag: etagOf(created.integration) });
  })
  .openapi(get, async (c) => {
    const found = await getIntegration(c.get("ctx"), idOf(c.req.valid("param").id));
    return c.json(found, 200, { etag: etagOf(found) });
  })
  .openapi(edit, async (c) => {
    const id = idOf(c.req.valid("param").id);
    const version = requiredVersion(c.req.valid("header")["if-match"]);
    const edited = await write(c.get("ctx"), (ctx) =>
      editIntegration(ctx, { id, version, edit: c.req.valid("json") }),
    );
    return c.json(edited, 200, { etag: etagOf(edited) });
  })
  .openapi(remove, async (c) => {
    const id = idOf(c.req.valid("param").id);
    await write(c.get("ctx"), (ctx) => removeIntegration(ctx, id));
    return c.body(null, 204);
  })
  .openapi(reveal, async (c) => c.json(await revealSecret(c.get("ctx"), idOf(c.req.valid("param").id)), 200))
  .openapi(rotate, async (c) => {
    const id = idOf(c.req.valid("param").id);
    const version = requiredVersion(c.req.valid("header")["if-match"]);
    const rotated = await write(c.get("ctx"), (ctx) => rotateSecret(ctx, { id, version }));
    return c.json(rotated, 200, { etag: etagOf(rotated.integration) });
  })
  .openapi(deliveries, async (c) => {
    const { cursor, ...query } = c.req.valid("query");
    const place = readCursor(cursor, cursorSchema);
    const page = await listDeliveries(c.get("ctx"), idOf(c.req.valid("param").id), {
      ...query,
      cursor: place,
    });
    const nextCursor = page.next ? writeCursor(page.next) : null;
    return c.json({ deliveries: page.deliveries, nextCursor }, 200);
  })
  .openapi(delivery, async (c) => {
    const { id, deliveryId } = c.req.valid("param");
    const place = { integrationId: idOf(id), id: uuidOf("delivery", deliveryId) };
    return c.json(await readDelivery(c.get("ctx"), place), 200);
  })
  .openapi(commitStatuses, async (c) => {
    const { cursor, ...query } = c.req.valid("query");
    const page = await listCommitStatuses(c.get("ctx"), idOf(c.req.valid("param").id), {
      ...query,
      cursor: readCursor(cursor, cursorSchema),
    });
    const nextCursor = page.next ? writeCursor(page.next) : null;
    return c.json({ statuses: page.statuses, nextCursor }, 200);
  })
  .openapi(redelivery, async (c) => {
    const { id, deliveryId } = c.req.valid("param");
    const place = { integrationId: idOf(id), id: uuidOf("delivery", deliveryId) };
    const waiting = await write(c.get("ctx"), (ctx) => redeliver(ctx, place));
    const { workDeliveriesSoon } = c.get("dependencies");
    afterCommit(c, () => workDeliveriesSoon?.());
    return c.json(waiting, 202);
  });
