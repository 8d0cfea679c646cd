import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type DatabaseHandle } from "@/db/client";
import { freePort } from "@/db/embedded/postgres";
import { policyVersion, workspace } from "@/db/schema";
import { startScratchPostgres } from "@/db/testing/scratch-server";
import { giveToken } from "@/server/api/testing/callers";
import { projectRoot } from "./project-root";
import { type Started, startProcess } from "./start/testing/start-process";

const SECRET = "tests-only-kx7Qd2vN9pLw4RzB8sYc3TfH6mJg1Ae0";
const REPOSITORY = "github.com/acme/shop";
const [KNOWN, UNKNOWN] = ["a".repeat(40), "b".repeat(40)];
let folder = "";
let postgres: { url: string; stop(): Promise<void> };
let database: DatabaseHandle;
let running: Started;
let token = "";
let workspaceId = "";
/** Stands where Faultline should be, and is told what to answer. */
let broken: Server;
let brokenUrl = "";
/** By the token that asks, and how often each asked. */
const answers = new Map<string, { status: number; body: string } | "nothing">();
const asked = new Map<string, number>();

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "faultline-gate-"));
  postgres = await startScratchPostgres();
  running = startProcess({
    DATABASE_URL: postgres.url,
    FAULTLINE_SECRET: SECRET,
    FAULTLINE_SAMPLE: "off",
    PORT: String(await freePort()),
  });
  broken = createServer((request, response) => {
    const as = request.headers.authorization?.replace("Bearer ", "") ?? "";
    asked.set(as, (asked.get(as) ?? 0) + 1);
    const answer = answers.get(as) ?? "nothing";
    if (answer !== "nothing") response.writeHead(answer.status).end(answer.body);
  });
  await new Promise<void>((resolve) => broken.listen(0, "127.0.0.1", resolve));
  brokenUrl = `http://127.0.0.1:${(broken.address() as AddressInfo).port}`;
  await running.ready;
  database = createDatabase(postgres.url, { maxConnections: 2 });
  const [first] = await database.db.select().from(workspace);
  workspaceId = first?.workspaceId ?? "";
  token = await giveToken(database.db, workspaceId);
  await savePolicy(1, "enforce");
  await api("/changes", {
    kind: "code",
    title: "Fix totals",
    repository: REPOSITORY,
    revision: KNOWN,
    mergedAt: new Date(Date.now() - 60_000).toISOString(),
  });
});

afterAll(async () => {
  await running?.end();
  broken?.closeAllConnections();
  broken?.close();
  await database?.close();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function api(route: string, body: unknown, headers: Record<string, string> = {}): Promise<void> {
  const answer = await fetch(`${running.address}/api/v1${route}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  expect(answer.status, await answer.text()).toBeLessThan(300);
}

async function savePolicy(version: number, mode: "enforce" | "monitor"): Promise<void> {
  const at = new Date(Date.now() - 1000);
  await database.db.insert(policyVersion).values({
    workspaceId,
    version,
    rules: [
      {
        id: "one",
        name: "Everything needs somebody",
        mode,
        when: {},
        require: { approvals: 1, minimumLevel: "senior" },
      },
    ],
    whenUnreachable: "open",
    reason: "Test",
    savedBy: "Test",
    savedAt: at,
    effectiveFrom: at,
  });
}

interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** As a pipeline runs it: with an environment of its own, and no database to be found in it. */
function gate(args: string[], env: Record<string, string> = {}): { child: ChildProcess; ran: Promise<Ran> } {
  const child = spawn(process.execPath, [path.join(projectRoot, "cli", "faultline.mjs"), "gate", ...args], {
    cwd: folder,
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      HOME: folder,
      FAULTLINE_URL: running.address,
      FAULTLINE_TOKEN: token,
      FAULTLINE_CACHE_DIR: path.join(folder, "cache"),
      ...env,
    },
  });
  const ran: Ran = { code: null, out: "", err: "" };
  child.stdout?.on("data", (chunk) => {
    ran.out += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    ran.err += chunk;
  });
  return {
    child,
    ran: new Promise((resolve) => child.once("close", (code) => resolve({ ...ran, code }))),
  };
}

const run = (args: string[], env?: Record<string, string>) => gate(args, env).ran;
const revision = (sha: string) => ["--repository", REPOSITORY, "--revision", sha];

describe("npx faultline gate, against the running application", () => {
  test("holds with exit code 1, and says what is missing and where to go", async () => {
    const { code, out, err } = await run(revision(KNOWN));
    expect([code, err]).toEqual([1, ""]);
    expect(out).toContain(`HELD: ${REPOSITORY} at aaaaaaaaaaaa may not go to production.`);
    expect(out).toContain("missing: the approval of a senior or higher");
    expect(out).toContain(`${running.address}/default/`);
  });

  test("runs as the one file that the application serves, from a folder with nothing else in it", async () => {
    const alone = mkdtempSync(path.join(folder, "alone-"));
    const isCurlHere = spawnSync("curl", ["--version"]).status === 0;
    // As the documentation says it; a machine without curl fetches the same.
    const take = isCurlHere
      ? 'curl -fsS "$FAULTLINE_URL/cli/faultline.mjs" -o faultline.mjs'
      : `"$NODE" -e 'fetch(process.env.FAULTLINE_URL + "/cli/faultline.mjs").then((r) => r.text()).then((t) => fs.writeFileSync("faultline.mjs", t))'`;
    const sh = (script: string) =>
      spawnSync("sh", ["-c", script], {
        cwd: alone,
        encoding: "utf8",
        env: {
          PATH: process.env.PATH,
          NODE_ENV: "production",
          NODE: process.execPath,
          HOME: alone,
          FAULTLINE_URL: running.address,
          FAULTLINE_TOKEN: token,
        },
      });
    const asked = sh(
      `${take} && "$NODE" faultline.mjs gate --repository ${REPOSITORY} --revision ${KNOWN} --json`,
    );
    expect([asked.status, asked.stderr]).toEqual([1, ""]);
    expect(JSON.parse(asked.stdout)).toMatchObject({ decision: "hold", answer: { policyVersion: 1 } });
    const log = `"$NODE" faultline.mjs log-change --kind config --title "Raise the limit" --source deploy --external-id 7`;
    const logged = sh(`${log} --ai-role wrote-code --ai-tool claude --json`);
    expect([logged.status, logged.stderr]).toEqual([0, ""]);
    expect(JSON.parse(sh(`${log} --json`).stdout).id).toBe(JSON.parse(logged.stdout).id);
    const glass = sh(
      `"$NODE" faultline.mjs break-glass --repository ${REPOSITORY} --revision ${KNOWN} --reason "Checkout answers 500 and this reverts it"`,
    );
    expect([glass.status, glass.stdout]).toEqual([2, ""]);
    expect(sh('"$NODE" faultline.mjs gat').status).toBe(2);
    expect(sh('"$NODE" faultline.mjs --version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test("prints JSON with the promised names", async () => {
    const { code, out } = await run([...revision(KNOWN), "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      decision: "hold",
      exitCode: 1,
      code: null,
      unreachable: null,
      answer: { decision: "hold", missing: { approvals: 1, minimumLevel: "senior" }, policyVersion: 1 },
    });
  });

  test("takes 2 for what nobody can tell: half a revision, a wrong token, a wrong call", async () => {
    const [half, stranger, noRepository, soon, nowhere] = await Promise.all([
      run([...revision("abc1234"), "--json"]),
      run(revision(KNOWN), { FAULTLINE_TOKEN: "flt_nobody" }),
      run(["--revision", KNOWN]),
      run([...revision(KNOWN), "--wait", "soon"]),
      run(revision(KNOWN), { FAULTLINE_URL: "" }),
    ]);
    expect([half.code, JSON.parse(half.out).code]).toEqual([2, "revision-not-whole"]);
    expect([stranger.code, stranger.out]).toEqual([2, ""]);
    expect(stranger.err).toContain("not valid");
    expect([noRepository.code, soon.code, nowhere.code]).toEqual([2, 2, 2]);
    expect(nowhere.err).toContain("FAULTLINE_URL");
  });

  test("waits until it may go, and no longer than it was told to", async () => {
    const tooShort = await run([...revision(KNOWN), "--wait", "3s"]);
    expect(tooShort.code).toBe(1);
    const { child, ran } = gate([...revision(KNOWN), "--wait", "60s"]);
    await new Promise<void>((resolve) => child.stderr?.once("data", () => resolve()));
    await savePolicy(2, "monitor");
    const { code, out, err } = await ran;
    expect([code, err.match(/Asking again/g)?.length]).toEqual([0, 1]);
    expect(out).toContain("ALLOWED");
    expect(out).toContain("not held, the rule only monitors: Fix totals");
  });

  test("allows what is not on record where nothing is enforced", async () => {
    const { code, out } = await run(revision(UNKNOWN));
    expect(code).toBe(0);
    expect(out).toContain("is not on record");
  });
});

describe("when Faultline cannot be asked", () => {
  const elsewhere = (as: string, over: Record<string, string> = {}) => ({
    FAULTLINE_URL: brokenUrl,
    FAULTLINE_TOKEN: as,
    FAULTLINE_CACHE_DIR: path.join(folder, "other"),
    ...over,
  });

  test("tries again, then follows the policy's choice, the option or caution, and says so loudly", async () => {
    const told = {
      repository: REPOSITORY,
      revision: KNOWN,
      decision: "allow",
      reason: "Fine.",
      whenUnreachable: "closed",
      changes: [],
      policyVersion: 1,
    };
    answers.set("busy", { status: 503, body: "busy" });
    answers.set("open", { status: 500, body: "{}" });
    answers.set("learned", { status: 200, body: JSON.stringify(told) });
    answers.set("silent", "nothing");
    answers.set("foreign", { status: 200, body: "<html>Sign in</html>" });
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const learn = async () => {
      const first = await run(revision(KNOWN), elsewhere("learned"));
      answers.set("learned", { status: 502, body: "" });
      return [
        first,
        await run([...revision(KNOWN), "--unreachable", "open", "--json"], elsewhere("learned")),
      ];
    };
    const [busy, open, [first, held], refused, silent, foreign] = await Promise.all([
      run(revision(KNOWN), elsewhere("busy")),
      run([...revision(KNOWN), "--unreachable", "open", "--json"], elsewhere("open")),
      learn(),
      run(revision(KNOWN), elsewhere("nobody", { FAULTLINE_URL: nowhere })),
      run([...revision(KNOWN), "--timeout", "1s"], elsewhere("silent")),
      run(revision(KNOWN), elsewhere("foreign")),
    ]);
    expect([busy.code, asked.get("busy")]).toEqual([1, 4]);
    expect(busy.err).toMatch(
      /could not be asked: it answered 503\.\nHOLDING IT, as it is without --unreachable/,
    );
    expect(open.code).toBe(0);
    expect(open.err).toContain("LETTING IT THROUGH UNASKED");
    expect(JSON.parse(open.out)).toMatchObject({
      decision: "allow",
      code: "unreachable",
      answer: null,
      unreachable: { choice: "open", chosenBy: "option" },
    });
    expect([first?.code, held?.code]).toEqual([0, 1]);
    expect(JSON.parse(held?.out ?? "")).toMatchObject({
      unreachable: { choice: "closed", chosenBy: "policy" },
    });
    const kept = readFileSync(path.join(folder, "other", "gate.json"), "utf8");
    expect(kept).toContain(brokenUrl);
    expect(kept).not.toContain('learned"');
    expect(refused.err).toContain("the connection was refused");
    expect(silent.err).toContain("it did not answer within 1 s");
    expect([foreign.code, foreign.err]).toEqual([1, expect.stringContaining("is not Faultline")]);
  });
});

test("what is written once is read back by one question after another: in the bundle, too, pg warns of none", async () => {
  await api("/changes", { kind: "config", title: "Lower the limit" }, { "idempotency-key": "once" });
  expect(running.output()).not.toContain("DeprecationWarning");
});
