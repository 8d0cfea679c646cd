import { createRoute, z } from "@hono/zod-openapi";
import { receiveDelivery } from "@/server/integrations/receive";
import { log } from "@/server/log/log";
import { ApiProblem } from "./api-problem";
import { databaseProblem } from "./database-problem";
import { json, problems } from "./responses";
import { newRouter } from "./router";

const receiptSchema = z
  .object({
    deliveryId: z.string(),
    status: z.enum(["received", "already-received", "pong"]),
  })
  .meta({ id: "Receipt" });

const anyJson = { schema: z.unknown() };

const receive = createRoute({
  method: "post",
  path: "/hooks/{workspace}/{integration}",
  operationId: "receiveDelivery",
  tags: ["Integrations"],
  summary: "Deliver an event, as its sender signs",
  description:
    "For GitHub, GitLab and senders of CloudEvents; Settings, Integrations has the address and the secret. GitHub signs in `X-Hub-Signature-256`; GitLab sends `X-Gitlab-Token` or signs as Standard Webhooks; senders of CloudEvents (structured, binary or a batch) sign as Standard Webhooks or send `Authorization: Bearer <secret>`. The delivery is stored and answered at once, and worked off after; one that was received before is not stored again.",
  request: {
    params: z.object({
      workspace: z.string().max(100).meta({ description: "The workspace's slug." }),
      integration: z.string().max(100).meta({ description: "The integration's id." }),
    }),
    body: {
      required: true,
      description: "The event as its sender sends it. The signature is over these bytes.",
      content: {
        "application/json": anyJson,
        "application/cloudevents+json": anyJson,
        "application/cloudevents-batch+json": anyJson,
        "application/x-www-form-urlencoded": { schema: z.object({ payload: z.string() }) },
      },
    },
  },
  responses: {
    200: json(receiptSchema, "It was received before, or asks only whether anybody answers."),
    202: json(receiptSchema, "It is stored, and will be worked off."),
    ...problems(400, 401, 404, 429),
  },
});

const RETRY_S = "30";
const STATUS_OF = { received: "received", known: "already-received", ping: "pong" } as const;

export const hookRoutes = newRouter();

// Not through the contract's validator: it would read the body as JSON before the signature over its bytes is checked.
hookRoutes.openAPIRegistry.registerPath(receive);
hookRoutes.post("/hooks/:workspace/:integration", async (c) => {
  const dependencies = c.get("dependencies");
  const receipt = await receiveDelivery(
    { db: dependencies.db(), now: dependencies.now() },
    {
      workspace: c.req.param("workspace"),
      integrationId: c.req.param("integration"),
      headers: c.req.raw.headers,
      bytes: new Uint8Array(await c.req.arrayBuffer()),
    },
  ).catch(unavailable);
  if (receipt.kind === "refused") {
    const { status, code, detail } = receipt;
    throw new ApiProblem(status, code, detail, status === 503 ? { headers: { "retry-after": RETRY_S } } : {});
  }
  if (receipt.kind === "received") dependencies.workDeliveriesSoon?.();
  const { kind, deliveryId } = receipt;
  return c.json({ deliveryId, status: STATUS_OF[kind] }, kind === "received" ? 202 : 200);
});

/** What cannot be stored now is for the sender to send again. */
function unavailable(error: unknown): never {
  const problem = databaseProblem(error);
  if (problem !== null && problem.status < 500) throw problem;
  log().error({ err: error }, "A delivery could not be stored.");
  throw new ApiProblem(503, "cannot-store", "The delivery cannot be stored at the moment. Send it again.", {
    headers: { "retry-after": RETRY_S },
  });
}
