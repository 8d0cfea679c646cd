import { createRoute } from "@hono/zod-openapi";
import { personSchema } from "@/domain/person/schema";
import { applicationAuditKeys } from "@/server/audit/application";
import { erasePerson } from "@/server/person/erase";
import { etagOf, requiredVersion } from "./if-match";
import { uuidOf } from "./path-id";
import { idParameter, ifMatchRequired, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const erase = createRoute({
  method: "post",
  path: "/people/{id}/erasure",
  operationId: "erasePerson",
  tags: ["People"],
  summary: "Erase a person",
  description:
    "A pseudonym takes the place of name, address and logins on the roster, in texts and in the audit trail; the person's account here ends. Counts stay right, the audit chain stays whole. It cannot be undone.",
  request: { params: idParameter, headers: ifMatchRequired },
  responses: {
    200: versioned(personSchema, "What is left of the person."),
    ...problems(403, 404, 409, 412, 422, 428),
  },
});

export const erasureRoutes = newRouter().openapi(erase, async (c) => {
  const version = requiredVersion(c.req.valid("header")["if-match"]);
  const id = uuidOf("person", c.req.valid("param").id);
  const erased = await write(c.get("ctx"), (ctx) =>
    erasePerson(ctx, applicationAuditKeys(), { id, version }),
  );
  return c.json(erased, 200, { etag: etagOf(erased) });
});
