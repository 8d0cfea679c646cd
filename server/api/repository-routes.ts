import { createRoute, z } from "@hono/zod-openapi";
import {
  repositoryEditSchema,
  repositoryInputSchema,
  repositoryPageSchema,
  repositorySchema,
  ruleApplicationSchema,
  ruleTrialSchema,
} from "@/domain/repository/schema";
import { applyRules, previewRules } from "@/server/repository/apply-rules";
import { createRepository } from "@/server/repository/create";
import { editRepository } from "@/server/repository/edit";
import { getRepository, listRepositories } from "@/server/repository/queries";
import { ApiProblem } from "./api-problem";
import { etagOf, optionalVersion, requiredVersion } from "./if-match";
import { pageQuery, readCursor, writeCursor } from "./page";
import { uuidOf } from "./path-id";
import {
  body,
  idParameter,
  ifMatchOptional,
  ifMatchRequired,
  json,
  optionalBody,
  problems,
  versioned,
} from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Repositories"];
const cursorSchema = z.object({ name: z.string() });
const idOf = (id: string) => uuidOf("repository", id);

const list = createRoute({
  method: "get",
  path: "/repositories",
  operationId: "listRepositories",
  tags,
  summary: "List the repositories",
  request: {
    query: z.object({
      q: z.string().trim().max(300).optional().meta({ description: "A part of the name." }),
      ...pageQuery,
    }),
  },
  responses: { 200: json(repositoryPageSchema, "A page, by name."), ...problems(422) },
});

const create = createRoute({
  method: "post",
  path: "/repositories",
  operationId: "createRepository",
  tags,
  summary: "Add a repository",
  description: "A repository is also added by itself when something is told of a change of it.",
  request: body(repositoryInputSchema),
  responses: { 201: versioned(repositorySchema, "The repository."), ...problems(400, 403, 409, 422) },
});

const get = createRoute({
  method: "get",
  path: "/repositories/{id}",
  operationId: "getRepository",
  tags,
  summary: "Read a repository with its rules",
  request: { params: idParameter },
  responses: { 200: versioned(repositorySchema, "The repository."), ...problems(404) },
});

const edit = createRoute({
  method: "patch",
  path: "/repositories/{id}",
  operationId: "editRepository",
  tags,
  summary: "Edit a repository and its rules",
  description:
    "Other rules are for changes that are told of from now on; apply them to give those on record their services anew.",
  request: { params: idParameter, headers: ifMatchRequired, ...body(repositoryEditSchema) },
  responses: {
    200: versioned(repositorySchema, "The repository."),
    ...problems(400, 403, 404, 412, 422, 428),
  },
});

const application = createRoute({
  method: "post",
  path: "/repositories/{id}/rule-application",
  operationId: "applyRepositoryRules",
  tags,
  summary: "Apply the rules to the changes on record",
  description:
    "Changes whose files are known get the services that the rules and their tellers name. With dryRun nothing is written, and other rules than the kept ones can be tried.",
  request: {
    params: idParameter,
    headers: ifMatchOptional,
    query: z.object({ dryRun: z.enum(["true", "false"]).default("false") }),
    ...optionalBody(ruleTrialSchema),
  },
  responses: {
    200: json(ruleApplicationSchema, "What became of the changes, or would."),
    ...problems(400, 403, 404, 412, 422),
  },
});

export const repositoryRoutes = newRouter()
  .openapi(list, async (c) => {
    const { cursor, ...query } = c.req.valid("query");
    const after = readCursor(cursor, cursorSchema)?.name;
    const { repositories, next } = await listRepositories(c.get("ctx"), { ...query, after });
    return c.json({ repositories, nextCursor: next === null ? null : writeCursor({ name: next }) }, 200);
  })
  .openapi(create, async (c) => {
    const created = await write(c.get("ctx"), (ctx) => createRepository(ctx, c.req.valid("json")));
    c.header("location", `/api/v1/repositories/${created.id}`);
    return c.json(created, 201, { etag: etagOf(created) });
  })
  .openapi(get, async (c) => {
    const found = await getRepository(c.get("ctx"), idOf(c.req.valid("param").id));
    return c.json(found, 200, { etag: etagOf(found) });
  })
  .openapi(edit, async (c) => {
    const id = idOf(c.req.valid("param").id);
    const version = requiredVersion(c.req.valid("header")["if-match"]);
    const edited = await write(c.get("ctx"), (ctx) =>
      editRepository(ctx, { id, version, edit: c.req.valid("json") }),
    );
    return c.json(edited, 200, { etag: etagOf(edited) });
  })
  .openapi(application, async (c) => {
    const id = idOf(c.req.valid("param").id);
    const version = optionalVersion(c.req.valid("header")["if-match"]);
    const { pathRules } = c.req.valid("json");
    if (c.req.valid("query").dryRun === "true") {
      return c.json(await previewRules(c.get("ctx"), { id, pathRules }), 200);
    }
    if (pathRules !== undefined) {
      throw new ApiProblem(
        422,
        "rules-not-kept",
        "Only kept rules are applied: edit the repository first, or send dryRun=true.",
        { field: "pathRules" },
      );
    }
    return c.json(await write(c.get("ctx"), (ctx) => applyRules(ctx, { id, version })), 200);
  });
