import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import net from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freePort } from "@/db/embedded/postgres";
import { startScratchPostgres } from "@/db/testing/scratch-server";
import { standaloneFolder } from "./start/build";

let postgres: { url: string; stop(): Promise<void> };
let plain: Server;
let behindProxy: Server;

interface Server {
  address: string;
  port: number;
  process: ChildProcess;
  output(): string;
}

async function serve(env: Record<string, string>): Promise<Server> {
  const port = await freePort();
  const child = spawn(process.execPath, ["server.js"], {
    cwd: standaloneFolder,
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      HOSTNAME: "127.0.0.1",
      PORT: String(port),
      DATABASE_URL: postgres.url,
      FAULTLINE_SECRET: randomBytes(32).toString("base64url"),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const address = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${address}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
  await vi.waitUntil(isReady, { timeout: 30_000, interval: 50 });
  return { address, port, process: child, output: () => output };
}

beforeAll(async () => {
  postgres = await startScratchPostgres();
  plain = await serve({});
  behindProxy = await serve({
    FAULTLINE_URL: "https://faultline.example.com",
    FAULTLINE_TRUSTED_PROXIES: "127.0.0.0/8",
  });
});

afterAll(async () => {
  for (const server of [plain, behindProxy]) server?.process.kill("SIGKILL");
  await postgres?.stop();
});

/** The line that the log wrote about the request. */
async function loggedOf(server: Server, requestId: string): Promise<Record<string, unknown>> {
  const find = () =>
    server
      .output()
      .split("\n")
      .find((line) => line.startsWith("{") && line.includes(requestId));
  await expect.poll(find, { timeout: 5000 }).toBeDefined();
  return JSON.parse(find() ?? "");
}

/** Sends bytes as they are, and what came back until the connection ended. */
function sendRaw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = net.connect(port, "127.0.0.1", () => socket.write(Buffer.from(bytes, "latin1")));
    socket.setTimeout(5000, () => socket.destroy());
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", (error) => (answer === "" ? reject(error) : resolve(answer)));
  });
}

const ANSWERS: [method: string, path: string][] = [
  ["GET", "/"],
  ["GET", "/reference"],
  ["GET", "/nothing/is/here"],
  ["GET", "/_global-error"],
  ["GET", "/favicon.svg"],
  ["GET", "/healthz"],
  ["GET", "/readyz"],
  ["GET", "/_next/static/none.js"],
  ["GET", "/api/v1/incidents"],
  ["GET", "/api/v1/nothing"],
  ["POST", "/api/v1/incidents"],
  ["POST", "/api/preferences"],
  ["GET", "/api/nothing"],
  ["GET", "/trailing/"],
  ["GET", "/%ff"],
  ["GET", "/%00"],
  ["GET", "/reference?q=%00"],
  ["GET", "/reference?q=%ff"],
  ["GET", "/api/v1/incidents/%ff"],
  ["GET", "/api/v1/incidents/%00"],
  ["GET", "/..%2f..%2fetc/passwd"],
];

describe("every answer", () => {
  test.each(ANSWERS)("%s %s carries the safe headers", async (method, path) => {
    const answer = await fetch(plain.address + path, { method, redirect: "manual" });
    const { headers } = answer;
    expect(answer.status).toBeLessThan(path === "/_global-error" ? 501 : 500);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
    expect(headers.get("permissions-policy")).toContain("camera=()");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("strict-transport-security")).toBeNull();
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    const policy = headers.get("content-security-policy") ?? "";
    if (headers.get("content-type")?.startsWith("text/html")) expect(policy).toContain("'strict-dynamic'");
    else expect(policy).toMatch(/^default-src 'none'/);
    if (path !== "/favicon.svg") expect(headers.get("cache-control")).toContain("no-store");
    expect(headers.get("x-powered-by")).toBeNull();
  });

  test("promises TLS where FAULTLINE_URL has it, decided when the process starts", async () => {
    for (const path of ["/reference", "/api/v1/incidents", "/favicon.svg"]) {
      const { headers } = await fetch(behindProxy.address + path);
      expect(headers.get("strict-transport-security")).toMatch(/^max-age=\d{8}/);
    }
  });

  test("build files keep their caching", async () => {
    const html = await (await fetch(`${plain.address}/reference`)).text();
    const sheet = /href="(\/_next\/static\/[^"]+\.css[^"]*)"/.exec(html)?.[1] ?? "";
    const { headers } = await fetch(plain.address + sheet);
    expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("every script of a page carries its nonce, a new one each time that no caller chooses", async () => {
    const nonces = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const chosen = { "content-security-policy": "script-src 'nonce-chosen'" };
      const page = await fetch(`${plain.address}/reference`, { headers: chosen });
      const nonce = /'nonce-([^']+)'/.exec(page.headers.get("content-security-policy") ?? "")?.[1] ?? "";
      const scripts = (await page.text()).match(/<script\b[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(3);
      for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
    expect([...nonces]).not.toContain("chosen");
  });
});

describe("the log", () => {
  const forged = {
    "x-forwarded-for": "6.6.6.6",
    "x-real-ip": "6.6.6.6",
    forwarded: "for=6.6.6.6",
    "x-client-ip": "6.6.6.6",
  };

  test("holds the socket's own address, whatever the headers say", async () => {
    const headers = { ...forged, "x-request-id": "forged-address" };
    await fetch(`${plain.address}/api/v1/incidents`, { headers });
    expect(await loggedOf(plain, "forged-address")).toMatchObject({
      level: "info",
      method: "GET",
      route: "/api/v1/incidents",
      status: 401,
      address: "127.0.0.1",
    });
  });

  test("holds the address that a trusted proxy saw, and not the one its caller wrote", async () => {
    const headers = { "x-forwarded-for": "6.6.6.6, 203.0.113.9", "x-request-id": "proxied-address" };
    await fetch(`${behindProxy.address}/api/v1/incidents`, { headers });
    expect(await loggedOf(behindProxy, "proxied-address")).toMatchObject({ address: "203.0.113.9" });
  });

  test("holds neither the token nor the password of a request", async () => {
    const planted = "pl4nted-Value-0123456789";
    await fetch(`${plain.address}/api/v1/incidents?q=${planted}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${planted}`,
        cookie: `session=${planted}`,
        "content-type": "application/json",
        "x-request-id": "with-secrets",
      },
      body: JSON.stringify({ password: planted }),
    });
    await loggedOf(plain, "with-secrets");
    expect(plain.output()).not.toContain(planted);
  });
});

describe("what is no request", () => {
  test.each([
    [
      "conflicting lengths",
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      400,
    ],
    ["two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400],
    ["a NUL in the address", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 400],
    ["a NUL in a header", "GET / HTTP/1.1\r\nHost: a\r\nX-A: \0\r\n\r\n", 400],
    ["an address that cannot be decoded", "GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n", 400],
    ["no HTTP at all", "\x16\x03\x01 hello\r\n\r\n", 400],
    ["a header folded over lines", "GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n", 400],
    ["headers beyond the limit", `GET / HTTP/1.1\r\nHost: a\r\nX-A: ${"a".repeat(20_000)}\r\n\r\n`, 431],
  ])("%s is refused in the same form as every other error", async (_, bytes, status) => {
    const answer = await sendRaw(plain.port, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain("content-type: application/problem+json");
    expect(answer).toContain("x-content-type-options: nosniff");
    const problem = JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4));
    expect(problem).toMatchObject({ status, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  });

  test("leaves the process serving", async () => {
    expect((await fetch(`${plain.address}/healthz`)).status).toBe(200);
  });
});
