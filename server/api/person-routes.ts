import { createRoute, z } from "@hono/zod-openapi";
import { personEditSchema, personInputSchema, personSchema } from "@/domain/person/schema";
import { addPerson } from "@/server/person/add";
import { editPerson } from "@/server/person/edit";
import { getPerson, listPeople } from "@/server/person/queries";
import { listTeams, teamSchema } from "@/server/team/queries";
import { etagOf, requiredVersion } from "./if-match";
import { pageQuery, readCursor, writeCursor } from "./page";
import { uuidOf } from "./path-id";
import { body, idParameter, ifMatchRequired, json, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["People"];
const cursorSchema = z.object({ name: z.string().max(200), id: z.uuid() });

const list = createRoute({
  method: "get",
  path: "/people",
  operationId: "listPeople",
  tags,
  summary: "List people",
  request: {
    query: z.object({
      q: z.string().trim().max(200).optional().meta({ description: "Part of a name or address." }),
      team: z.string().max(120).optional(),
      onRoster: z
        .enum(["true", "false"])
        .optional()
        .meta({ description: "false lists those known only from a usage report." }),
      ...pageQuery,
    }),
  },
  responses: {
    200: json(
      z.object({ people: z.array(personSchema), nextCursor: z.string().nullable() }),
      "A page of people, by name.",
    ),
    ...problems(422),
  },
});

const create = createRoute({
  method: "post",
  path: "/people",
  operationId: "addPerson",
  tags,
  summary: "Add a person to the roster",
  description: "Somebody known so far only from a usage report keeps that usage.",
  request: body(personInputSchema),
  responses: { 201: versioned(personSchema, "The person."), ...problems(400, 409, 422) },
});

const get = createRoute({
  method: "get",
  path: "/people/{id}",
  operationId: "getPerson",
  tags,
  summary: "Read a person",
  request: { params: idParameter },
  responses: { 200: versioned(personSchema, "The person."), ...problems(404) },
});

const edit = createRoute({
  method: "patch",
  path: "/people/{id}",
  operationId: "editPerson",
  tags,
  summary: "Edit a person",
  description: "A new level is in effect from `levelFrom`, today when left out; earlier levels stay.",
  request: { params: idParameter, headers: ifMatchRequired, ...body(personEditSchema) },
  responses: { 200: versioned(personSchema, "The person."), ...problems(400, 404, 409, 412, 422, 428) },
});

const teams = createRoute({
  method: "get",
  path: "/teams",
  operationId: "listTeams",
  tags,
  summary: "List teams",
  responses: { 200: json(z.object({ teams: z.array(teamSchema) }), "The teams, by name.") },
});

export const personRoutes = newRouter()
  .openapi(list, async (c) => {
    const { onRoster, cursor, ...query } = c.req.valid("query");
    const page = await listPeople(c.get("ctx"), {
      ...query,
      onRoster: onRoster === undefined ? undefined : onRoster === "true",
      cursor: readCursor(cursor, cursorSchema),
    });
    return c.json({ people: page.people, nextCursor: page.next ? writeCursor(page.next) : null }, 200);
  })
  .openapi(create, async (c) => {
    const added = await write(c.get("ctx"), (ctx) => addPerson(ctx, c.req.valid("json")));
    c.header("location", `/api/v1/people/${added.id}`);
    return c.json(added, 201, { etag: etagOf(added) });
  })
  .openapi(get, async (c) => {
    const person = await getPerson(c.get("ctx"), uuidOf("person", c.req.valid("param").id));
    return c.json(person, 200, { etag: etagOf(person) });
  })
  .openapi(edit, async (c) => {
    const version = requiredVersion(c.req.valid("header")["if-match"]);
    const id = uuidOf("person", c.req.valid("param").id);
    const edited = await write(c.get("ctx"), (ctx) =>
      editPerson(ctx, { id, version, edit: c.req.valid("json") }),
    );
    return c.json(edited, 200, { etag: etagOf(edited) });
  })
  .openapi(teams, async (c) => c.json({ teams: await listTeams(c.get("ctx")) }, 200));
