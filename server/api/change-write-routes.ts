import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import { changeInputSchema, changeReportLineSchema, changeSchema } from "@/domain/change/schema";
import { authoriseRecording } from "@/server/change/record";
import { recordLines } from "@/server/change/record-lines";
import { recordChange } from "@/server/change/record-one";
import { log } from "@/server/log/log";
import { ApiProblem } from "./api-problem";
import { isLines } from "./change-lines";
import type { ApiEnvironment } from "./environment";
import { etagOf } from "./if-match";
import { body, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Changes"];

const record = createRoute({
  method: "post",
  path: "/changes",
  operationId: "recordChange",
  tags,
  summary: "Tell of a change",
  description:
    "What altered production: a deployment, a merged pull request, a configuration, a flag. The same source and " +
    "external id, or repository and revision, are the same change: what is told again merges with what is known. " +
    "Sent as application/x-ndjson, the body is taken as that of POST /changes/bulk.",
  request: body(changeInputSchema),
  responses: {
    201: versioned(changeSchema, "A new change."),
    200: versioned(changeSchema, "A change that was known, with what was told of it now."),
    ...problems(400, 422),
  },
});

const recordBulk = createRoute({
  method: "post",
  path: "/changes/bulk",
  operationId: "recordChanges",
  tags,
  summary: "Tell of many changes",
  description:
    "One ChangeInput as JSON on each line, as many as you like; they are written as they come. The answer has one " +
    "ChangeReportLine for each line, in their order: a bad line is refused with its field and harms no other. A line " +
    "with an identity of its own can be sent again at any time, so this takes no Idempotency-Key.",
  request: {
    body: {
      required: true,
      content: {
        "application/x-ndjson": {
          schema: changeInputSchema,
          example: '{"kind":"config","title":"Raise the limit","source":"flags","externalId":"17"}\n',
        },
      },
    },
  },
  responses: {
    200: {
      description: "The report, a ChangeReportLine on each line.",
      content: { "application/x-ndjson": { schema: changeReportLineSchema } },
    },
    ...problems(422),
  },
});

const router = newRouter();
// Before the route of one change, which would read the lines as one value.
router.post(record.path, (c, next) => (isLines(c.req.header("content-type")) ? recordStream(c) : next()));

export const changeWriteRoutes = router.openapi(record, async (c) => {
  const { change, isNew } = await write(c.get("ctx"), (ctx) => recordChange(ctx, c.req.valid("json")));
  return c.json(change, isNew ? 201 : 200, { etag: etagOf(change) });
});

// Documented and handled apart: for the router everything that ends in "json" is one JSON value.
changeWriteRoutes.openAPIRegistry.registerPath(recordBulk);
changeWriteRoutes.post(recordBulk.path, (c) => {
  const type = c.req.header("content-type") ?? "";
  if (isLines(type)) return recordStream(c);
  authoriseRecording(c.get("ctx"));
  throw new ApiProblem(
    415,
    "unsupported-content-type",
    `Send the lines as Content-Type: application/x-ndjson${type ? `, not ${type.slice(0, 80)}` : ""}.`,
  );
});

function recordStream(c: Context<ApiEnvironment>): Response {
  const ctx = c.get("ctx");
  authoriseRecording(ctx);
  const report = recordLines(ctx, c.req.raw.body ?? nothing(), {
    what: ctx.actor.name,
    onFault: (error) => log().error({ err: error, requestId: ctx.requestId }, "changes in bulk"),
  });
  return new Response(report, { headers: { "content-type": "application/x-ndjson; charset=utf-8" } });
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
