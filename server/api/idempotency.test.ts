import { gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createDatabase } from "@/db/client";
import { testDatabase } from "@/db/testing/test-database";
import { untilBlocked } from "@/db/testing/until-blocked";
import { readEnvironment } from "@/server/env";
import { sealText } from "@/server/secrets/seal";
import { createApi } from "./app";
import { takesIdempotencyKey } from "./idempotency";
import { offlineDocument } from "./offline";
import { type Answer, type TestApi, testApi } from "./testing/api";
import { giveMember, giveToken } from "./testing/callers";
import { testDependencies } from "./testing/dependencies";

const database = testDatabase();

afterEach(() => {
  vi.restoreAllMocks();
});

const OUTAGE = { title: "Once", severity: "SEV2", impacts: [{ service: "web", fraction: 0.5 }] };
const keyed = (key: string) => ({ "idempotency-key": key });

async function apiWithService(): Promise<TestApi> {
  const api = await testApi(database);
  await api.send("POST", "/services", { slug: "web", name: "Web", trackedFrom: "2026-01-01" });
  return api;
}

/** Another process's view of the same workspace: its own application on its own few connections. */
function instanceOf(api: TestApi, maxConnections: number) {
  const handle = createDatabase(database.url, { maxConnections });
  const dependencies = testDependencies(
    () => handle.db,
    () => api.now,
  );
  return { app: createApi(dependencies), close: handle.close };
}

async function countOf(table: string, { workspaceId }: TestApi): Promise<number> {
  const { rows } = await database.db.execute<{ n: number }>(
    sql`select count(*)::int as n from ${sql.identifier(table)} where workspace_id = ${workspaceId}`,
  );
  return rows[0]?.n ?? -1;
}

/** What a repetition must share with the first answer: everything but the names of the two requests. */
const toldBy = ({ status, headers, text }: Answer) =>
  JSON.stringify([status, text, ...["content-type", "etag", "location"].map((name) => headers.get(name))]);

async function sendTo(app: TestApi["app"], api: TestApi, path: string, body: unknown, key: string) {
  const response = await app.request(`/api/v1${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${api.token}`,
      "faultline-workspace": api.workspace,
      "content-type": "application/json",
      ...keyed(key),
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, text: await response.text(), body: {} };
}

describe("one Idempotency-Key", () => {
  test.each([
    [1, 1],
    [2, 10],
  ])(
    "sent 100 times at once to two processes with %i and %i connections makes one incident and 100 identical answers",
    async (first, second) => {
      const api = await apiWithService();
      const instances = [instanceOf(api, first), instanceOf(api, second)];
      try {
        for (let round = 0; round < 3; round += 1) {
          const answers = await Promise.all(
            Array.from({ length: 100 }, (_, index) =>
              sendTo(instances[index % 2]?.app ?? api.app, api, "/incidents", OUTAGE, `k-${round}`),
            ),
          );
          expect(new Set(answers.map(toldBy)).size).toBe(1);
          expect(answers[0]).toMatchObject({ status: 201 });
          expect(answers[0]?.headers.get("etag")).toBe('"1"');
          expect(answers[0]?.headers.get("location")).toMatch(/\/api\/v1\/incidents\//);
          expect(answers.filter(({ headers }) => headers.has("idempotency-replayed"))).toHaveLength(99);
          expect(await countOf("incident", api)).toBe(round + 1);
        }
        expect(await countOf("idempotency_key", api)).toBe(3);
      } finally {
        for (const instance of instances) await instance.close();
      }
    },
    60_000,
  );

  test("is refused with 422 for another body and another address", async () => {
    const api = await apiWithService();
    expect((await api.send("POST", "/incidents", OUTAGE, keyed("one"))).status).toBe(201);
    for (const [path, body] of [
      ["/incidents", { ...OUTAGE, title: "Two" }],
      ["/services", OUTAGE],
    ] as const) {
      const other = await api.send("POST", path, body, keyed("one"));
      expect(other).toMatchObject({ status: 422, body: { code: "idempotency-key-reused" } });
    }
    expect(await countOf("incident", api)).toBe(1);
  });

  test("is each caller's own", async () => {
    const api = await apiWithService();
    const other = { authorization: `Bearer ${await giveToken(database.db, api.workspaceId)}` };
    const { cookie } = await giveMember(api.dependencies, api.workspaceId, ["responder"]);
    const answers = [
      await api.send("POST", "/incidents", OUTAGE, keyed("shared")),
      await api.send("POST", "/incidents", OUTAGE, { ...keyed("shared"), ...other }),
      await api.send("POST", "/incidents", OUTAGE, { ...keyed("shared"), cookie }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(await countOf("incident", api)).toBe(3);
  });

  test("has all that the answer shows asked of the transaction's one connection in turn", async () => {
    const api = await apiWithService();
    const policy = { rules: [], whenUnreachable: "closed" };
    const asked: [path: string, body: unknown][] = [
      ["/incidents", OUTAGE],
      ["/changes", { kind: "config", title: "Raise the limit", services: ["web"] }],
      ["/integrations", { kind: "github", name: "GitHub" }],
      ["/policy/replay", { policy, months: 1 }],
    ];
    for (const [index, [path, body]] of asked.entries()) {
      const { status, text } = await api.send("POST", path, body, keyed(String(index)));
      expect(status, text).toBeLessThan(300);
    }
  });

  test("whose first request outlasts the wait is answered 409 with Retry-After, and then the answer", async () => {
    const api = await apiWithService();
    const blocker = await database.pool.connect();
    let first: Promise<Answer>;
    try {
      await blocker.query("begin");
      await blocker.query("select from incident_counter where workspace_id = $1 for update", [
        api.workspaceId,
      ]);
      first = api.send("POST", "/incidents", OUTAGE, keyed("slow"));
      await untilBlocked(database.pool, blocker);
      const startedMs = performance.now();
      const meanwhile = await api.send("POST", "/incidents", OUTAGE, keyed("slow"));
      expect(meanwhile).toMatchObject({ status: 409, body: { code: "request-in-flight" } });
      expect(meanwhile.headers.get("retry-after")).toBe("1");
      // Well before the database itself would give up waiting.
      expect(performance.now() - startedMs).toBeLessThan(9_000);
    } finally {
      await blocker.query("rollback");
      blocker.release();
    }
    const again = await api.send("POST", "/incidents", OUTAGE, keyed("slow"));
    expect(toldBy(again)).toBe(toldBy(await first));
  });

  test.each([
    ["", 422],
    ["k".repeat(255), 201],
    ["k".repeat(256), 422],
    ["ké", 422],
    ["k'; drop table incident; --", 201],
  ])("of the text %j is answered %i", async (key, status) => {
    const api = await apiWithService();
    expect((await api.send("POST", "/incidents", OUTAGE, keyed(key))).status).toBe(status);
  });

  test("changes nothing of a PATCH, which has its version", async () => {
    const api = await apiWithService();
    const edit = (version: string, name: string) =>
      api.send("PATCH", "/services/web", { name }, { ...keyed("edit"), "if-match": version });
    expect((await edit('"1"', "One")).status).toBe(200);
    expect((await edit('"2"', "Two")).status).toBe(200);
    expect((await edit('"1"', "One")).status).toBe(412);
  });

  test("runs an import once, after its row is committed, also through a single connection", async () => {
    const api = await testApi(database);
    const { app, close } = instanceOf(api, 1);
    const form = (index: number) => {
      const data = new FormData();
      data.set("file", new File([gzipSync(`name,level\nPerson ${index},mid\n`)], "p.csv.gz"));
      data.set("kind", "people-csv");
      return new Response(data);
    };
    try {
      const once = async (index: number) => {
        const sent = form(index);
        const type = sent.headers.get("content-type") ?? "";
        const bytes = await sent.arrayBuffer();
        const post = () =>
          app.request("/api/v1/imports", {
            method: "POST",
            headers: {
              authorization: `Bearer ${api.token}`,
              "faultline-workspace": api.workspace,
              "content-type": type,
              ...keyed(`import-${index}`),
            },
            body: bytes,
          });
        const answers = await Promise.all([post(), post()]);
        expect(answers.map(({ status }) => status)).toEqual([202, 202]);
        const texts = await Promise.all(answers.map((one) => one.text()));
        expect(texts[0]).toBe(texts[1]);
      };
      await Promise.all([0, 1, 2, 3, 4].map(once));
      await expect.poll(() => countOf("person", api), { timeout: 10_000 }).toBe(5);
      expect(await countOf("import_run", api)).toBe(5);
    } finally {
      await close();
    }
  });
});

describe("a kept answer", () => {
  test("is not readable in the database, and is told to be lost when its secret is", async () => {
    const api = await apiWithService();
    const first = await api.send("POST", "/incidents", OUTAGE, keyed("sealed"));
    const { rows } = await database.db.execute<{ response_body: string }>(
      sql`select response_body from idempotency_key where workspace_id = ${api.workspaceId}`,
    );
    expect(rows[0]?.response_body).not.toContain("Once");
    const sealed = sealText(first.text, "elsewhere", { current: "another secret, long enough", old: [] });
    expect(readEnvironment().oldSecrets).toEqual([]);
    await database.db.execute(
      sql`update idempotency_key set response_body = ${sealed} where workspace_id = ${api.workspaceId}`,
    );
    const again = await api.send("POST", "/incidents", OUTAGE, keyed("sealed"));
    expect(again).toMatchObject({ status: 409, body: { code: "answer-unreadable" } });
    expect(await countOf("incident", api)).toBe(1);
  });

  test("is swept when its day is over", async () => {
    const api = await apiWithService();
    await api.send("POST", "/incidents", OUTAGE, keyed("old"));
    api.now = new Date(api.now.getTime() + 25 * 3_600_000);
    vi.spyOn(Math, "random").mockReturnValue(0);
    await api.send("POST", "/incidents", OUTAGE, keyed("new"));
    expect(await countOf("idempotency_key", api)).toBe(1);
  });
});

/**
 * A stream's lines and a delivery carry their own names, by which the same one again changes nothing; of the gate an
 * earlier answer is none.
 */
const HAVE_THEIR_OWN = /\/changes\/bulk$|\/hooks\/|\/gate$/;

test("every POST takes an Idempotency-Key, but those that hand out sessions, count tries, repeat by name or tell how things stand", () => {
  const posts = Object.entries(offlineDocument().paths ?? {}).flatMap(([path, { post }]) =>
    post === undefined ? [] : [{ path, parameters: post.parameters ?? [] }],
  );
  expect(posts.length).toBeGreaterThan(15);
  for (const { path, parameters } of posts) {
    const isTold = parameters.some((one) => "name" in one && one.name === "Idempotency-Key");
    expect(isTold, path).toBe(takesIdempotencyKey(path));
    const isOwnAffair =
      /\/(session|set-up|account|preview|acceptance)\b/.test(path) && !path.includes("/imports/");
    expect(takesIdempotencyKey(path), path).toBe(!isOwnAffair && !HAVE_THEIR_OWN.test(path));
  }
});
