import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "@/db/embedded/postgres";
import { startScratchPostgres } from "@/db/testing/scratch-server";
import { projectRoot } from "./project-root";

let folder = "";
let postgres: { url: string; stop(): Promise<void> };
let application: ChildProcess;
let address = "";
let output = "";

/** The Dockerfile's last stage without Docker: its COPY lines are read from the file and done here. */
function assemble(target: string): void {
  const copies = readFileSync(path.join(projectRoot, "Dockerfile"), "utf8").matchAll(
    /^COPY --from=build \S+ \/faultline\/(\S+) (\S+)$/gm,
  );
  for (const [, from = "", to = ""] of copies) {
    const source = path.join(projectRoot, from);
    expect(existsSync(source), `${from} is missing from the build`).toBe(true);
    const destination = path.join(target, to);
    mkdirSync(destination, { recursive: true });
    // The local build completes its output in place; a container's does not, and the image must not rely on it.
    const skipped = [".next/static", "public", "drizzle"].map((part) => path.join(source, part));
    cpSync(source, destination, {
      recursive: true,
      filter: (file) => from !== ".next/standalone" || !skipped.includes(file),
    });
  }
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "faultline-standalone-"));
  assemble(folder);
  postgres = await startScratchPostgres();
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  application = spawn(process.execPath, ["server.js"], {
    cwd: folder,
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      HOSTNAME: "127.0.0.1",
      PORT: String(port),
      DATABASE_URL: postgres.url,
      FAULTLINE_SECRET: randomBytes(32).toString("base64url"),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [application.stdout, application.stderr]) {
    stream?.on("data", (chunk) => {
      output += chunk;
    });
  }
});

afterAll(async () => {
  application?.kill("SIGKILL");
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function statusOf(page: string): Promise<number> {
  return fetch(address + page).then(
    (response) => response.status,
    () => 0,
  );
}

describe("the standalone output, run as a container runs it", () => {
  test("migrates an empty database by itself and becomes ready", async () => {
    await expect.poll(() => statusOf("/readyz"), { timeout: 30_000 }).toBe(200);
    expect(await statusOf("/healthz")).toBe(200);
  });

  test("serves a page with its style sheet", async () => {
    const page = await fetch(`${address}/`);
    expect(page.status, output).toBe(200);
    const html = await page.text();
    const sheet = /href="(\/_next\/static\/[^"]+\.css[^"]*)"/.exec(html)?.[1] ?? "";
    expect(await statusOf(sheet)).toBe(200);
  });

  test("ends soon after SIGTERM", async () => {
    const exit = new Promise((resolve) => application.once("exit", resolve));
    application.kill("SIGTERM");
    await exit;
    expect(await statusOf("/healthz")).toBe(0);
  });
});
