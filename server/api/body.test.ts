import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { problemSchema } from "./problem";
import { type TestApi, testApi } from "./testing/api";

const database = testDatabase();
let api: TestApi;
beforeAll(async () => {
  api = await testApi(database);
});

async function post(body: string | Uint8Array<ArrayBuffer>, path = "/services") {
  const response = await api.app.request(`/api/v1${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${api.token}`,
      "faultline-workspace": api.workspace,
      "content-type": "application/json",
    },
    body,
  });
  return { status: response.status, body: await response.json() };
}

const nested = (depth: number, open: string, close: string) =>
  `{"slug":"deep","name":${open.repeat(depth)}1${close.repeat(depth)}}`;

describe("a body that no client of good faith sends is refused as a problem, at once", () => {
  test.each([
    ["arrays 10,000 deep", nested(10_000, "[", "]"), 422, "too-deep"],
    ["objects 10,000 deep", nested(10_000, '{"a":', "}"), 422, "too-deep"],
    ["arrays that fill the limit", nested(2_000_000, "[", "]"), 422, "too-deep"],
    ["a prototype", '{"slug":"a","name":"a","__proto__":{"isAdmin":true}}', 422, "reserved-name"],
    ["a prototype further in", '{"slug":"a","name":{"constructor":{"__proto__":{}}}}', 422, "reserved-name"],
    ["a NUL in a name", '{"slug":"a","name":"a","b\\u0000":1}', 422, "invalid-text"],
    ["a NUL in a text", '{"slug":"a","name":"a\\u0000"}', 422, "invalid-text"],
    ["half a surrogate pair", '{"slug":"a","name":"\\ud800"}', 422, "invalid-text"],
    [
      "broken UTF-8",
      new Uint8Array([...Buffer.from('{"slug":"'), 0xf0, 0x28, ...Buffer.from('"}')]),
      400,
      "malformed-text",
    ],
    ["overlong UTF-8", new Uint8Array([0xc0, 0xaf]), 400, "malformed-text"],
    ["UTF-16", new Uint8Array(Buffer.from('\ufeff{"slug":"a"}', "utf16le")), 400, "malformed-text"],
    ["half a body", '{"slug":', 400, "malformed-json"],
  ])("%s", async (_, body, status, code) => {
    const startedMs = performance.now();
    const answer = await post(body);
    expect(performance.now() - startedMs).toBeLessThan(2000);
    expect(answer).toMatchObject({ status, body: { code } });
    problemSchema.parse(answer.body);
  });

  test("brackets in a text are no depth, whatever is escaped before them", async () => {
    const name = `${"[{".repeat(35)}"\\`;
    const answer = await post(JSON.stringify({ slug: "brackets", name, weight: 1 }));
    expect(answer).toMatchObject({ status: 201, body: { name } });
  });

  test.each(["constructor", "toString", "hasOwnProperty"])("a field %s is nothing special", async (name) => {
    const answer = await post(JSON.stringify({ slug: "a", name: "a", [name]: { x: 1 } }));
    expect(answer.status).toBeLessThan(500);
    expect({}).not.toHaveProperty("x");
  });

  test("a file nested 10,000 deep is refused line by line, as any other", async () => {
    for (const text of [nested(10_000, "[", "]"), `[${nested(10_000, '{"a":', "}")}]`]) {
      expect((await post(text, "/imports/preview?kind=incidents")).status).toBeLessThan(500);
    }
  });
});
