import { createRoute, z } from "@hono/zod-openapi";
import { REQUEST_ORDERS, REQUEST_SCOPES } from "@/domain/sign-off/request-list";
import {
  approvalInputSchema,
  declineInputSchema,
  handOverInputSchema,
  signOffInputSchema,
  signOffRequestDetailSchema,
  signOffRequestPageSchema,
} from "@/domain/sign-off/request-schema";
import { SIGN_OFF_STATES } from "@/domain/sign-off/states";
import { handOverRequest } from "@/server/sign-off/hand-over";
import { listRequests, readRequest } from "@/server/sign-off/queries";
import { approveRequest, declineRequest } from "@/server/sign-off/sign";
import { signOffChange } from "@/server/sign-off/sign-change";
import { withdrawSignOff } from "@/server/sign-off/withdraw";
import { etagOf, optionalVersion } from "./if-match";
import { pageQuery } from "./page";
import { uuidOf } from "./path-id";
import { body, idParameter, ifMatchOptional, json, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Sign-offs"];
const requestAnswer = versioned(signOffRequestDetailSchema, "The whole request after it.");
const refusals = problems(400, 403, 404, 409, 412, 422);

const states = z
  .preprocess(
    (value) => (typeof value === "string" ? value.split(",") : value),
    z.array(z.enum(SIGN_OFF_STATES)).max(SIGN_OFF_STATES.length),
  )
  .optional()
  .meta({
    type: "string",
    description: "One or more states with commas between them.",
    example: "waiting,declined",
  });

const list = createRoute({
  method: "get",
  path: "/sign-off-requests",
  operationId: "listSignOffRequests",
  tags,
  summary: "List what policies ask sign-offs of",
  description:
    "`for-me` is what the caller could sign now, `mine` what waits of their own changes, `decided` what is signed, declined or went live without. Each sign-off is for one revision; overdue is as of now.",
  request: {
    query: z.object({
      scope: z.enum(REQUEST_SCOPES).default("all"),
      state: states,
      service: z.string().max(80).optional().meta({ description: "Slug of a service that it touches." }),
      team: z.string().max(120).optional().meta({ description: "Name of the author's team." }),
      rule: z.string().max(80).optional().meta({ description: "Id of the rule that decided." }),
      order: z.enum(REQUEST_ORDERS).optional().meta({
        description: "Defaults to `riskiest` for what waits, and to `newest` for the rest.",
      }),
      ...pageQuery,
    }),
  },
  responses: { 200: json(signOffRequestPageSchema, "One page."), ...problems(422) },
});

const read = createRoute({
  method: "get",
  path: "/sign-off-requests/{id}",
  operationId: "getSignOffRequest",
  tags,
  summary: "Read a request with everybody's word on it",
  request: { params: idParameter },
  responses: {
    200: versioned(signOffRequestDetailSchema, "The request with its evidence, sign-offs and history."),
    ...problems(404),
  },
});

const approve = createRoute({
  method: "post",
  path: "/sign-off-requests/{id}/approval",
  operationId: "approveSignOffRequest",
  tags,
  summary: "Approve a request at its final revision",
  description:
    "By a person, with the level that they have today. Never one's own change, never what one had an agent make. The whole revision is needed: a prefix is refused.",
  request: { params: idParameter, headers: ifMatchOptional, ...body(approvalInputSchema) },
  responses: { 201: requestAnswer, ...refusals },
});

const decline = createRoute({
  method: "post",
  path: "/sign-off-requests/{id}/decline",
  operationId: "declineSignOffRequest",
  tags,
  summary: "Decline a request at its final revision",
  description:
    "It is held back for as long as this stands, whoever else approves, where the rule is enforced.",
  request: { params: idParameter, headers: ifMatchOptional, ...body(declineInputSchema) },
  responses: { 201: requestAnswer, ...refusals },
});

const handOver = createRoute({
  method: "post",
  path: "/sign-off-requests/{id}/hand-over",
  operationId: "handOverSignOffRequest",
  tags,
  summary: "Hand a request over to one person",
  description: "It then waits for them; still it counts whoever signs.",
  request: { params: idParameter, headers: ifMatchOptional, ...body(handOverInputSchema) },
  responses: { 201: requestAnswer, ...refusals },
});

const withdraw = createRoute({
  method: "delete",
  path: "/sign-off-requests/{id}/sign-offs/{signOffId}",
  operationId: "withdrawSignOff",
  tags,
  summary: "Take one's own sign-off back",
  description: "It stays on record, and no longer counts from now on.",
  request: {
    params: idParameter.extend({ signOffId: z.string().max(100) }),
    headers: ifMatchOptional,
    query: z.object({ reason: z.string().trim().min(1, "Say why.").max(4000) }),
  },
  responses: { 200: requestAnswer, ...refusals },
});

const signChange = createRoute({
  method: "post",
  path: "/changes/{id}/sign-offs",
  operationId: "signOffChange",
  tags,
  summary: "Approve or decline a change",
  description: "The same as an approval or a decline of the request that a policy made of it.",
  request: { params: idParameter, headers: ifMatchOptional, ...body(signOffInputSchema) },
  responses: { 201: requestAnswer, ...refusals },
});

const given = (header: { "if-match"?: string | undefined }) => optionalVersion(header["if-match"]);
const idOf = (id: string) => uuidOf("sign-off request", id);

export const signOffRoutes = newRouter()
  .openapi(list, async (c) => {
    const { state, ...query } = c.req.valid("query");
    return c.json(await listRequests(c.get("ctx"), { ...query, states: state }), 200);
  })
  .openapi(read, async (c) => {
    const found = await readRequest(c.get("ctx"), idOf(c.req.valid("param").id));
    return c.json(found, 200, { etag: etagOf(found) });
  })
  .openapi(approve, async (c) => {
    const reference = { id: idOf(c.req.valid("param").id), version: given(c.req.valid("header")) };
    const after = await write(c.get("ctx"), (ctx) =>
      approveRequest(ctx, { ...c.req.valid("json"), ...reference }),
    );
    return c.json(after, 201, { etag: etagOf(after) });
  })
  .openapi(decline, async (c) => {
    const reference = { id: idOf(c.req.valid("param").id), version: given(c.req.valid("header")) };
    const after = await write(c.get("ctx"), (ctx) =>
      declineRequest(ctx, { ...c.req.valid("json"), ...reference }),
    );
    return c.json(after, 201, { etag: etagOf(after) });
  })
  .openapi(handOver, async (c) => {
    const reference = { id: idOf(c.req.valid("param").id), version: given(c.req.valid("header")) };
    const after = await write(c.get("ctx"), (ctx) =>
      handOverRequest(ctx, { ...c.req.valid("json"), ...reference }),
    );
    return c.json(after, 201, { etag: etagOf(after) });
  })
  .openapi(withdraw, async (c) => {
    const { id, signOffId } = c.req.valid("param");
    const { reason } = c.req.valid("query");
    const version = given(c.req.valid("header"));
    const after = await write(c.get("ctx"), (ctx) =>
      withdrawSignOff(ctx, { id: idOf(id), signOffId: uuidOf("sign-off", signOffId), reason, version }),
    );
    return c.json(after, 200, { etag: etagOf(after) });
  })
  .openapi(signChange, async (c) => {
    const changeId = uuidOf("change", c.req.valid("param").id);
    const version = given(c.req.valid("header"));
    const after = await write(c.get("ctx"), (ctx) =>
      signOffChange(ctx, { ...c.req.valid("json"), changeId, version }),
    );
    return c.json(after, 201, { etag: etagOf(after) });
  });
