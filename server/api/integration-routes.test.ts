import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import { webhookDelivery } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { recordChanges } from "@/server/change/record";
import type { Ctx } from "@/server/context";
import { type TestApi, testApi } from "./testing/api";
import { giveMember } from "./testing/callers";

const database = testDatabase();
let api: TestApi;

beforeAll(async () => {
  api = await testApi(database);
});

interface Made {
  integration: { id: string; name: string };
  secret: string;
}

async function make(kind = "github", name = `source ${uuidv7()}`): Promise<Made> {
  const answer = await api.send("POST", "/integrations", { kind, name });
  expect(answer.status, answer.text).toBe(201);
  return {
    integration: answer.body.integration as Made["integration"],
    secret: String(answer.body.secret),
  };
}

/** Puts a delivery where the receiver puts it. */
async function deliver(
  integrationId: string,
  given: Partial<typeof webhookDelivery.$inferInsert> = {},
): Promise<string> {
  const id = uuidv7();
  await database.db.insert(webhookDelivery).values({
    workspaceId: api.workspaceId,
    id,
    integrationId,
    externalId: id,
    event: "push",
    headers: { "x-github-event": "push", "x-gitlab-token": "whsec_told" },
    body: Buffer.from('{"ref":"refs/heads/main"}'),
    status: "done",
    receivedAt: api.now,
    ...given,
  });
  return id;
}

describe("an integration", () => {
  test("tells its path and its secret when it is made, and keeps the secret sealed", async () => {
    const { integration, secret } = await make("github", "GitHub of Acme");
    expect(integration).toMatchObject({
      kind: "github",
      name: "GitHub of Acme",
      path: `/api/v1/hooks/${api.workspace}/${integration.id}`,
      disabledAt: null,
      lastDeliveryAt: null,
      oldSecretUntil: null,
      failedLately: 0,
      version: 1,
    });
    expect(secret).toMatch(/^[\w-]{43}$/);
    const { rows } = await database.db.execute<{ text: string }>(
      sql`select i::text as text from integration i union all select a::text from audit_event a`,
    );
    expect(rows.map(({ text }) => text).join()).not.toContain(secret);
    expect((await api.send("GET", "/integrations")).text).not.toContain(secret);
    const taken = await api.send("POST", "/integrations", { kind: "gitlab", name: "github of acme" });
    expect([taken.status, taken.body.code, taken.body.field]).toEqual([409, "integration-exists", "name"]);
  });

  test.each(["gitlab", "cloudevents"])("for %s has a secret as Standard Webhooks asks", async (kind) => {
    const { secret } = await make(kind);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  });

  test("tells an admin its secret again, and the trail tells that it did", async () => {
    const { integration, secret } = await make();
    const { cookie } = await giveMember(api.dependencies, api.workspaceId, ["admin"]);
    const path = `/integrations/${integration.id}/secret`;
    expect((await api.send("GET", path, undefined, { cookie })).body).toMatchObject({ secret });
    const { body } = await api.send("GET", "/audit?action=integration.reveal-secret");
    expect(body.events).toEqual([
      expect.objectContaining({
        objectId: integration.id,
        actor: expect.objectContaining({ name: "Test Member" }),
      }),
    ]);
  });

  test("has its old secret taken for a day more when it gets another, and no older one", async () => {
    const { integration, secret } = await make();
    const rotate = (version: number) =>
      api.send("POST", `/integrations/${integration.id}/secret`, undefined, { "if-match": `"${version}"` });
    const rotated = await rotate(1);
    expect(rotated.body).toMatchObject({
      integration: { oldSecretUntil: "2026-03-19T12:00:00.000Z", version: 2 },
    });
    expect(rotated.body.secret).not.toBe(secret);
    expect((await rotate(1)).status).toBe(412);
    const audited = await api.send("GET", "/audit?action=integration.rotate-secret");
    expect(audited.text).not.toContain(String(rotated.body.secret));
    const before = api.now;
    api.now = new Date("2026-03-19T12:00:00Z");
    const later = await api.send("GET", `/integrations/${integration.id}`);
    api.now = before;
    expect(later.body).toMatchObject({ oldSecretUntil: null });
  });

  test("is renamed, switched off and on from the version that was read", async () => {
    const [{ integration }, other] = [await make(), await make()];
    const edit = (body: object, version: number) =>
      api.send("PATCH", `/integrations/${integration.id}`, body, { "if-match": `"${version}"` });
    expect((await edit({ disabled: true }, 1)).body).toMatchObject({
      disabledAt: "2026-03-18T12:00:00.000Z",
      version: 2,
    });
    expect((await edit({ disabled: false }, 1)).status).toBe(412);
    expect((await edit({ disabled: false, name: "Renamed" }, 2)).body).toMatchObject({
      disabledAt: null,
      name: "Renamed",
    });
    const taken = await edit({ name: other.integration.name.toUpperCase() }, 3);
    expect([taken.status, taken.body.field]).toEqual([409, "name"]);
  });

  test("goes with its deliveries, and the changes that they told of stay", async () => {
    const { integration } = await make();
    const deliveryId = await deliver(integration.id);
    const [told] = await tell(deliveryId, 1);
    expect((await api.send("DELETE", `/integrations/${integration.id}`)).status).toBe(204);
    expect((await api.send("GET", `/integrations/${integration.id}/deliveries`)).status).toBe(404);
    expect((await api.send("GET", `/changes/${told}`)).status).toBe(200);
  });
});

async function tell(deliveryId: string, count: number): Promise<string[]> {
  const ctx: Ctx = {
    db: database.db,
    actor: { kind: "system", name: "tests" },
    now: api.now,
    workspaceId: api.workspaceId,
    requestId: "tests",
  };
  const recorded = await recordChanges(
    ctx,
    Array.from({ length: count }, (_, at) => ({
      input: { kind: "config" as const, title: `Change ${at}`, deployedAt: `2026-03-1${at}T08:00:00Z` },
      source: "github" as const,
      what: "push",
      deliveryId,
    })),
  );
  return recorded.map((one) => ("id" in one ? one.id : one.reason));
}

describe("a delivery", () => {
  test("is listed newest first in pages, and by its status", async () => {
    const { integration } = await make();
    const ids: string[] = [];
    for (let at = 0; at < 5; at += 1) {
      const failed = { status: "failed" as const, reason: "There is no repository in it." };
      ids.unshift(
        await deliver(integration.id, {
          receivedAt: new Date(Date.UTC(2026, 2, 18, 11, at)),
          ...(at % 2 === 0 ? failed : {}),
        }),
      );
    }
    const listed: string[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await api.send("GET", `/integrations/${integration.id}/deliveries?limit=2${cursor}`);
      listed.push(...(body.deliveries as { id: string }[]).map(({ id }) => id));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(listed).toEqual(ids);
    const failed = await api.send("GET", `/integrations/${integration.id}/deliveries?status=failed`);
    expect((failed.body.deliveries as { id: string }[]).map(({ id }) => id)).toEqual(
      ids.filter((_, at) => at % 2 === 0),
    );
    const { body } = await api.send("GET", `/integrations/${integration.id}`);
    expect(body).toMatchObject({ failedLately: 3 });
  });

  test("names the changes that it told of, each once, by their time", async () => {
    const { integration } = await make();
    const [deliveryId, other] = [await deliver(integration.id), await deliver(integration.id)];
    const told = await tell(deliveryId, 3);
    const { body } = await api.send("GET", `/integrations/${integration.id}/deliveries`);
    const changes = new Map(
      (body.deliveries as { id: string; changes: { id: string }[] }[]).map((one) => [one.id, one.changes]),
    );
    expect(changes.get(deliveryId)?.map(({ id }) => id)).toEqual(told);
    expect(changes.get(other)).toEqual([]);
  });

  test("shows its headers and its body laid out, and nothing that is as good as the secret", async () => {
    const { integration } = await make();
    const id = await deliver(integration.id);
    const path = `/integrations/${integration.id}/deliveries`;
    const { body, text } = await api.send("GET", `${path}/${id}`);
    expect(body).toMatchObject({
      delivery: { id, bytes: 25 },
      headers: { "x-github-event": "push" },
      body: '{\n  "ref": "refs/heads/main"\n}',
      truncated: false,
    });
    expect(text).not.toContain("whsec_told");
    const broken = await deliver(integration.id, { body: Buffer.from("x".repeat(300_000)) });
    const shown = await api.send("GET", `${path}/${broken}`);
    expect(shown.body).toMatchObject({ body: "x".repeat(200_000), truncated: true });
    const elsewhere = await make();
    const foreign = await api.send("GET", `/integrations/${elsewhere.integration.id}/deliveries/${id}`);
    expect(foreign.status).toBe(404);
  });

  test("waits to be worked off again when it is redelivered, without its reason", async () => {
    const { integration } = await make();
    const id = await deliver(integration.id, {
      status: "failed",
      reason: "There is no repository in it.",
      attempts: 3,
      settledAt: api.now,
    });
    const path = `/integrations/${integration.id}/deliveries/${id}`;
    const answer = await api.send("POST", `${path}/redelivery`);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ id, status: "received", reason: null, settledAt: null });
    const { rows } = await database.db.execute<{ due: Date }>(
      sql`select due_at as due from webhook_delivery where id = ${id}`,
    );
    expect(rows).toHaveLength(1);
    const audited = await api.send("GET", `/audit?action=delivery.redeliver`);
    expect(audited.text).toContain(id);
    expect((await api.send("POST", `${path.replace(id, uuidv7())}/redelivery`)).status).toBe(404);
    await database.db.execute(sql`update webhook_delivery set body = ''::bytea where id = ${id}`);
    const emptied = await api.send("POST", `${path}/redelivery`);
    expect(emptied).toMatchObject({ status: 409, body: { code: "delivery-emptied" } });
  });
});
