import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { request } from "node:http";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { postgresAccount, reachableTemporaryFolder } from "@/db/embedded/account";
import { freePort } from "@/db/embedded/postgres";
import { startScratchPostgres } from "@/db/testing/scratch-server";
import { projectRoot } from "./project-root";
import { type Started, startProcess } from "./start/testing/start-process";

let folder = "";
let running: Started | undefined;

beforeAll(() => {
  folder = reachableTemporaryFolder(postgresAccount(), "faultline-link-");
});

afterEach(async () => {
  await running?.end();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(env: Record<string, string>): Promise<Started> {
  running = startProcess({ FAULTLINE_SAMPLE: "off", PORT: String(await freePort()), ...env });
  await running.ready;
  return running;
}

interface Answer {
  status: number;
  location: string | undefined;
  cookies: string[];
  text: string;
}

/** Unlike fetch it sends the Host it is told, as a foreign page's name would. */
function get(address: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(address, { method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => {
        const { location, "set-cookie": cookies = [] } = response.headers;
        resolve({ status: response.statusCode ?? 0, location, cookies, text });
      });
    });
    sent.once("error", reject).end();
  });
}

const linkIn = (output: string): string => /http:\/\/\S+\/sign-in\/link\?token=\S+/.exec(output)?.[0] ?? "";

describe("the link that npm start prints", () => {
  test("signs the owner in once, here alone; login-link makes another", async () => {
    const env = { FAULTLINE_DATA_DIR: path.join(folder, "data") };
    const { output, address } = await start(env);
    const link = linkIn(output());
    expect(link).toContain(address);
    const passedOn: Record<string, string>[] = [
      { host: "evil.example" },
      { "x-forwarded-for": "203.0.113.9" },
      { "x-forwarded-host": "faultline.example.com" },
      { forwarded: "for=203.0.113.9" },
    ];
    for (const headers of passedOn) expect((await get(link, headers)).status).toBe(403);
    expect((await get(link, {}, "HEAD")).status).toBe(405);
    expect((await get(link, { "sec-purpose": "prefetch" })).status).toBe(503);
    const opened = await get(`${link}&next=//evil.example`);
    expect([opened.status, opened.location]).toEqual([303, "/"]);
    for (const cookie of opened.cookies) expect(cookie).toMatch(/; HttpOnly; SameSite=Lax/);
    const cookie = opened.cookies.map((one) => one.split(";")[0]).join("; ");
    const session = await get(`${address}/api/v1/session`, { cookie });
    expect(JSON.parse(session.text)).toMatchObject({
      user: { email: "owner@localhost", hasPassword: false },
      workspaces: [{ slug: "default", roles: [{ role: "owner", team: null }] }],
    });
    const again = await get(link);
    expect(again.status).toBe(410);
    expect(again.text).toContain("npx faultline login-link");
    expect(again.cookies).toEqual([]);
    const made = spawnSync(process.execPath, ["cli/faultline.mjs", "login-link"], {
      cwd: projectRoot,
      env: { ...process.env, ...env, DATABASE_URL: "" },
      encoding: "utf8",
    });
    expect(made.stdout).toBe(`${linkIn(made.stdout)}\n`);
    expect((await get(made.stdout.trim())).status).toBe(303);
  });
});

describe("the set-up code", () => {
  test("stands in the output of a start with DATABASE_URL until there is a user", async () => {
    const postgres = await startScratchPostgres();
    try {
      const secret = randomBytes(32).toString("base64url");
      const env = { DATABASE_URL: postgres.url, FAULTLINE_SECRET: secret };
      const { output, address, end } = await start(env);
      expect(linkIn(output())).toBe("");
      const code = /set-up code ([A-Z0-9-]{23})/.exec(output())?.[1];
      const answer = await fetch(`${address}/api/v1/set-up`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          code,
          name: "Ada",
          email: "ada@example.com",
          password: "kettle broom lantern",
        }),
      });
      expect(answer.status).toBe(201);
      await end();
      expect((await start(env)).output()).not.toContain("set-up code");
      await running?.end();
    } finally {
      await postgres.stop();
    }
  });
});
