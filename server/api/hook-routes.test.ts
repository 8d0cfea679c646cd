import { sign } from "@octokit/webhooks-methods";
import { eq } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { integration, webhookDelivery } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import type { IntegrationKind } from "@/domain/integration/kinds";
import { type TestApi, testApi } from "./testing/api";

const database = testDatabase();
let api: TestApi;

interface Hook {
  id: string;
  path: string;
  secret: string;
}

const hooks = new Map<IntegrationKind, Hook>();
const hookOf = (kind: IntegrationKind): Hook => hooks.get(kind) ?? { id: "", path: "", secret: "" };

beforeAll(async () => {
  api = await testApi(database);
  for (const kind of ["github", "gitlab", "cloudevents"] as const)
    hooks.set(kind, await makeHook(kind, kind));
});

beforeEach(async () => {
  await database.db.delete(webhookDelivery);
});

async function makeHook(kind: IntegrationKind, name: string): Promise<Hook> {
  const made = await api.send("POST", "/integrations", { kind, name });
  const { integration: one, secret } = made.body as { integration: { id: string }; secret: string };
  return { id: one.id, path: `/hooks/${api.workspace}/${one.id}`, secret };
}

async function post(path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) {
  const response = await api.app.request(`/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  const answer: Record<string, unknown> = JSON.parse(await response.text());
  return { status: response.status, headers: response.headers, ...answer };
}

let next = 0;
async function github(body: string, headers: Record<string, string> = {}) {
  const { path, secret } = hookOf("github");
  next += 1;
  return post(path, body, {
    "x-github-event": "issues",
    "x-github-delivery": `d-${next}`,
    "x-hub-signature-256": await sign(secret, body),
    ...headers,
  });
}

const stored = () => database.db.select().from(webhookDelivery);

/** As Standard Webhooks asks, at the instant that the test's clock shows. */
function signed(secret: string, body: string, { id = "msg_1", at = api.now } = {}) {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(id, at, body),
  };
}

describe("a delivery of GitHub", () => {
  test("is stored as it came and answered with its id", async () => {
    const body = '{"action":"opened",  "n": 1}';
    const answer = await github(body);
    expect(answer).toMatchObject({ status: "received" });
    const [row] = await stored();
    expect(row).toMatchObject({ event: "issues.opened", status: "received", attempts: 0, repetitions: 0 });
    expect(row?.body.toString()).toBe(body);
    expect(row?.headers).toMatchObject({ "x-github-event": "issues" });
    expect(JSON.stringify(row?.headers)).not.toContain("sha256=");
  });

  test("that comes again is known, and stored once", async () => {
    const [first, second] = [
      await github("{}", { "x-github-delivery": "same" }),
      await github("{}", { "x-github-delivery": "same" }),
    ];
    expect(second).toMatchObject({ status: "already-received" });
    expect(second).toMatchObject({ deliveryId: (first as Record<string, unknown>).deliveryId });
    expect(await stored()).toMatchObject([{ repetitions: 1 }]);
  });

  test("may come as a form", async () => {
    const body = new URLSearchParams({ payload: '{"action":"opened"}' }).toString();
    const answer = await github(body, { "content-type": "application/x-www-form-urlencoded" });
    expect(answer).toMatchObject({ status: "received" });
    expect(await stored()).toMatchObject([{ event: "issues.opened" }]);
  });

  test("is signed over its bytes: what was changed on its way is refused and stored nowhere", async () => {
    const { path, secret } = hookOf("github");
    const body = '{"a":1}';
    const right = await sign(secret, body);
    const wrong: [string, Record<string, string>][] = [
      ['{"a": 1}', { "x-hub-signature-256": right }],
      [body, {}],
      [body, { "x-hub-signature-256": "" }],
      [body, { "x-hub-signature-256": "sha256=00" }],
      [body, { "x-hub-signature-256": right.replace("sha256=", "sha1=") }],
      [body, { "x-hub-signature-256": await sign("another secret", body) }],
      [body, { authorization: `Bearer ${api.token}` }],
    ];
    for (const [text, headers] of wrong) {
      const answer = await post(path, text, { "x-github-event": "push", ...headers });
      expect(answer).toMatchObject({ status: 401, code: "wrong-signature" });
    }
    expect(await stored()).toEqual([]);
  });

  test("that nobody can read is refused and stored nowhere", async () => {
    const deep = `{"a":${"[".repeat(100)}${"]".repeat(100)}}`;
    for (const [body, code] of [
      ["{", "malformed-json"],
      ["[1,", "malformed-json"],
      ["3", "malformed-event"],
      [deep, "too-deep"],
    ] as const) {
      expect(await github(body)).toMatchObject({ status: 400, code });
    }
    expect(await github("{}", { "x-github-event": "" })).toMatchObject({
      status: 400,
      code: "missing-event",
    });
    expect(await github("{}", { "content-type": "text/plain" })).toMatchObject({ status: 415 });
    const { path } = hookOf("github");
    const bytes = new Uint8Array([123, 34, 0xff, 34, 58, 49, 125]);
    expect(await post(path, bytes, {})).toMatchObject({ status: 400, code: "malformed-text" });
    expect(await stored()).toEqual([]);
  });

  test("asking only whether anybody answers is answered 200", async () => {
    const answer = await github('{"zen":"Keep it logically awesome."}', { "x-github-event": "ping" });
    expect(answer).toMatchObject({ status: "pong" });
    expect(await stored()).toMatchObject([{ status: "ignored", dueAt: null }]);
  });
});

describe("an address", () => {
  test("that is none, or none any more, is told so", async () => {
    const { path, id } = hookOf("gitlab");
    for (const one of [
      path.replace(api.workspace, "no-such"),
      path.replace(id, "not-an-id"),
      path.replace(id, "01900000-0000-7000-8000-000000000000"),
    ]) {
      expect(await post(one, "{}", {})).toMatchObject({ status: 404, code: "integration-not-found" });
    }
    const other = await makeHook("gitlab", "for a while");
    await database.db.update(integration).set({ disabledAt: api.now }).where(eq(integration.id, other.id));
    expect(await post(other.path, "{}", {})).toMatchObject({ status: 410, code: "integration-disabled" });
  });
});

describe("a delivery of GitLab", () => {
  const body = '{"object_kind":"push"}';

  test("comes with the secret token, or signed", async () => {
    const { path, secret } = hookOf("gitlab");
    const headers = { "x-gitlab-event": "Push Hook" };
    const token = { ...headers, "x-gitlab-token": secret, "x-gitlab-event-uuid": "u1" };
    expect(await post(path, body, token)).toMatchObject({ status: "received" });
    expect(await post(path, body, token)).toMatchObject({ status: "already-received" });
    expect(await post(path, body, { ...headers, ...signed(secret, body) })).toMatchObject({
      status: "received",
    });
    expect(await stored()).toHaveLength(2);
    expect(JSON.stringify(await stored())).not.toContain(secret);
  });

  test("with another token, or a signature of another body, key or time, is refused", async () => {
    const { path, secret } = hookOf("gitlab");
    const other = `whsec_${Buffer.from("0123456789abcdef0123456789abcdef").toString("base64")}`;
    const late = new Date(api.now.getTime() - 6 * 60_000);
    const wrong: Record<string, string>[] = [
      {},
      { "x-gitlab-token": `${secret}x` },
      signed(other, body),
      signed(secret, "{}"),
      signed(secret, body, { at: late }),
      { ...signed(secret, body), "webhook-id": "msg_2" },
    ];
    for (const headers of wrong) {
      expect(await post(path, body, headers)).toMatchObject({ status: 401 });
    }
    expect(await stored()).toEqual([]);
  });
});

describe("CloudEvents", () => {
  const event = {
    specversion: "1.0",
    id: "1",
    source: "/cd",
    type: "dev.cdevents.service.deployed.0.2.0",
    data: {},
  };
  const bearer = () => ({ authorization: `Bearer ${hookOf("cloudevents").secret}` });

  test("come structured, binary and in batches", async () => {
    const { path } = hookOf("cloudevents");
    const structured = { ...bearer(), "content-type": "application/cloudevents+json; charset=utf-8" };
    expect(await post(path, JSON.stringify(event), structured)).toMatchObject({ status: "received" });
    expect(await post(path, JSON.stringify(event), structured)).toMatchObject({ status: "already-received" });
    const binary = { "ce-specversion": "1.0", "ce-id": "2", "ce-source": "/cd", "ce-type": event.type };
    expect(await post(path, "{}", { ...bearer(), ...binary })).toMatchObject({ status: "received" });
    const batch = { ...bearer(), "content-type": "application/cloudevents-batch+json" };
    const several = JSON.stringify([event, { ...event, id: "3" }]);
    expect(await post(path, several, batch)).toMatchObject({ status: "received" });
    expect((await stored()).map((row) => row.event).sort()).toEqual(["2 events", event.type, event.type]);
  });

  test("may be signed instead; what is no event, or another's, is refused", async () => {
    const { path, secret } = hookOf("cloudevents");
    const body = JSON.stringify(event);
    const type = { "content-type": "application/cloudevents+json" };
    expect(await post(path, body, { ...type, ...signed(secret, body) })).toMatchObject({
      status: "received",
    });
    expect(await post(path, body, { ...type, authorization: "Bearer guess" })).toMatchObject({ status: 401 });
    expect(await post(path, "{}", { ...type, ...bearer() })).toMatchObject({ status: 400 });
    expect(await post(path, "{}", bearer())).toMatchObject({ status: 400, code: "malformed-event" });
    expect(
      await post(path, '[{"id":1}]', { ...bearer(), "content-type": "application/cloudevents-batch+json" }),
    ).toMatchObject({ status: 400 });
  });
});

test("a replaced secret counts until its time is over", async () => {
  const { id, path, secret } = await makeHook("gitlab", "rotated");
  await api.send("POST", `/integrations/${id}/secret`, {}, { "if-match": '"1"' });
  const send = (body: string) => post(path, body, { "x-gitlab-token": secret });
  expect(await send('{"object_kind":"push"}')).toMatchObject({ status: "received" });
  await database.db.update(integration).set({ oldSecretUntil: api.now }).where(eq(integration.id, id));
  expect(await send('{"object_kind":"note"}')).toMatchObject({ status: 401 });
});

test("what cannot be stored is asked for again", async () => {
  await database.pool.query("alter table webhook_delivery rename to gone");
  try {
    const answer = await github("{}");
    expect(answer).toMatchObject({ status: 503, code: "cannot-store" });
    expect(answer.headers.get("retry-after")).toBe("30");
  } finally {
    await database.pool.query("alter table gone rename to webhook_delivery");
  }
});
