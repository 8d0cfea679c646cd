import fc from "fast-check";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { problemSchema } from "./problem";
import { type TestApi, testApi } from "./testing/api";
import { giveMember, giveToken } from "./testing/callers";
import { documentedOperations } from "./testing/documented";
import { type FuzzRequest, requestsOf } from "./testing/fuzz-requests";
import type { Known } from "./testing/fuzz-values";

const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 10_000);
const SEED = Number(process.env.FUZZ_SEED ?? 20_260_318);
const AT_ONCE = 4;
const SLOW_MS = 2_000;

const database = testDatabase();
const LOGGED: string[] = [];
let api: TestApi;
let known: Known;
/** Headers of the callers: one who may do everything, some who may do little, and nobody. */
let callers: Record<string, string>[];

beforeAll(async () => {
  api = await testApi(database);
  known = await furnish(api);
  const { db } = database;
  const reader = await giveToken(db, api.workspaceId, { scopes: ["read"] });
  const writer = await giveToken(db, api.workspaceId, { scopes: ["read", "write"] });
  const viewer = await giveMember(api.dependencies, api.workspaceId, []);
  const admin = await giveMember(api.dependencies, api.workspaceId, ["admin"]);
  const stranger = await giveMember(api.dependencies, (await testApi(database)).workspaceId, ["owner"]);
  callers = [
    { authorization: `Bearer ${api.token}` },
    { authorization: `Bearer ${writer}` },
    { authorization: `Bearer ${reader}` },
    { cookie: viewer.cookie },
    { cookie: admin.cookie },
    { cookie: stranger.cookie },
    {},
    { authorization: "Bearer flt_nothing" },
    { authorization: "Basic é" },
  ];
});
beforeEach(() => {
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    LOGGED.push(String(text));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Some of everything, so that requests also meet what is there. */
async function furnish({ send, workspace }: TestApi): Promise<Known> {
  const services = ["web", "api", "db"];
  for (const slug of services)
    await send("POST", "/services", { slug, name: slug, trackedFrom: "2026-01-01" });
  const people = [];
  for (const name of ["Ada", "Bo", "Cy"]) {
    people.push(String((await send("POST", "/people", { name, level: "mid", handles: [name] })).body.id));
  }
  const impacts: string[] = [];
  for (const title of ["One", "Two", "Three", "Four"]) {
    const logged = await send("POST", "/incidents", {
      title,
      severity: "SEV3",
      impacts: services.map((service) => ({ service, fraction: 0.5, startedAt: "2026-03-17T10:00:00Z" })),
    });
    impacts.push(
      ...[...logged.text.matchAll(/"id":"([0-9a-f-]{36})"/g)].slice(1, 4).map(([, id]) => id ?? ""),
    );
  }
  const mark = await send("POST", "/marks", { kind: "policy", day: "2026-01-01", title: "Rule" });
  const run = await send("POST", "/imports?kind=people-csv", "name,level\nDi,mid\n", {
    "content-type": "text/csv",
  });
  const cursors = [];
  for (const list of ["/incidents", "/people", "/audit"]) {
    cursors.push(String((await send("GET", `${list}?limit=1`)).body.nextCursor));
  }
  return {
    services,
    people,
    incidents: ["1", "2", "3", "INC-4"],
    impacts,
    marks: [String(mark.body.id)],
    imports: [String(run.body.id)],
    workspace,
    cursors,
  };
}

interface Answered {
  status: number;
  durationMs: number;
  fault: string | null;
}

async function answerTo(request: FuzzRequest): Promise<Answered> {
  const startedMs = performance.now();
  const response = await api.app.request(request.address, {
    method: request.method,
    headers: { "faultline-workspace": known.workspace, ...request.headers, ...callers[request.caller] },
    ...(request.body === undefined ? {} : { body: request.body }),
  });
  const text = await response.text();
  const durationMs = performance.now() - startedMs;
  return { status: response.status, durationMs, fault: faultOf(request, response, text) };
}

/** What is wrong with the answer, whatever was asked; null when nothing is. */
function faultOf(request: FuzzRequest, response: Response, text: string): string | null {
  const { status, headers } = response;
  if (status >= 500) return `failed: ${LOGGED.at(-1)?.slice(0, 1_500)}`;
  if (request.method === "HEAD" || status === 204) return text === "" ? null : "has a body";
  if (status >= 300) return problemFault(status, headers, text);
  if (request.method !== request.operation.method) return null;
  const documented = request.operation.responses[String(status)];
  if (documented === undefined) return `the status ${status} is not documented`;
  if (documented === null) return null;
  const parsed = documented.safeParse(JSON.parse(text));
  return parsed.success ? null : `not as documented: ${JSON.stringify(parsed.error.issues.slice(0, 3))}`;
}

function problemFault(status: number, headers: Headers, text: string): string | null {
  if (headers.get("content-type") !== "application/problem+json") return "an error that is no problem";
  const problem = problemSchema.strict().safeParse(JSON.parse(text));
  if (!problem.success) return `not the problem schema: ${problem.error.message}`;
  const { data } = problem;
  if (data.status !== status || data.requestId !== headers.get("x-request-id"))
    return "tells another request";
  if (/undefined|\[object|NaN|zod|select |insert /.test(data.detail)) return "tells what is inside";
  return null;
}

test(`${REQUESTS} requests made from the document get what it says, and never a failure (FUZZ_SEED=${SEED})`, async () => {
  const operations = documentedOperations();
  expect(operations.length).toBeGreaterThan(45);
  const requests = fc.sample(
    fc.oneof(...operations.map((operation) => requestsOf(operation, known, callers.length))),
    { numRuns: REQUESTS, seed: SEED },
  );
  const faults: string[] = [];
  const statuses = new Map<number, number>();
  const met = new Set<string>();
  const slow: FuzzRequest[] = [];
  let slowestMs = 0;
  const work = async (from: number) => {
    for (let index = from; index < requests.length; index += AT_ONCE) {
      const request = requests[index];
      if (request === undefined) return;
      const { status, durationMs, fault } = await answerTo(request);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      slowestMs = Math.max(slowestMs, durationMs);
      if (durationMs > SLOW_MS) slow.push(request);
      if (status < 300) met.add(`${request.operation.method} ${request.operation.path}`);
      if (fault !== null) {
        const { method, address, headers, body, caller } = request;
        faults.push(
          `#${index} ${method} ${address.slice(0, 300)} ${JSON.stringify(headers).slice(0, 300)} by ${caller} ${body?.slice(0, 500)} -> ${status}: ${fault}`,
        );
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, from) => work(from)));
  // Sent again with nothing beside it: then the request is slow, and not only the machine at that moment.
  for (const request of slow) {
    const { durationMs } = await answerTo(request);
    if (durationMs > SLOW_MS) {
      faults.push(`${request.method} ${request.address} took ${Math.round(durationMs)} ms, twice`);
    }
  }
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  console.log(
    `${REQUESTS} requests, seed ${SEED}, slowest ${Math.round(slowestMs)} ms; ${counts.join(", ")}`,
  );
  expect(faults.slice(0, 20), `${faults.length} of ${REQUESTS}`).toEqual([]);
  // Or else it only ever knocked at the door.
  expect(met.size).toBeGreaterThan(operations.length / 2);
}, 300_000);

test("the application is still whole after that", async () => {
  for (const path of [
    "/services",
    "/people",
    "/incidents",
    "/availability",
    "/adoption",
    "/marks",
    "/causes",
    "/audit",
  ]) {
    const { status, text } = await api.send("GET", path);
    expect(status, `${path} ${text.slice(0, 300)}`).toBe(200);
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
});
