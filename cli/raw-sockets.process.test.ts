import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase, type DatabaseHandle } from "@/db/client";
import { freePort } from "@/db/embedded/postgres";
import { apiToken, workspace } from "@/db/schema";
import { startScratchPostgres } from "@/db/testing/scratch-server";
import { makeTokenText } from "@/server/token/token-text";
import { standaloneFolder } from "./start/build";

const ANSWER_MS_MAX = 2_000;

let postgres: { url: string; stop(): Promise<void> };
let database: DatabaseHandle;
let application: ChildProcess;
let port = 0;
let token = "";

beforeAll(async () => {
  postgres = await startScratchPostgres();
  port = await freePort();
  application = spawn(process.execPath, ["server.js"], {
    cwd: standaloneFolder,
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      HOSTNAME: "127.0.0.1",
      PORT: String(port),
      DATABASE_URL: postgres.url,
      FAULTLINE_SECRET: randomBytes(32).toString("base64url"),
    },
    stdio: "ignore",
  });
  await vi.waitUntil(isServing, { timeout: 60_000, interval: 100 });
  database = createDatabase(postgres.url, { maxConnections: 2 });
  token = await giveToken(database);
});

afterAll(async () => {
  application?.kill("SIGKILL");
  await database?.close();
  await postgres?.stop();
});

// Whatever a request was like, the next one is served by the same process.
afterEach(async () => {
  expect(application.exitCode).toBeNull();
  expect(await isServing()).toBe(true);
});

const isServing = (): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

async function giveToken({ db }: DatabaseHandle): Promise<string> {
  const [first] = await db.select().from(workspace).limit(1);
  const { text, hash, prefix } = makeTokenText();
  await db.insert(apiToken).values({
    workspaceId: first?.workspaceId ?? "",
    id: uuidv7(),
    name: "raw",
    kind: "service",
    prefix,
    tokenHash: hash,
    scopes: ["read", "write", "admin", "people"],
    requestsPerMinute: 1_000_000,
    createdBy: "tests",
    createdAt: new Date(),
  });
  return text;
}

interface Raw {
  text: string;
  statuses: number[];
  durationMs: number;
  isClosed: boolean;
}

/** Sends pieces as they are, and collects what comes back until the other end closes or falls silent. */
async function sendRaw(pieces: (string | Buffer)[], { halfClose = false, quietMs = 400 } = {}): Promise<Raw> {
  const socket = net.connect(port, "127.0.0.1");
  let text = "";
  let isClosed = false;
  let lastMs = performance.now();
  let answeredMs = 0;
  socket.on("error", () => undefined);
  socket.on("close", () => {
    isClosed = true;
  });
  socket.on("data", (bytes) => {
    text += bytes.toString("latin1");
    lastMs = performance.now();
    answeredMs ||= lastMs;
  });
  for (const piece of pieces) {
    socket.write(typeof piece === "string" ? Buffer.from(piece, "latin1") : piece);
    if (pieces.length > 1) await sleep(30);
  }
  const sentMs = performance.now();
  if (halfClose) socket.end();
  const isOver = () =>
    isClosed ||
    (text !== "" && performance.now() - lastMs > quietMs) ||
    performance.now() - sentMs > ANSWER_MS_MAX + 500;
  while (!isOver()) await sleep(10);
  socket.destroy();
  const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
  const endMs = answeredMs || (isClosed ? sentMs : performance.now());
  return { text, statuses, durationMs: endMs - sentMs, isClosed };
}

const head = (lines: string[], target = "/api/v1/services", method = "POST") =>
  [`${method} ${target} HTTP/1.1`, "Host: 127.0.0.1", ...lines, "", ""].join("\r\n");
const auth = () => `Authorization: Bearer ${token}`;
const JSON_TYPE = "Content-Type: application/json";
const GET = (target: string, ...lines: string[]) => head([auth(), ...lines], target, "GET");
const withBody = (body: string | Buffer, ...lines: string[]) =>
  Buffer.concat([
    Buffer.from(head([auth(), JSON_TYPE, `Content-Length: ${Buffer.byteLength(body)}`, ...lines]), "latin1"),
    Buffer.from(body),
  ]);

/** Every answer is an answer: no failure, in time, and an error in the one form that errors have. */
function expectRefusedOrServed({ text, statuses, durationMs }: Raw, what: string): void {
  for (const status of statuses) expect(status, `${what}: ${text.slice(0, 500)}`).toBeLessThan(500);
  expect(durationMs, what).toBeLessThan(ANSWER_MS_MAX);
  const isError = (statuses.at(-1) ?? 0) >= 400;
  if (isError && text.includes("content-type: application/problem+json")) {
    expect(text, what).toMatch(/"requestId":"[\w.:-]+"/);
  }
}

const DEEP = 10_000;
const slug = () => `s${randomBytes(6).toString("hex")}`;

describe("a complete request that is not well made", () => {
  const cases: [name: string, make: () => (string | Buffer)[], expected: number[]][] = [
    ["bad UTF-8 in the path", () => [GET("/api/v1/services/\xff\xfe")], [400, 404]],
    ["escaped bad UTF-8 in the path", () => [GET("/api/v1/services/%ff%fe")], [400, 404, 422]],
    ["half an escape in the path", () => [GET("/api/v1/services/%f")], [400, 404, 422]],
    ["bad UTF-8 in a page's path", () => [GET("/%c3%28/incidents")], [400, 404, 307, 200]],
    ["bad UTF-8 in a header", () => [GET("/api/v1/services", "Faultline-Workspace: \xff\xfe")], [404]],
    ["bad UTF-8 in a body", () => [withBody(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))], [400]],
    [
      "bad UTF-8 within a text of the body",
      () => [withBody(Buffer.from(`{"slug":"${slug()}","name":"a\xffb"}`, "latin1"))],
      [400],
    ],
    ["NUL in the target", () => [GET("/api/v1/ser\0vices")], [400]],
    ["NUL in a header", () => [GET("/api/v1/services", "X-A: a\0b")], [400]],
    ["NUL in the body", () => [withBody('{"slug":"a\0b","name":"x"}')], [400]],
    ["an escaped NUL in the body", () => [withBody('{"slug":"ab","name":"x\\u0000"}')], [422]],
    ["JSON 10,000 lists deep", () => [withBody("[".repeat(DEEP) + "]".repeat(DEEP))], [422]],
    ["JSON 10,000 objects deep", () => [withBody(`${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`)], [422]],
    [
      "__proto__ in the body",
      () => [
        withBody(
          `{"__proto__":{"slug":"p"},"constructor":{"prototype":{"x":1}},"slug":"${slug()}","name":"P"}`,
        ),
      ],
      [201, 422],
    ],
    [
      "two lengths that differ",
      () => [`${head([auth(), JSON_TYPE, "Content-Length: 2", "Content-Length: 3"])}{} `],
      [400],
    ],
    ["two lengths in one line", () => [`${head([auth(), JSON_TYPE, "Content-Length: 2, 2"])}{}`], [400]],
    [
      "a length and chunks",
      () => [
        `${head([auth(), JSON_TYPE, "Content-Length: 4", "Transfer-Encoding: chunked"])}2\r\n{}\r\n0\r\n\r\n`,
      ],
      [400],
    ],
    [
      "an encoding in disguise",
      () => [`${head([auth(), JSON_TYPE, "Transfer-Encoding: chunked, identity"])}2\r\n{}\r\n0\r\n\r\n`],
      [400],
    ],
    [
      "an encoding behind a tab",
      () => [`${head([auth(), JSON_TYPE, "Transfer-Encoding:\tx\x0bchunked", "Content-Length: 2"])}{}`],
      [400],
    ],
    ["a length with a sign", () => [`${head([auth(), JSON_TYPE, "Content-Length: +2"])}{}`], [400]],
    ["a length in hex", () => [`${head([auth(), JSON_TYPE, "Content-Length: 0x2"])}{}`], [400]],
    ["a length below nothing", () => [head([auth(), JSON_TYPE, "Content-Length: -1"])], [400]],
    [
      "a length beyond 64 bits",
      () => [head([auth(), JSON_TYPE, "Content-Length: 99999999999999999999"])],
      [400],
    ],
    [
      "a chunk size that is none",
      () => [`${head([auth(), JSON_TYPE, "Transfer-Encoding: chunked"])}zz\r\n{}\r\n0\r\n\r\n`],
      [400],
    ],
    [
      "a chunk size beyond 64 bits",
      () => [`${head([auth(), JSON_TYPE, "Transfer-Encoding: chunked"])}fffffffffffffffff\r\n{}`],
      [400],
    ],
    [
      "a chunk longer than it says",
      () => [`${head([auth(), JSON_TYPE, "Transfer-Encoding: chunked"])}1\r\n{}\r\n0\r\n\r\n`],
      [400],
    ],
    ["a space before the colon", () => [GET("/api/v1/services", "X-A : b")], [400]],
    ["a header over two lines", () => [GET("/api/v1/services", "X-A: b", " c")], [400, 200]],
    [
      "a bare line feed between headers",
      () => [GET("/api/v1/services").replace("\r\nAuthor", "\nAuthor")],
      [400, 200, 401],
    ],
    ["a bare carriage return", () => [GET("/api/v1/services", "X-A: b\rX-B: c")], [400]],
    ["headers of 20 KB", () => [GET("/api/v1/services", `X-A: ${"a".repeat(20_000)}`)], [431]],
    [
      "3,000 headers",
      () => [GET("/api/v1/services", ...Array.from({ length: 3_000 }, (_, index) => `X${index}: 1`))],
      [431],
    ],
    ["a target of 20 KB", () => [GET(`/api/v1/services?q=${"a".repeat(20_000)}`)], [431, 414]],
    ["no host", () => [`GET /api/v1/services HTTP/1.1\r\n${auth()}\r\n\r\n`], [400]],
    ["two hosts", () => [GET("/api/v1/services", "Host: evil.example")], [400, 200]],
    ["an absolute target", () => [GET("http://evil.example/api/v1/services")], [200, 308, 400, 404]],
    ["an absolute target without a path", () => [GET("http://evil.example")], [200, 307, 308, 400, 404]],
    ["a target with two slashes", () => [GET("//evil.example/api/v1/services")], [308, 400, 404]],
    ["a target with backslashes", () => [GET("/\\evil.example")], [308, 307, 400, 404]],
    ["a target without a slash", () => [GET("api/v1/services")], [400, 404]],
    ["an asterisk", () => [head([], "*", "OPTIONS")], [400]],
    ["dots", () => [GET("/api/v1/../../etc/passwd")], [400, 404, 308, 307, 200]],
    ["a fragment", () => [GET("/api/v1/services#x")], [200, 400, 404]],
    ["a method nobody knows", () => [head([auth()], "/api/v1/services", "BREW")], [400]],
    ["a method in lower case", () => [head([auth()], "/api/v1/services", "get")], [400]],
    // 0 stands for a connection that is closed without a word.
    ["CONNECT", () => [head([], "evil.example:443", "CONNECT")], [0]],
    ["TRACE", () => [head([auth()], "/api/v1/services", "TRACE")], [405]],
    ["a version of long ago", () => ["GET /api/v1/services\r\n\r\n"], [401]],
    ["a version to come", () => [GET("/api/v1/services").replace("HTTP/1.1", "HTTP/9.9")], [400]],
    ["the preface of HTTP/2", () => ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"], [400]],
    ["the greeting of TLS", () => [Buffer.from([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0])], [400]],
    ["noise", () => [randomBytes(2_000)], [400, 431]],
    [
      "an upgrade to what is not there",
      () => [GET("/api/v1/services", "Connection: Upgrade", "Upgrade: websocket")],
      [0, 200, 400, 404, 426],
    ],
    ["an expectation nobody meets", () => [GET("/api/v1/services", "Expect: the-impossible")], [200, 417]],
    ["an If-Match of bad bytes", () => [GET("/api/v1/services", "If-Match: \xff")], [200]],
    ["an Idempotency-Key of bad bytes", () => [withBody("{}", "Idempotency-Key: \xff\xfe")], [422]],
    [
      "a cookie of bad bytes",
      () => [head(["Cookie: faultline.session_token=\xff%00%ff; \xfe"], "/api/v1/services", "GET")],
      [401],
    ],
    [
      "a page with a cookie of bad bytes",
      () => [head(["Cookie: faultline.session_token=%ff.%00; a=%"], "/sign-in", "GET")],
      [200, 307],
    ],
  ];

  test.each(cases)("%s", async (name, make, expected) => {
    let answer = await sendRaw(make());
    // A machine that stands still for a moment is no fault of the server: then it is asked once more.
    if (answer.durationMs > ANSWER_MS_MAX) answer = await sendRaw(make());
    expectRefusedOrServed(answer, name);
    const location = /^location: (.*)$/im.exec(answer.text)?.[1];
    expect(location ?? "", name).not.toMatch(/^(https?:)?[/\\]{2}/i);
    expect(expected, `${name}: ${answer.text.slice(0, 400)}`).toContain(answer.statuses[0] ?? 0);
  });
});

describe("requests on one connection", () => {
  test("that come at once are answered in their order", async () => {
    const { statuses } = await sendRaw([
      GET("/api/v1/services") + GET("/api/v1/nothing") + GET("/api/v1/teams"),
    ]);
    expect(statuses).toEqual([200, 404, 200]);
  });

  test("find it open for longer than the minute that a proxy keeps it idle", async () => {
    const { text } = await sendRaw([GET("/api/v1/services")]);
    expect(Number(/^keep-alive: timeout=(\d+)/im.exec(text)?.[1])).toBeGreaterThan(60);
  });

  test("cannot be smuggled in the body of another", async () => {
    const hidden = GET("/api/v1/services/smuggled");
    const shapes = [
      `${head([auth(), JSON_TYPE, "Content-Length: 4", "Transfer-Encoding: chunked"])}0\r\n\r\n${hidden}`,
      `${head([auth(), JSON_TYPE, "Transfer-Encoding: xchunked"])}0\r\n\r\n${hidden}`,
      `${head([auth(), JSON_TYPE, "Transfer-Encoding : chunked"])}0\r\n\r\n${hidden}`,
      head([auth(), JSON_TYPE, "Content-Length: 0", `Content-Length: ${hidden.length}`]) + hidden,
      `${head([auth(), JSON_TYPE, "X: y\nTransfer-Encoding: chunked"])}0\r\n\r\n${hidden}`,
    ];
    for (const shape of shapes) {
      const answer = await sendRaw([shape]);
      expectRefusedOrServed(answer, shape.slice(0, 200));
      expect(answer.statuses, shape.slice(0, 200)).toEqual([400]);
      expect(answer.isClosed, shape.slice(0, 200)).toBe(true);
    }
  });

  test("are answered or ended when the other end has said all it will", async () => {
    const answer = await sendRaw([GET("/api/v1/services")], { halfClose: true });
    expectRefusedOrServed(answer, "half closed");
    expect(answer.isClosed || answer.statuses[0] === 200).toBe(true);
  });

  test("that arrive in pieces are put together", async () => {
    const body = `{"slug":"${slug()}","name":"Pieces"}`;
    const bytes = withBody(body);
    const pieces = Array.from({ length: 12 }, (_, index) =>
      bytes.subarray(Math.floor((index * bytes.length) / 12), Math.floor(((index + 1) * bytes.length) / 12)),
    );
    expect((await sendRaw(pieces)).statuses).toEqual([201]);
  });

  test("that are cut off in their body write nothing and leave nothing waiting", async () => {
    const cut = slug();
    const bytes = withBody(`{"slug":"${cut}","name":"Cut"}`);
    const half = await sendRaw([bytes.subarray(0, bytes.length - 5)], { halfClose: true });
    for (const status of half.statuses) expect(status).toBeLessThan(500);
    const found = await sendRaw([GET(`/api/v1/services/${cut}`)]);
    expect(found.statuses).toEqual([404]);
  });

  test("that never end keep nobody else waiting", async () => {
    const slow = Array.from({ length: 50 }, () => {
      const socket = net.connect(port, "127.0.0.1");
      socket.on("error", () => undefined);
      socket.write(`${head([auth(), JSON_TYPE, "Content-Length: 1000"])}{`);
      return socket;
    });
    await sleep(200);
    let answer = await sendRaw([GET("/api/v1/services")]);
    if (answer.durationMs > ANSWER_MS_MAX) answer = await sendRaw([GET("/api/v1/services")]);
    expectRefusedOrServed(answer, "beside 50 slow ones");
    expect(answer.statuses).toEqual([200]);
    for (const socket of slow) socket.destroy();
  });
});
