import fc from "fast-check";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { testDatabase } from "@/db/testing/test-database";
import { offlineDocument } from "./offline";
import { problemSchema } from "./problem";
import { type Answer, type TestApi, testApi } from "./testing/api";
import { NASTY } from "./testing/nasty";

const database = testDatabase();
const LOGGED: string[] = [];
let api: TestApi;

beforeAll(async () => {
  api = await testApi(database);
  for (const slug of ["web", "db"]) await api.send("POST", "/services", { slug, name: slug });
  await api.send("POST", "/people", { name: "Ada", level: "mid", handles: ["ada"] });
  await api.send("POST", "/incidents", { title: "Known", severity: "SEV3", impacts: [{ service: "web" }] });
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

/** Whatever is sent: accepted, or refused as a problem that says which request and why. Never a failure here. */
function expectAnswered(answer: Answer, what: string): void {
  const shown = `${what} -> ${answer.status} ${answer.text.slice(0, 400)} ${LOGGED.at(-1)?.slice(0, 1500) ?? ""}`;
  expect(answer.status, shown).toBeLessThan(500);
  if (answer.status < 400) return;
  expect(answer.headers.get("content-type"), shown).toBe("application/problem+json");
  const problem = problemSchema.parse(answer.body);
  expect(problem.status).toBe(answer.status);
  expect(problem.requestId).toBe(answer.headers.get("x-request-id"));
  expect(problem.detail.length, shown).toBeGreaterThan(5);
  expect(problem.detail, shown).not.toMatch(/undefined|\[object|NaN|invalid input|zod/i);
}

const nasty = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 1, arbitrary: fc.jsonValue() },
);

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

interface Operation {
  method: string;
  path: string;
  example: unknown;
  names: string[];
}

/** Every POST, PUT and PATCH of the document, with the example of its body. */
function operations(): Operation[] {
  const document: unknown = JSON.parse(JSON.stringify(offlineDocument()));
  const root = isObject(document) ? document : {};
  const at = (value: unknown, ...keys: string[]): unknown =>
    keys.reduce<unknown>((one, key) => (isObject(one) ? one[key] : undefined), value);
  return Object.entries(z.record(z.string(), z.unknown()).parse(root.paths)).flatMap(([path, item]) =>
    ["post", "put", "patch"].flatMap((method) => {
      const operation = at(item, method);
      if (operation === undefined || /\/workspaces|\/imports/.test(path)) return [];
      const reference = at(operation, "requestBody", "content", "application/json", "schema", "$ref");
      const name =
        String(reference ?? "")
          .split("/")
          .at(-1) ?? "";
      const schema = at(root, "components", "schemas", name);
      const examples = at(schema, "examples");
      const example: unknown = Array.isArray(examples) ? examples[0] : {};
      const names = Object.keys(z.record(z.string(), z.unknown()).catch({}).parse(at(schema, "properties")));
      return [{ method: method.toUpperCase(), path: path.replace("/api/v1", ""), example, names }];
    }),
  );
}

const ALL = operations();
const places = [
  "1",
  "INC-1",
  "99",
  "-1",
  "0",
  "99999999999999999999",
  "nope",
  "%00",
  "%F0%28",
  "web",
  "a b",
  "💥",
];
const versions = ['"1"', "*", '"0"', "-1", "1e3", '"99999999999"', 'W/"2"', '"1", "2"', "é", ""];

describe("any body", () => {
  test("of every writing operation is accepted or refused as a problem, never a failure", async () => {
    expect(ALL.length).toBeGreaterThan(20);
    const until = performance.now() + 14_000;
    let accepted = 0;
    const request = fc.record({
      operation: fc.constantFrom(...ALL),
      place: fc.oneof({ weight: 3, arbitrary: fc.constantFrom("1", "web") }, fc.constantFrom(...places)),
      second: fc.constantFrom(...places),
      version: fc.oneof({ weight: 3, arbitrary: fc.constant("*") }, fc.constantFrom(...versions)),
      changes: fc.array(fc.tuple(fc.nat(), nasty), { maxLength: 3 }),
      instead: fc.option(nasty, { freq: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ operation, place, second, version, changes, instead }) => {
        if (performance.now() > until) return;
        const body = instead === null ? mutated(operation, changes) : instead;
        let nth = 0;
        const path = operation.path.replace(/\{\w+\}/g, () => {
          nth += 1;
          return nth === 1 ? encodeURI(place).replace("%25", "%") : encodeURI(second).replace("%25", "%");
        });
        const headers: Record<string, string> = isHeader(version) ? { "if-match": version } : {};
        const answer = await api.send(operation.method, path, JSON.stringify(body), headers);
        if (answer.status < 300) accepted += 1;
        expectAnswered(answer, `${operation.method} ${path} ${JSON.stringify(body)?.slice(0, 600)}`);
      }),
      { numRuns: 1200 },
    );
    // Or else it only ever knocked at the door.
    expect(accepted).toBeGreaterThan(3);
    await expectReadable();
  }, 40_000);
});

/** The example with some of its values replaced, at any depth, or with known names added. */
function mutated({ example, names }: Operation, changes: [number, unknown][]): unknown {
  const root: unknown = structuredClone(example);
  for (const [at, value] of changes) {
    const slots = slotsOf(root);
    for (const name of names) if (isObject(root)) slots.push([root, name]);
    const slot = slots[at % Math.max(1, slots.length)];
    if (slot) Object.assign(slot[0], { [slot[1]]: structuredClone(value) });
  }
  return root;
}

function slotsOf(value: unknown): [object, string][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    [value, key] as [object, string],
    ...slotsOf(child),
  ]);
}

function isHeader(value: string): boolean {
  return [...value].every((letter) => letter.charCodeAt(0) < 256);
}

describe("numbers at the edge of what a computer can tell apart", () => {
  test("are accepted or refused, and never leave an incident that cannot be resolved or a figure that cannot be read", async () => {
    for (const [index, weight] of [1e-6, 1e-200, 5e-324, 1e6].entries()) {
      const slug = `edge-${index}`;
      const made = await api.send("POST", "/services", {
        slug,
        name: slug,
        weight,
        trackedFrom: "2026-03-01",
      });
      expectAnswered(made, `weight ${weight}`);
      if (made.status >= 400) continue;
      for (const fraction of [1e-9, 1e-200, 5e-324, 1 - Number.EPSILON]) {
        const impacts = [{ service: slug, fraction, startedAt: "2026-03-17T10:00:00Z" }];
        const logged = await api.send("POST", "/incidents", { title: "Edge", severity: "SEV5", impacts });
        expectAnswered(logged, `fraction ${fraction}`);
        if (logged.status >= 400) continue;
        const path = `/incidents/${String(logged.body.number)}/resolution`;
        const resolved = await api.send("POST", path, { at: "2026-03-17T11:00:00Z" });
        expect(resolved.status, `${weight} ${fraction} ${resolved.text}`).toBe(200);
      }
    }
    await expectReadable();
  });
});

/** What was accepted can be read again, all of it. */
async function expectReadable(): Promise<void> {
  for (const path of [
    "/services",
    "/people",
    "/incidents",
    "/incidents?sort=impact",
    "/incidents?sort=blast-radius",
    "/incidents.csv",
    "/availability",
    "/adoption",
    "/marks",
    "/causes",
    "/audit",
  ]) {
    const answer = await api.send("GET", path);
    expect(answer.status, `${path} ${answer.text.slice(0, 300)} ${LOGGED.at(-1)}`).toBe(200);
  }
}

describe("any query", () => {
  test("of every list and measure is answered or refused as a problem", async () => {
    const names = ["from", "to", "grain", "service", "team", "q", "status", "severity", "cause", "limit"];
    const more = [
      "cursor",
      "sort",
      "order",
      "blastRadius",
      "ai",
      "record",
      "causeRole",
      "objectKind",
      "level",
    ];
    const paths = [
      "/availability",
      "/adoption",
      "/incidents",
      "/people",
      "/audit",
      "/marks",
      "/incidents.csv",
    ];
    const value = fc.oneof(
      nasty.map((value) => (typeof value === "string" ? value : JSON.stringify(value))),
      fc.constantFrom("day", "quarter", "web", "1", "0", "-1", "1e9"),
    );
    const asked = fc.record({
      path: fc.constantFrom(...paths),
      pairs: fc.array(fc.tuple(fc.constantFrom(...names, ...more), value), { maxLength: 3 }),
    });
    const until = performance.now() + 6000;
    await fc.assert(
      fc.asyncProperty(asked, async ({ path, pairs }) => {
        if (performance.now() > until) return;
        const query = new URLSearchParams(pairs.map(([name, text]) => [name, text.slice(0, 900)]));
        expectAnswered(await api.send("GET", `${path}?${query}`), `${path} ${JSON.stringify(pairs)}`);
      }),
      { numRuns: 300 },
    );
  }, 30_000);

  test("with a cursor that was tampered with is refused, never misread", async () => {
    for (let index = 0; index < 3; index += 1) {
      await api.send("POST", "/incidents", {
        title: "More",
        severity: "SEV3",
        impacts: [{ service: "db" }],
      });
      await api.send("POST", "/people", { name: `Bo ${index}`, level: "mid" });
    }
    for (const path of ["/incidents?limit=1", "/people?limit=1", "/audit?limit=1"]) {
      const cursor = String((await api.send("GET", path)).body.nextCursor);
      expect(cursor.length, path).toBeGreaterThan(4);
      for (let at = 0; at < cursor.length; at += 1) {
        const letter = cursor[at] === "A" ? "B" : "A";
        const tampered = cursor.slice(0, at) + letter + cursor.slice(at + 1);
        const answer = await api.send("GET", `${path}&cursor=${tampered}`);
        expect([200, 422], `${path} ${tampered} ${answer.text}`).toContain(answer.status);
      }
    }
  });
});

describe("the transport", () => {
  const raw = async (method: string, path: string, body: string, headers: Record<string, string>) =>
    api.send(method, path, body, headers);

  test("refuses bodies that are no JSON, not said to be, too deep, too many or too large", async () => {
    const json = { "content-type": "application/json" };
    const cases: [string, string, Record<string, string>, number][] = [
      ["/incidents", "", json, 422],
      ["/incidents", "null", json, 422],
      ["/incidents", "[]", json, 422],
      ["/incidents", "7", json, 422],
      ["/incidents", '"text"', json, 422],
      ["/incidents", "{", json, 400],
      ["/incidents", '{"a":1}}', json, 400],
      ["/incidents", "{}", { "content-type": "text/plain" }, 415],
      ["/incidents", "{}", { "content-type": "multipart/form-data; boundary=x" }, 415],
      ["/incidents", "[".repeat(200_000) + "]".repeat(200_000), json, 422],
      ["/incidents", `{"impacts":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, json, 422],
      ["/incidents", `{"title":"${"x".repeat(6_000_000)}"}`, json, 413],
      ["/ai-usage", `[${"1,".repeat(60_000)}1]`, json, 422],
      ["/services", '{"__proto__":{"slug":"p"},"constructor":1}', json, 422],
    ];
    for (const [path, body, headers, status] of cases) {
      const answer = await raw("POST", path, body, headers);
      expectAnswered(answer, `${path} ${body.slice(0, 40)}`);
      expect(answer.status, `${path} ${body.slice(0, 40)} ${answer.text.slice(0, 200)}`).toBe(status);
    }
  });

  test("refuses a list of a million entries quickly", async () => {
    const started = performance.now();
    const body = `{"title":"t","severity":"SEV1","impacts":[${"1,".repeat(1_000_000)}1]}`;
    const answer = await raw("POST", "/incidents", body, { "content-type": "application/json" });
    expectAnswered(answer, "a million impacts");
    expect(answer.status).toBe(422);
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  test("answers every method on every address as a problem or as documented", async () => {
    const paths = new Set(ALL.map(({ path }) => path.replace(/\{\w+\}/g, "nope")));
    for (const path of [
      ...paths,
      "/",
      "/incidents/",
      "//incidents",
      "/incidents/1/nothing",
      "/openapi.json/x",
    ]) {
      for (const method of ["GET", "DELETE", "PUT", "PATCH", "POST", "OPTIONS", "PROPFIND"]) {
        expectAnswered(await api.send(method, path), `${method} ${path}`);
      }
    }
  });
});
