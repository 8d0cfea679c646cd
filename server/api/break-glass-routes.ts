import { createRoute, z } from "@hono/zod-openapi";
import { BREAK_GLASS_STANDINGS } from "@/domain/sign-off/break-glass";
import {
  breakGlassInputSchema,
  breakGlassPageSchema,
  breakGlassReviewInputSchema,
  breakGlassSchema,
} from "@/domain/sign-off/break-glass-schema";
import { endBreakGlass } from "@/server/break-glass/end";
import { openBreakGlass } from "@/server/break-glass/open";
import { getBreakGlass, listBreakGlass } from "@/server/break-glass/queries";
import { reviewBreakGlass } from "@/server/break-glass/review";
import { etagOf, optionalVersion } from "./if-match";
import { pageQuery } from "./page";
import { uuidOf } from "./path-id";
import { body, idParameter, ifMatchOptional, json, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Sign-offs"];
const answer = versioned(breakGlassSchema, "The break-glass as it stands now.");

const list = createRoute({
  method: "get",
  path: "/break-glass",
  operationId: "listBreakGlass",
  tags,
  summary: "List what was let through whatever the policy said",
  request: {
    query: z.object({
      standing: z.enum(BREAK_GLASS_STANDINGS).optional().meta({
        description: "`to-review` is what is over and nobody has looked at yet.",
      }),
      ...pageQuery,
    }),
  },
  responses: { 200: json(breakGlassPageSchema, "One page, newest first."), ...problems(422) },
});

const read = createRoute({
  method: "get",
  path: "/break-glass/{id}",
  operationId: "getBreakGlass",
  tags,
  summary: "Read one break-glass",
  request: { params: idParameter },
  responses: { 200: answer, ...problems(404) },
});

const open = createRoute({
  method: "post",
  path: "/break-glass",
  operationId: "openBreakGlass",
  tags,
  summary: "Let a change through for a while",
  description:
    "By a person with the responder or reviewer role, with a reason, for at most 24 hours. It is told of at once and reviewed by another person afterwards.",
  request: body(breakGlassInputSchema),
  responses: { 201: answer, ...problems(400, 403, 404, 422) },
});

const end = createRoute({
  method: "post",
  path: "/break-glass/{id}/end",
  operationId: "endBreakGlass",
  tags,
  summary: "End a break-glass before its time",
  request: { params: idParameter, headers: ifMatchOptional },
  responses: { 201: answer, ...problems(403, 404, 409, 412) },
});

const review = createRoute({
  method: "post",
  path: "/break-glass/{id}/review",
  operationId: "reviewBreakGlass",
  tags,
  summary: "Look at a break-glass afterwards",
  description: "By another person than who opened it, with what came of it.",
  request: { params: idParameter, headers: ifMatchOptional, ...body(breakGlassReviewInputSchema) },
  responses: { 201: answer, ...problems(400, 403, 404, 409, 412, 422) },
});

const idOf = (id: string) => uuidOf("break-glass", id);

export const breakGlassRoutes = newRouter()
  .openapi(list, async (c) => c.json(await listBreakGlass(c.get("ctx"), c.req.valid("query")), 200))
  .openapi(read, async (c) => {
    const found = await getBreakGlass(c.get("ctx"), idOf(c.req.valid("param").id));
    return c.json(found, 200, { etag: etagOf(found) });
  })
  .openapi(open, async (c) => {
    const made = await write(c.get("ctx"), (ctx) => openBreakGlass(ctx, c.req.valid("json")));
    return c.json(made, 201, { etag: etagOf(made) });
  })
  .openapi(end, async (c) => {
    const version = optionalVersion(c.req.valid("header")["if-match"]);
    const id = idOf(c.req.valid("param").id);
    const after = await write(c.get("ctx"), (ctx) => endBreakGlass(ctx, { id, version }));
    return c.json(after, 201, { etag: etagOf(after) });
  })
  .openapi(review, async (c) => {
    const version = optionalVersion(c.req.valid("header")["if-match"]);
    const id = idOf(c.req.valid("param").id);
    const after = await write(c.get("ctx"), (ctx) =>
      reviewBreakGlass(ctx, { ...c.req.valid("json"), id, version }),
    );
    return c.json(after, 201, { etag: etagOf(after) });
  });
