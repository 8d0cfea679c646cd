import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type DatabaseHandle } from "@/db/client";
import { testDatabase } from "@/db/testing/test-database";
import { createApi } from "./app";
import { offlineDocument } from "./offline";
import { type Answer, type TestApi, testApi } from "./testing/api";
import { testDependencies } from "./testing/dependencies";

const database = testDatabase();
const WRITERS = 50;
const ROUNDS = 100;
let handles: DatabaseHandle[] = [];

beforeAll(() => {
  handles = [4, 4].map((maxConnections) => createDatabase(database.url, { maxConnections }));
});
afterAll(async () => {
  for (const handle of handles) await handle.close();
});

/** Two processes' views of one workspace. */
async function twoInstances(): Promise<TestApi[]> {
  const api = await testApi(database);
  await api.send("POST", "/services", { slug: "web", name: "Web", trackedFrom: "2026-01-01" });
  await api.send("POST", "/incidents", { title: "Begun", severity: "SEV3", impacts: [{ service: "web" }] });
  return handles.map(({ db }) => {
    const app = createApi(
      testDependencies(
        () => db,
        () => api.now,
      ),
    );
    const seen: TestApi = { ...api, app };
    seen.send = (method, path, body, headers) => sendVia(seen, method, path, body, headers);
    return seen;
  });
}

async function sendVia(
  api: TestApi,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await api.app.request(`/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${api.token}`,
      "faultline-workspace": api.workspace,
      "content-type": "application/json",
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}

/** The value that each recorded edit left behind. */
async function recordedBy(action: string, { workspaceId }: TestApi): Promise<string[]> {
  const { rows } = await database.db.execute<{ value: string }>(sql`
    select coalesce(after->>'title', after->>'name') as value
    from audit_event where workspace_id = ${workspaceId} and action = ${action}`);
  return rows.map(({ value }) => value);
}

describe(`${WRITERS} writers who edit at once`, () => {
  test.each([
    { path: "/incidents/1", action: "incident.edit", field: "title", rounds: ROUNDS },
    { path: "/services/web", action: "service.edit", field: "name", rounds: ROUNDS },
  ])(
    "$path: in each of $rounds rounds one wins, the others are told the version, and no edit is lost",
    async ({ path, action, field, rounds }) => {
      const instances = await twoInstances();
      const [api] = instances;
      if (api === undefined) throw new Error("There is no instance.");
      let version = Number((await api.send("GET", path)).body.version);
      const winners: string[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const answers = await Promise.all(
          Array.from({ length: WRITERS }, (_, writer) =>
            (instances[writer % instances.length] ?? api).send(
              "PATCH",
              path,
              { [field]: `Round ${round}, writer ${writer}` },
              { "if-match": `"${version}"` },
            ),
          ),
        );
        const won = answers.filter(({ status }) => status === 200);
        const told = answers.filter(({ status }) => status === 412);
        expect([won.length, told.length], JSON.stringify(answers.map(({ status }) => status))).toEqual([
          1,
          WRITERS - 1,
        ]);
        version += 1;
        expect(won[0]?.headers.get("etag")).toBe(`"${version}"`);
        for (const { body, headers } of told) {
          expect(body).toMatchObject({
            code: "version-mismatch",
            currentVersion: version,
            changedBy: "tests",
          });
          expect(headers.get("etag")).toBe(`"${version}"`);
        }
        winners.push(String(won[0]?.body[field]));
      }
      const after = await api.send("GET", path);
      expect([after.body.version, after.body[field]]).toEqual([version, winners.at(-1)]);
      expect((await recordedBy(action, api)).sort()).toEqual(winners.sort());
    },
    90_000,
  );
});

describe("every edit", () => {
  /**
   * The one replaces a whole list by a statement of what it is; the other makes what is not there yet, and without
   * If-Match is refused with 412 where it is there. With it, both are refused when they are late.
   */
  const WITHOUT = new Set([
    "PUT /api/v1/services/{slug}/dependencies",
    "PUT /api/v1/incidents/{id}/changes/{changeId}",
  ]);
  const edits = Object.entries(offlineDocument().paths ?? {}).flatMap(([path, item]) =>
    (["patch", "put"] as const).flatMap((method) => {
      const operation = item[method];
      const name = `${method.toUpperCase()} ${path}`;
      return operation === undefined || WITHOUT.has(name) ? [] : [{ name, method, path, operation }];
    }),
  );

  test.each(edits)("$name is documented to demand If-Match and to answer 412 and 428", ({ operation }) => {
    const { parameters = [], responses = {} } = operation;
    expect(parameters.some((one) => "name" in one && one.name === "if-match")).toBe(true);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(["412", "428"]));
  });

  test("without If-Match is refused with 428, before anything is looked up", async () => {
    const api = await testApi(database);
    expect(edits.length).toBeGreaterThan(4);
    for (const { method, path, name } of edits) {
      const address = path
        .replace("/api/v1", "")
        .replace("{slug}", path.includes("/workspaces/") ? api.workspace : "web")
        .replace(/\{\w+\}/g, "01980000-0000-7000-8000-000000000000");
      const answer = await api.send(method.toUpperCase(), address, {});
      expect([name, answer.status, answer.body.code]).toEqual([name, 428, "if-match-required"]);
    }
  });
});
