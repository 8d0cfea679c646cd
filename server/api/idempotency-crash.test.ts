import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createDatabase, type DatabaseHandle } from "@/db/client";
import { testDatabase } from "@/db/testing/test-database";
import { createApi } from "./app";
import { type TestApi, testApi } from "./testing/api";
import { type CommitGate, commitGate } from "./testing/commit-gate";
import { testDependencies } from "./testing/dependencies";

const database = testDatabase();
const root = fileURLToPath(new URL("../../", import.meta.url));
const OUTAGE = { title: "Once", severity: "SEV2", impacts: [{ service: "web", fraction: 0.5 }] };
const NAME = `crash-${process.pid}`;
let gate: CommitGate;
let handle: DatabaseHandle;

beforeAll(async () => {
  gate = await commitGate(database.url);
  handle = createDatabase(gate.url, { maxConnections: 2, applicationName: NAME });
});
afterAll(async () => {
  await handle.close();
  await gate.close();
});
// The failures here are meant, and each would be logged with its stack.
beforeEach(() => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  return () => {
    vi.restoreAllMocks();
  };
});

/** The API on a workspace of its own, whose requests go through the gate. */
async function apiThroughGate(): Promise<TestApi> {
  const api = await testApi(database);
  await api.send("POST", "/services", { slug: "web", name: "Web", trackedFrom: "2026-01-01" });
  api.app = createApi(
    testDependencies(
      () => handle.db,
      () => api.now,
    ),
  );
  return api;
}

async function incidentsIn(api: TestApi): Promise<number> {
  const { rows } = await database.db.execute<{ n: number }>(
    sql`select count(*)::int as n from incident where workspace_id = ${api.workspaceId}`,
  );
  return rows[0]?.n ?? -1;
}

const post = (api: TestApi, key: string) =>
  api.send("POST", "/incidents", OUTAGE, { "idempotency-key": key });

/** The caller tries again until there is an answer; then once more, for the same one. */
async function retried(api: TestApi, key: string) {
  let answer = await post(api, key);
  for (let tries = 0; tries < 5 && answer.status !== 201; tries += 1) answer = await post(api, key);
  expect(answer.status, answer.text).toBe(201);
  expect((await post(api, key)).text).toBe(answer.text);
  expect(await incidentsIn(api)).toBe(1);
  return answer;
}

/** Ends the backends of the application's connections, as a restarted database does. */
const terminate = async (name: string) => {
  await database.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and datname = current_database()",
    [name],
  );
};

test.each([
  ["before the database got it", "cut before" as const, false],
  ["after the database got it", "cut after" as const, true],
  ["by the database itself, between command and commit", { hold: () => terminate(NAME) }, false],
])("a connection cut during COMMIT, %s, leaves one incident after a retry", async (_, what, isReplayed) => {
  const api = await apiThroughGate();
  const met = gate.arm(what);
  const cut = await post(api, "commit");
  await met;
  expect(cut).toMatchObject({ status: 503, body: { code: "database-unavailable" } });
  // Nothing of the answer that was under way may be told.
  expect([cut.headers.get("location"), cut.headers.get("etag")]).toEqual([null, null]);
  expect(await incidentsIn(api)).toBe(isReplayed ? 1 : 0);
  const answer = await retried(api, "commit");
  expect(answer.headers.has("idempotency-replayed")).toBe(isReplayed);
});

test("a process killed between its command and its commit leaves one incident after a retry", async () => {
  const api = await apiThroughGate();
  const headers = {
    authorization: `Bearer ${api.token}`,
    "faultline-workspace": api.workspace,
    "content-type": "application/json",
    "idempotency-key": "killed",
  };
  const child = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      "server/api/testing/one-post.ts",
      gate.url,
      api.now.toISOString(),
      "/api/v1/incidents",
      JSON.stringify(headers),
      JSON.stringify(OUTAGE),
    ],
    { cwd: root, stdio: ["ignore", "pipe", "pipe"] },
  );
  const ended = once(child, "exit");
  let said = "";
  child.stdout.on("data", (text) => {
    said += String(text);
  });
  child.stderr.on("data", (text) => {
    said += String(text);
  });
  let isKilled = false;
  // The commit is then passed on, unless the end of the process was there first: either way the retry must find out.
  const met = gate.arm({
    hold: async () => {
      isKilled = child.kill("SIGKILL");
      await ended;
    },
  });
  await Promise.race([met, ended]);
  expect(isKilled, said).toBe(true);
  await ended;
  expect(said).not.toContain("201");
  await retried(api, "killed");
}, 60_000);
