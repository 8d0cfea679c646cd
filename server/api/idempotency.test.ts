import { gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createDatabase } from "@/db/client";
import { testDatabase } from "@/db/testing/test-database";
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
  return { app: { ...api, app: createApi(dependencies) }, api: createApi(dependencies), close: handle.close };
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
              sendTo(instances[index % 2]?.api ?? api.app, api, "/incidents", OUTAGE, `k-${round}`),
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
});
