import { createRoute, z } from "@hono/zod-openapi";
import { memberEditSchema, memberSchema, memberSessionSchema } from "@/domain/member/schema";
import { editMember } from "@/server/member/edit";
import { getMember, listMembers } from "@/server/member/queries";
import { removeMember } from "@/server/member/remove";
import { endMemberSessions, listMemberSessions } from "@/server/member/sessions";
import { etagOf, requiredVersion } from "./if-match";
import { pageQuery, readCursor, writeCursor } from "./page";
import { uuidOf } from "./path-id";
import { body, idParameter, ifMatchRequired, json, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Members"];
const cursorSchema = z.object({ name: z.string().max(200), id: z.uuid() });

const list = createRoute({
  method: "get",
  path: "/members",
  operationId: "listMembers",
  tags,
  summary: "List members",
  request: { query: z.object(pageQuery) },
  responses: {
    200: json(
      z.object({ members: z.array(memberSchema), nextCursor: z.string().nullable() }),
      "A page of members, by name, the deactivated among them.",
    ),
    ...problems(403, 422),
  },
});

const get = createRoute({
  method: "get",
  path: "/members/{id}",
  operationId: "getMember",
  tags,
  summary: "Read a member",
  request: { params: idParameter },
  responses: { 200: versioned(memberSchema, "The member."), ...problems(403, 404) },
});

const edit = createRoute({
  method: "patch",
  path: "/members/{id}",
  operationId: "editMember",
  tags,
  summary: "Edit a member's roles, person or access",
  description:
    "In effect with the member's next request. Only an owner makes or unmakes an admin or an owner; nobody gives themselves a role; the last owner stays one (409 last-owner).",
  request: { params: idParameter, headers: ifMatchRequired, ...body(memberEditSchema) },
  responses: {
    200: versioned(memberSchema, "The member."),
    ...problems(400, 403, 404, 409, 412, 422, 428),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/members/{id}",
  operationId: "removeMember",
  tags,
  summary: "Remove a member",
  description: "Ends the membership and revokes the member's tokens here. What they wrote stays.",
  request: { params: idParameter },
  responses: { 204: { description: "They are no member any more." }, ...problems(403, 404, 409) },
});

const listSessions = createRoute({
  method: "get",
  path: "/members/{id}/sessions",
  operationId: "listMemberSessions",
  tags,
  summary: "List where a member is signed in",
  request: { params: idParameter },
  responses: {
    200: json(z.object({ sessions: z.array(memberSessionSchema) }), "Last used first; at most 200."),
    ...problems(403, 404),
  },
});

const endSessions = createRoute({
  method: "delete",
  path: "/members/{id}/sessions",
  operationId: "endMemberSessions",
  tags,
  summary: "Sign a member out everywhere",
  description: "Also where the same session reaches another workspace. Nothing but the session is lost.",
  request: { params: idParameter },
  responses: { 204: { description: "They are signed out." }, ...problems(403, 404) },
});

const endSession = createRoute({
  method: "delete",
  path: "/members/{id}/sessions/{sessionId}",
  operationId: "endMemberSession",
  tags,
  summary: "Sign a member out of one session",
  request: { params: idParameter.extend({ sessionId: z.string().max(100) }) },
  responses: { 204: { description: "The session has ended." }, ...problems(403, 404) },
});

export const memberRoutes = newRouter()
  .openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const page = await listMembers(c.get("ctx"), { limit, cursor: readCursor(cursor, cursorSchema) });
    return c.json({ members: page.members, nextCursor: page.next ? writeCursor(page.next) : null }, 200);
  })
  .openapi(get, async (c) => {
    const member = await getMember(c.get("ctx"), uuidOf("member", c.req.valid("param").id));
    return c.json(member, 200, { etag: etagOf(member) });
  })
  .openapi(edit, async (c) => {
    const version = requiredVersion(c.req.valid("header")["if-match"]);
    const id = uuidOf("member", c.req.valid("param").id);
    const edited = await write(c.get("ctx"), (ctx) =>
      editMember(ctx, { id, version, edit: c.req.valid("json") }),
    );
    return c.json(edited, 200, { etag: etagOf(edited) });
  })
  .openapi(remove, async (c) => {
    const id = uuidOf("member", c.req.valid("param").id);
    await write(c.get("ctx"), (ctx) => removeMember(ctx, id));
    return c.body(null, 204);
  })
  .openapi(listSessions, async (c) => {
    const id = uuidOf("member", c.req.valid("param").id);
    return c.json({ sessions: await listMemberSessions(c.get("ctx"), id) }, 200);
  })
  .openapi(endSessions, async (c) => {
    const memberId = uuidOf("member", c.req.valid("param").id);
    await write(c.get("ctx"), (ctx) => endMemberSessions(ctx, { memberId }));
    return c.body(null, 204);
  })
  .openapi(endSession, async (c) => {
    const { id, sessionId } = c.req.valid("param");
    const named = { memberId: uuidOf("member", id), sessionId: uuidOf("session", sessionId) };
    await write(c.get("ctx"), (ctx) => endMemberSessions(ctx, named));
    return c.body(null, 204);
  });
