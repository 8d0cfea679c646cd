import { createRoute, z } from "@hono/zod-openapi";
import { HANDLE_KINDS } from "@/domain/person/handle";
import { IDENTITY_SHOWS } from "@/domain/person/identity-query";
import {
  handleSchema,
  identityPageSchema,
  identitySchema,
  mergeInputSchema,
  mergePreviewSchema,
} from "@/domain/person/identity-schema";
import { addHandle, removeHandle } from "@/server/person/handles";
import { listIdentities } from "@/server/person/identities";
import { mergePeople, previewMerge } from "@/server/person/merge";
import { etagOf, optionalVersion } from "./if-match";
import { pageQuery, readCursor, writeCursor } from "./page";
import { uuidOf } from "./path-id";
import { body, idParameter, ifMatchOptional, json, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["People"];
const cursorSchema = z.object({ name: z.string().max(320), id: z.uuid() });

const list = createRoute({
  method: "get",
  path: "/identities",
  operationId: "listAuthorIdentities",
  tags,
  summary: "List who is called what",
  description: "Off the roster stand those known from changes or usage reports only, with whom they may be.",
  request: {
    query: z.object({
      q: z.string().trim().max(200).optional().meta({ description: "Part of a name, login or address." }),
      show: z.enum(IDENTITY_SHOWS).default("all").meta({
        description: "suggested: whom the machine suggests to merge; unmatched: everybody off the roster.",
      }),
      ...pageQuery,
    }),
  },
  responses: { 200: json(identityPageSchema, "A page of people, by name."), ...problems(403, 422) },
});

const preview = createRoute({
  method: "get",
  path: "/people/{id}/merge",
  operationId: "previewMerge",
  tags,
  summary: "Tell what a merge would move",
  request: { params: idParameter, query: z.object({ into: z.uuid() }) },
  responses: { 200: json(mergePreviewSchema, "Both people, and what moves."), ...problems(403, 404, 422) },
});

const merge = createRoute({
  method: "post",
  path: "/people/{id}/merge",
  operationId: "mergePeople",
  tags,
  summary: "Merge a person into another",
  description:
    "Handles, changes (with the level in effect on each one's day), use of AI and account move to the person who stays; the other record is gone, and nothing brings it back.",
  request: { params: idParameter, headers: ifMatchOptional, ...body(mergeInputSchema) },
  responses: {
    200: versioned(identitySchema, "The person who stays."),
    ...problems(400, 403, 404, 409, 412, 422),
  },
});

const add = createRoute({
  method: "post",
  path: "/people/{id}/handles",
  operationId: "addHandle",
  tags,
  summary: "Give a person a handle",
  request: { params: idParameter, ...body(handleSchema) },
  responses: { 201: versioned(identitySchema, "The person."), ...problems(400, 403, 404, 409, 422) },
});

const remove = createRoute({
  method: "delete",
  path: "/people/{id}/handles/{kind}/{handle}",
  operationId: "removeHandle",
  tags,
  summary: "Take a handle from a person",
  description: "Changes of theirs stay theirs; the next ones told of under it are by somebody new.",
  request: {
    params: idParameter.extend({ kind: z.enum(HANDLE_KINDS), handle: z.string().min(1).max(320) }),
  },
  responses: { 200: versioned(identitySchema, "The person."), ...problems(403, 404, 422) },
});

export const personIdentityRoutes = newRouter()
  .openapi(list, async (c) => {
    const { cursor, ...query } = c.req.valid("query");
    const page = await listIdentities(c.get("ctx"), { ...query, cursor: readCursor(cursor, cursorSchema) });
    return c.json(
      { identities: page.identities, nextCursor: page.next ? writeCursor(page.next) : null },
      200,
    );
  })
  .openapi(preview, async (c) => {
    const id = uuidOf("person", c.req.valid("param").id);
    return c.json(await previewMerge(c.get("ctx"), { id, ...c.req.valid("query") }), 200);
  })
  .openapi(merge, async (c) => {
    const version = optionalVersion(c.req.valid("header")["if-match"]);
    const id = uuidOf("person", c.req.valid("param").id);
    const after = await write(c.get("ctx"), (ctx) =>
      mergePeople(ctx, { ...c.req.valid("json"), id, version }),
    );
    return c.json(after, 200, { etag: etagOf(after) });
  })
  .openapi(add, async (c) => {
    const id = uuidOf("person", c.req.valid("param").id);
    const after = await write(c.get("ctx"), (ctx) => addHandle(ctx, { ...c.req.valid("json"), id }));
    return c.json(after, 201, { etag: etagOf(after) });
  })
  .openapi(remove, async (c) => {
    const { id, ...handle } = c.req.valid("param");
    const after = await write(c.get("ctx"), (ctx) =>
      removeHandle(ctx, { ...handle, id: uuidOf("person", id) }),
    );
    return c.json(after, 200, { etag: etagOf(after) });
  });
