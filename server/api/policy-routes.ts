import { createRoute, z } from "@hono/zod-openapi";
import { NotFound } from "@/domain/errors";
import { replayInputSchema, replaySchema } from "@/domain/sign-off/replay-schema";
import { policySchema } from "@/domain/sign-off/schema";
import {
  policyStateSchema,
  policyVersionInputSchema,
  policyVersionPageSchema,
  policyVersionSchema,
} from "@/domain/sign-off/version-schema";
import { authoriseReading } from "@/server/access";
import { getPolicy, getPolicyVersion, listPolicyVersions } from "@/server/policy/queries";
import { replayOn } from "@/server/policy/replay";
import { checkPolicy, savePolicy } from "@/server/policy/save";
import { etagOf, requiredVersion } from "./if-match";
import { pageQuery, readCursor, writeCursor } from "./page";
import { body, ifMatchRequired, json, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Policy"];
const cursorSchema = z.object({ version: z.string().regex(/^\d{1,9}$/) });

const get = createRoute({
  method: "get",
  path: "/policy",
  operationId: "getPolicy",
  tags,
  summary: "Read the sign-off policy in force",
  responses: { 200: versioned(policyStateSchema, "Where the policy stands.") },
});

const schema = createRoute({
  method: "get",
  path: "/policy/schema",
  operationId: "getPolicySchema",
  tags,
  summary: "Read the JSON Schema of a policy's text form",
  responses: { 200: json(z.record(z.string(), z.unknown()), "A JSON Schema, draft 2020-12.") },
});

const list = createRoute({
  method: "get",
  path: "/policy/versions",
  operationId: "listPolicyVersions",
  tags,
  summary: "List the versions of the policy",
  request: { query: z.object(pageQuery) },
  responses: { 200: json(policyVersionPageSchema, "A page, newest first."), ...problems(422) },
});

const one = createRoute({
  method: "get",
  path: "/policy/versions/{version}",
  operationId: "getPolicyVersion",
  tags,
  summary: "Read one version of the policy",
  request: { params: z.object({ version: z.string().max(20).meta({ example: "2" }) }) },
  responses: { 200: json(policyVersionSchema, "The version."), ...problems(404) },
});

const save = createRoute({
  method: "post",
  path: "/policy/versions",
  operationId: "savePolicy",
  tags,
  summary: "Save the next version of the policy",
  description:
    'What went live is judged by the policy of its time; what still waits is assessed anew. The first is saved with If-Match: "0". With dryRun nothing is written, and the answer is what would be.',
  request: {
    headers: ifMatchRequired,
    query: z.object({ dryRun: z.enum(["true", "false"]).default("false") }),
    ...body(policyVersionInputSchema),
  },
  responses: {
    200: json(policyVersionSchema, "With dryRun: the version that would be saved."),
    201: versioned(policyVersionSchema, "The version."),
    ...problems(400, 403, 412, 422, 428),
  },
});

const replay = createRoute({
  method: "post",
  path: "/policy/replay",
  operationId: "replayPolicy",
  tags,
  summary: "Replay a policy on the changes of the last months",
  description:
    "What it would have asked for, and what it would have held, beside the policy in force and the presets; each as if enforced all along. Held is not prevented: a reviewer may let the fault through.",
  request: body(replayInputSchema),
  responses: { 200: json(replaySchema, "What it would have done."), ...problems(400, 422) },
});

const policyJsonSchema = z.toJSONSchema(policySchema, { io: "input" });

export const policyRoutes = newRouter()
  .openapi(get, async (c) => {
    const state = await getPolicy(c.get("ctx"));
    return c.json(state, 200, { etag: etagOf(state) });
  })
  .openapi(schema, (c) => {
    authoriseReading(c.get("ctx"));
    return c.json({ ...policyJsonSchema, title: "Faultline sign-off policy" }, 200);
  })
  .openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid("query");
    const after = readCursor(cursor, cursorSchema)?.version;
    const before = after === undefined ? undefined : Number(after);
    const { versions, next } = await listPolicyVersions(c.get("ctx"), { before, limit });
    return c.json(
      { versions, nextCursor: next === null ? null : writeCursor({ version: String(next) }) },
      200,
    );
  })
  .openapi(one, async (c) => {
    const { version } = c.req.valid("param");
    if (!/^\d{1,9}$/.test(version)) throw new NotFound("policy version", version);
    return c.json(await getPolicyVersion(c.get("ctx"), Number(version)), 200);
  })
  .openapi(save, async (c) => {
    const version = requiredVersion(c.req.valid("header")["if-match"]);
    const command = { ...c.req.valid("json"), version };
    if (c.req.valid("query").dryRun === "true") return c.json(await checkPolicy(c.get("ctx"), command), 200);
    const saved = await write(c.get("ctx"), (ctx) => savePolicy(ctx, command));
    c.header("location", `/api/v1/policy/versions/${saved.version}`);
    return c.json(saved, 201, { etag: etagOf(saved) });
  })
  .openapi(replay, async (c) => c.json(await replayOn(c.get("ctx"), c.req.valid("json")), 200));
