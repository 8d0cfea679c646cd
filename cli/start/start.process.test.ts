import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { postgresAccount, reachableTemporaryFolder } from "@/db/embedded/account";
import { freePort } from "@/db/embedded/postgres";
import { startScratchPostgres } from "@/db/testing/scratch-server";
import { type Started, startProcess } from "./testing/start-process";

/** Any good one will do where DATABASE_URL is given. */
const secret = randomBytes(32).toString("base64url");

let folder = "";
const started: Started[] = [];

beforeAll(() => {
  folder = reachableTemporaryFolder(postgresAccount(), "faultline-start-");
});

afterEach(async () => {
  for (const one of started.splice(0)) await one.end();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function launch(env: Record<string, string>): Promise<Started> {
  const port = env.PORT ?? String(await freePort());
  const one = startProcess({
    FAULTLINE_SAMPLE: "off",
    FAULTLINE_DATA_DIR: path.join(folder, "data"),
    ...(env.DATABASE_URL === undefined ? {} : { FAULTLINE_SECRET: secret }),
    PORT: port,
    ...env,
  });
  started.push(one);
  return one;
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, "127.0.0.1", () => resolve(server));
  });
}

/** A request whose second half is sent later: until then the server has it in hand. */
function openRequest(url: string, cookie: string) {
  const headers = { "content-type": "application/json", cookie };
  const request = httpRequest(url, { method: "POST", headers });
  const status = new Promise<number>((resolve, reject) => {
    request.once("response", (response) => resolve(response.statusCode ?? 0));
    request.once("error", reject);
  });
  // An early failure is reported where the status is awaited.
  status.catch(() => undefined);
  const sent = new Promise((resolve) => request.write('{"slug":"checkout",', resolve)).then(() => sleep(300));
  return { status, sent, finish: () => request.end('"name":"Checkout"}') };
}

/** The owner's session, by the link that the start printed. */
async function ownerCookie(one: Started): Promise<string> {
  const find = () => /http:\/\/\S+\/sign-in\/link\?token=\S+/.exec(one.output())?.[0];
  await expect.poll(find, { timeout: 5000 }).toBeTruthy();
  const answer = await fetch(find() ?? "", { redirect: "manual" });
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

function isServed(address: string): Promise<boolean> {
  return fetch(`${address}/healthz`).then(
    () => true,
    () => false,
  );
}

describe("a start that cannot succeed says why in one paragraph and ends with 1", () => {
  test("the port is taken", async () => {
    const port = await freePort();
    const other = await listen(port);
    const one = await launch({ PORT: String(port) });
    expect(await one.exit).toBe(1);
    expect(one.output()).toContain(`Port ${port} is taken`);
    expect(one.output()).not.toContain("    at ");
    other.close();
  });

  test("the data folder cannot be written", async () => {
    const one = await launch({ FAULTLINE_DATA_DIR: "/dev/null/data" });
    expect(await one.exit).toBe(1);
    expect(one.output()).toMatch(/The data folder \/dev\/null\/data cannot be written .*FAULTLINE_DATA_DIR/s);
  });

  test("the database is unreachable, and its password stays out of the message", async () => {
    const one = await launch({ DATABASE_URL: `postgres://u:secret@127.0.0.1:${await freePort()}/x` });
    expect(await one.exit).toBe(1);
    expect(one.output()).toMatch(/The database at postgres:\/\/u:\*\*\*@.* cannot be used: .*ECONNREFUSED/s);
    expect(one.output()).not.toContain("secret");
  });

  test("DATABASE_URL is given and the secret is not", async () => {
    const one = await launch({ DATABASE_URL: "postgres://u@127.0.0.1:1/x", FAULTLINE_SECRET: "" });
    expect(await one.exit).toBe(1);
    expect(one.output()).toContain("FAULTLINE_SECRET is not set");
    expect(one.output()).toContain("npx faultline secret");
  });

  test("the secret is one that stands in examples", async () => {
    const one = await launch({ FAULTLINE_SECRET: "changeme-changeme-changeme-changeme-now" });
    expect(await one.exit).toBe(1);
    expect(one.output()).toContain("FAULTLINE_SECRET is a value that stands in examples");
    expect(one.output()).not.toContain("changeme-");
  });

  test("a variable is wrong", async () => {
    const one = await launch({ PORT: "many" });
    expect(await one.exit).toBe(1);
    expect(one.output()).toContain("PORT must be a whole number from 0 to 65535");
  });
});

describe("a running Faultline", () => {
  test("names its address and data folder, and refuses a second one on its folder by pid and address", async () => {
    const first = await launch({});
    await first.ready;
    expect(first.output()).toContain(path.join(folder, "data"));
    expect(first.output()).toContain("listens on this machine only");
    const second = await launch({});
    expect(await second.exit).toBe(1);
    expect(second.output()).toContain(`pid ${first.pid}, at ${first.address}`);
  });

  test("answers the request that runs when SIGTERM comes, then stops its Postgres and ends with 0", async () => {
    const one = await launch({});
    await one.ready;
    expect(one.postgresPids()).not.toHaveLength(0);
    const running = openRequest(`${one.address}/api/v1/services`, await ownerCookie(one));
    await running.sent;
    one.signal("SIGTERM");
    await expect.poll(() => isServed(one.address), { timeout: 5000 }).toBe(false);
    running.finish();
    expect(await running.status).toBe(201);
    expect(await one.exit).toBe(0);
    expect(one.postgresPids()).toEqual([]);
  });

  test("starts again by itself after its starter, server and Postgres were killed", async () => {
    const first = await launch({});
    await first.ready;
    first.signal("SIGKILL");
    await first.exit;
    const second = await launch({});
    await second.ready;
    for (const pid of second.postgresPids()) process.kill(pid, "SIGKILL");
    second.signal("SIGKILL");
    await second.exit;
    const third = await launch({});
    await third.ready;
    expect((await fetch(`${third.address}/readyz`)).status).toBe(200);
  });

  test("brings its Postgres back when that dies", async () => {
    const one = await launch({});
    await one.ready;
    for (const pid of one.postgresPids()) process.kill(pid, "SIGKILL");
    await expect
      .poll(() => one.output(), { timeout: 20_000 })
      .toContain("The embedded Postgres ended unexpectedly; starting it again");
    await expect
      .poll(async () => (await fetch(`${one.address}/readyz`)).status, { timeout: 20_000 })
      .toBe(200);
  });
});

test("two instances that start at once on one empty database both become ready", async () => {
  const scratch = await startScratchPostgres();
  try {
    const pair = [await launch({ DATABASE_URL: scratch.url }), await launch({ DATABASE_URL: scratch.url })];
    await Promise.all(pair.map((one) => one.ready));
    for (const one of pair) one.signal("SIGTERM");
    expect(await Promise.all(pair.map((one) => one.exit))).toEqual([0, 0]);
  } finally {
    await scratch.stop();
  }
});
