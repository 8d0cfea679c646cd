import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { applicationAuditKeys } from "@/server/audit/application";
import { labelsOf } from "@/server/audit/labels";
import { sealWorkspace } from "@/server/audit/seal";
import type { Ctx } from "@/server/context";
import { type TestApi, testApi } from "./testing/api";

const database = testDatabase();

interface Event {
  id: string;
  action: string;
  objectId: string;
  requestId: string;
  position: number | null;
  actor: { id: string; name: string };
  address: string | null;
}

async function eventsOf(api: TestApi, query: string): Promise<Event[]> {
  const answer = await api.send("GET", `/audit?${query}`);
  expect(answer.status).toBe(200);
  return answer.body.events as Event[];
}

async function filled() {
  const api = await testApi(database);
  const add = async (name: string, requestId: string) => {
    const headers = { "x-request-id": requestId, "x-test-address": "192.0.2.44" };
    const answer = await api.send(
      "POST",
      "/people",
      { name, level: "mid", handles: [`${requestId}-dev`] },
      headers,
    );
    expect(answer.status).toBe(201);
    return { id: String(answer.body.id), etag: answer.headers.get("etag") ?? "" };
  };
  const ada = await add("Ada Lovelace", "first");
  api.now = new Date("2026-03-19T12:00:00Z");
  const eve = await add("=Eve", "second");
  const seal = () =>
    sealWorkspace({ db: database.db, keys: applicationAuditKeys(), now: api.now }, api.workspaceId);
  return { api, ada, eve, seal };
}

test("every filter narrows the list to what it names", async () => {
  const { api, ada, eve } = await filled();
  const [newest, oldest] = await eventsOf(api, "action=person.add");
  expect([newest?.objectId, oldest?.objectId]).toEqual([eve.id, ada.id]);
  expect(newest).toMatchObject({ address: "192.0.2.44", requestId: "second" });
  const ids = async (query: string) => (await eventsOf(api, query)).map(({ objectId }) => objectId);
  expect(await ids(`objectKind=person&objectId=${ada.id}`)).toEqual([ada.id]);
  expect(await ids("requestId=second")).toEqual([eve.id]);
  expect(await ids("action=person.add&from=2026-03-19")).toEqual([eve.id]);
  expect(await ids("action=person.add&to=2026-03-19")).toEqual([ada.id]);
  expect(await ids(`action=person.add&actor=${newest?.actor.id}`)).toHaveLength(2);
  expect(await ids(`actor=${encodeURIComponent(newest?.actor.name.slice(1) ?? "")}&requestId=first`)).toEqual(
    [ada.id],
  );
  expect(await ids("actor=nobody%25")).toEqual([]);
  expect((await api.send("GET", "/audit?from=yesterday")).body).toMatchObject({ status: 422, field: "from" });
});

test("exports what the filters let through, and no cell is a formula", async () => {
  const { api, eve } = await filled();
  const csv = await api.send("GET", "/audit/export?requestId=second");
  expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(csv.text.trim().split("\r\n")).toHaveLength(2);
  await database.db.execute(sql`
    update audit_event set actor_name = '=cmd()' where workspace_id = ${api.workspaceId} and request_id = 'second'`);
  expect((await api.send("GET", "/audit/export?requestId=second")).text).toContain(",'=cmd(),");
  const lines = (await api.send("GET", "/audit/export?format=ndjson&action=person.add")).text
    .trim()
    .split("\n");
  expect(lines.map((line) => JSON.parse(line).objectId)[0]).toBe(eve.id);
  expect(lines).toHaveLength(2);
});

test("verifies, and an erasure through the API leaves nothing to find", async () => {
  const { api, ada, seal } = await filled();
  await seal();
  expect((await api.send("GET", "/audit/verification")).body).toMatchObject({ first: null, unchained: 0 });
  const stale = await api.send("POST", `/people/${ada.id}/erasure`, undefined, { "if-match": '"99"' });
  expect(stale.status).toBe(412);
  expect((await api.send("POST", `/people/${ada.id}/erasure`)).status).toBe(428);
  const erased = await api.send("POST", `/people/${ada.id}/erasure`, undefined, { "if-match": ada.etag });
  expect(erased.status).toBe(200);
  expect(erased.text).not.toContain("Lovelace");
  expect((await api.send("GET", "/audit?limit=200")).text).not.toContain("Lovelace");
  const verified = await api.send("GET", "/audit/verification");
  expect(verified.body).toMatchObject({ first: null, erased: 1 });
  await database.db.execute(sql`
    update audit_event set action = 'person.edit' where workspace_id = ${api.workspaceId} and request_id = 'second'`);
  expect((await api.send("GET", "/audit/verification")).body).toMatchObject({
    first: { kind: "row-changed" },
  });
});

test("after a write the workspace is handed to the sealer, after reading it is not", async () => {
  const { api } = await filled();
  const handed: string[] = [];
  api.dependencies.sealAuditSoon = (workspaceId) => handed.push(workspaceId);
  await api.send("GET", "/people");
  expect(handed).toEqual([]);
  await api.send("POST", "/people", { name: "Grace", level: "mid" });
  expect(handed).toEqual([api.workspaceId]);
});

test("every kind of object is called what it is called now, and none of another workspace", async () => {
  const { api, ada } = await filled();
  const other = await filled();
  const kinds = ["incident", "service", "person", "mark", "import", "token", "invitation", "member", "user"];
  const objects = [...kinds, "identity-provider"].map((objectKind) => ({ objectKind, objectId: ada.id }));
  const foreign = { objectKind: "person", objectId: other.ada.id };
  const labels = await labelsOf(systemContext(api), [
    ...objects,
    foreign,
    { objectKind: "person", objectId: "no id" },
  ]);
  expect(labels.get(`person ${ada.id}`)).toEqual({ label: "Ada Lovelace", path: `/people/${ada.id}` });
  expect(labels.get(`person ${other.ada.id}`)).toBeUndefined();
  expect(labels.get(`workspace ${api.workspaceId}`)?.path).toBe("/settings");
});

const systemContext = (api: TestApi): Ctx => ({
  db: database.db,
  actor: { kind: "system", name: "Test" },
  now: api.now,
  workspaceId: api.workspaceId,
  requestId: "test",
});
