import { beforeAll, expect, test } from "vitest";
import { service } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { type ChangeReportLine, changeReportLineSchema } from "@/domain/change/schema";
import { type TestApi, testApi } from "./testing/api";

const database = testDatabase();
let api: TestApi;

beforeAll(async () => {
  api = await testApi(database);
  const stamps = { createdAt: api.now, updatedAt: api.now };
  await database.db.insert(service).values({
    workspaceId: api.workspaceId,
    id: crypto.randomUUID(),
    slug: "checkout",
    name: "Checkout",
    trackedFrom: api.now,
    ...stamps,
  });
});

const FLAG = { kind: "feature-flag", title: "Turn on retries", source: "flags", externalId: "17" };

async function sendLines(
  body: BodyInit,
  type = "application/x-ndjson",
  path = "/changes/bulk",
): Promise<Response> {
  return await api.app.request(`/api/v1${path}`, {
    method: "POST",
    headers: {
      "faultline-workspace": api.workspace,
      authorization: `Bearer ${api.token}`,
      "content-type": type,
    },
    body,
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  });
}

async function report(body: BodyInit): Promise<ChangeReportLine[]> {
  const answer = await sendLines(body);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^application\/x-ndjson/);
  const lines = (await answer.text()).trimEnd().split("\n");
  return lines.map((line) => changeReportLineSchema.parse(JSON.parse(line)));
}

test("a new change is answered with 201, a known one with 200, both with the change and its version", async () => {
  const made = await api.send("POST", "/changes", { ...FLAG, services: ["checkout"] });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ title: FLAG.title, services: [{ slug: "checkout" }], source: "api" });
  expect(made.headers.get("etag")).toBe('"1"');
  const again = await api.send("POST", "/changes", { ...FLAG, title: "Turn retries on" });
  expect(again.status).toBe(200);
  expect(again.body).toMatchObject({ id: made.body.id, title: "Turn retries on", version: 2 });
  const read = await api.send("GET", `/changes/${made.body.id}`);
  expect(read.body).toEqual(again.body);
});

test("a new change is answered as it is read afterwards, and is in the audit trail", async () => {
  const told = [
    { kind: "infrastructure", title: "Bare" },
    { kind: "deployment", title: "Out", services: ["checkout"], environment: "staging", outcome: "failed" },
    {
      kind: "config",
      title: "Written by an assistant",
      services: ["checkout"],
      author: { login: "ada", email: "ada@corp.test" },
      additions: 3,
      deletions: 0,
      files: 1,
      mergedAt: "2026-03-18T11:00:00.123Z",
      ai: { role: "wrote-code", tool: "Aider", model: "gpt-5" },
    },
    { kind: "feature-flag", title: "By a bot", author: { login: "renovate[bot]" }, url: "https://ci.test/1" },
    // Takes more than one statement.
    { kind: "code", title: "Merged", repository: "github.com/acme/shop", revision: "a".repeat(40) },
  ];
  for (const one of told) {
    const made = await api.send("POST", "/changes", one);
    expect(made.status, made.text).toBe(201);
    const read = await api.send("GET", `/changes/${made.body.id}`);
    expect(made.body).toEqual(read.body);
    expect(made.headers.get("etag")).toBe(read.headers.get("etag"));
    const trail = await api.send("GET", `/audit?objectKind=change&objectId=${made.body.id}`);
    expect(trail.body.events).toMatchObject([
      { action: "change.record", after: { kind: one.kind, title: one.title } },
    ]);
  }
});

test("a value that the ledger does not take is refused by its field, and nothing is written", async () => {
  const author = { login: "never-heard-of" };
  const asked = { kind: "dns", title: "Cut over", services: ["nope"], author };
  const refused = await api.send("POST", "/changes", asked);
  const { rows } = await database.pool.query("select from person_handle where handle = 'never-heard-of'");
  expect(rows).toEqual([]);
  expect(refused.status).toBe(422);
  expect(refused.body).toMatchObject({ code: "unknown-service", field: "services.0" });
  for (const [deployedAt, code] of [
    ["1999-12-31T23:59:59Z", "too-early"],
    ["2026-03-20T12:00:00Z", "in-the-future"],
  ]) {
    const answer = await api.send("POST", "/changes", { kind: "dns", title: "Cut over", deployedAt });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code, field: "deployedAt" });
  }
  const list = await api.send("GET", "/changes?kind=dns");
  expect(list.body.changes).toEqual([]);
});

test("the same change 20 times at once is one change, made once", async () => {
  const change = { ...FLAG, externalId: "parallel" };
  const answers = await Promise.all(Array.from({ length: 20 }, () => api.send("POST", "/changes", change)));
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201]);
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
});

test("in bulk each line has its report, and a bad one harms no other", async () => {
  const good = (id: string) => JSON.stringify({ ...FLAG, externalId: id });
  const text = [
    good("bulk-1"),
    "{not json",
    "",
    JSON.stringify({ ...FLAG, kind: "nonsense" }),
    JSON.stringify({ ...FLAG, externalId: "bulk-2", services: ["checkout", "nope"] }),
    JSON.stringify({ ...FLAG, externalId: "bulk\u0000" }),
    JSON.stringify({ ...FLAG, externalId: "bulk-3", title: "half \ud800 of a pair" }),
    `{"kind":"dns","title":"${"x".repeat(1_100_000)}"}`,
    good("bulk-1"),
    "null",
    good("bulk-4"),
  ].join("\r\n");
  const bytes = Buffer.concat([Buffer.from(text), Buffer.from("\n"), Buffer.from([0x22, 0xff, 0x22, 0x0a])]);
  const lines = await report(bytes);
  expect(lines.map(({ line, status, field, code }) => [line, status, field, code])).toEqual([
    [1, "created", null, null],
    [2, "refused", null, "malformed-json"],
    [4, "refused", "kind", "invalid-value"],
    [5, "refused", "services.1", "unknown-service"],
    [6, "refused", "externalId", "invalid-text"],
    [7, "refused", "title", "invalid-text"],
    [8, "refused", null, "line-too-long"],
    [9, "unchanged", null, null],
    [10, "refused", null, "invalid-value"],
    [11, "created", null, null],
    [12, "refused", null, "malformed-text"],
  ]);
  for (const one of lines) {
    expect(one.status === "refused" ? one.reason : one.id).toBeTruthy();
  }
});

test("lines that come in pieces, cut anywhere, are the same lines", async () => {
  const text = Array.from(
    { length: 40 },
    (_, index) => `${JSON.stringify({ ...FLAG, title: "Ü 🙂", externalId: `cut-${index}` })}\n`,
  ).join("");
  const bytes = new TextEncoder().encode(text);
  const pieces = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 7) controller.enqueue(bytes.slice(at, at + 7));
      controller.close();
    },
  });
  const lines = await report(pieces);
  expect(lines.map(({ status }) => status)).toEqual(Array(40).fill("created"));
  const [first] = lines;
  const read = await api.send("GET", `/changes/${first?.id}`);
  expect(read.body.title).toBe("Ü 🙂");
});

test("thousands of lines are written in batches, and sent again change nothing", async () => {
  const text = Array.from(
    { length: 5000 },
    (_, index) =>
      `${JSON.stringify({ ...FLAG, externalId: `many-${index}`, asOf: "2026-03-01T00:00:00Z" })}\n`,
  ).join("");
  const first = await report(text);
  expect(first).toHaveLength(5000);
  expect(new Set(first.map(({ status }) => status))).toEqual(new Set(["created"]));
  expect(first.map(({ line }) => line)).toEqual(first.map((_, index) => index + 1));
  const second = await report(text);
  expect(new Set(second.map(({ status }) => status))).toEqual(new Set(["unchanged"]));
  expect(second.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
});

test("lines are taken at the address of one change too, each reported by itself, whatever key comes along", async () => {
  const text = `${JSON.stringify({ ...FLAG, externalId: "here-1" })}\n{"kind":"flag"}\n${JSON.stringify({ ...FLAG, externalId: "here-2" })}\n`;
  const answer = await api.app.request("/api/v1/changes", {
    method: "POST",
    headers: {
      "faultline-workspace": api.workspace,
      authorization: `Bearer ${api.token}`,
      "content-type": "application/x-ndjson; charset=utf-8",
      "idempotency-key": "lines",
    },
    body: text,
  });
  expect(answer.status).toBe(200);
  const lines = (await answer.text()).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).status)).toEqual(["created", "refused", "created"]);
  // One line is still the report of a line, and JSON still one change.
  expect(await (await sendLines(JSON.stringify(FLAG), "application/jsonl", "/changes")).text()).toMatch(
    /"line":1/,
  );
  expect((await sendLines(text, "application/json", "/changes")).status).toBe(400);
});

test("lines are not taken as JSON, nor from who may not tell of changes", async () => {
  expect((await sendLines("{}", "application/json")).status).toBe(415);
  const answer = await api.app.request("/api/v1/changes/bulk", {
    method: "POST",
    headers: { "faultline-workspace": api.workspace, "content-type": "application/x-ndjson" },
    body: "{}",
  });
  expect(answer.status).toBe(401);
});
