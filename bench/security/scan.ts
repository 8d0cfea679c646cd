import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { z } from "zod";
import { PLANTED, startProxy } from "./planted-proxy";

// Scans a running Faultline, signed in as its owner, with wapiti and sqlmap (Debian's packages):
//   npx tsx bench/security/scan.ts http://127.0.0.1:3000 <database URL>
// First with two holes planted before the application, which both must find; then without. Only loopback is scanned.

const WAPITI_MODULES =
  "sql,blindsql,xss,permanentxss,file,exec,crlf,redirect,ssrf,xxe,cookieflags,csp,http_headers,backup,methods";
const LIMIT_MS = 15 * 60_000;

const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        parameters: z
          .array(
            z.looseObject({
              name: z.string(),
              in: z.string(),
              schema: z
                .looseObject({ enum: z.array(z.unknown()).optional(), type: z.unknown().optional() })
                .optional(),
            }),
          )
          .optional(),
      }),
    ),
  ),
});

interface SignedIn {
  cookie: string;
  token: string;
}

async function main(): Promise<void> {
  const [address = "http://127.0.0.1:3000", databaseUrl = ""] = process.argv.slice(2);
  const target = new URL(address);
  if (!/^(?:127\.|localhost$|\[::1\]$)/.test(target.hostname)) throw new Error("Only loopback is scanned.");
  const holes = new pg.Pool({ connectionString: databaseUrl, max: 3 });
  const { workspace, ...caller } = await signIn(target);
  const addresses = await queriesOf(target, caller);
  console.log(`${addresses.length} addresses with parameters; workspace ${workspace}`);

  const planted = await startProxy(target, holes);
  const plantedFound = {
    wapiti: await wapiti(planted.url, caller, PLANTED, 0),
    sqlmap: await sqlmap(
      caller,
      PLANTED.map((one) => new URL(one, planted.url).href),
    ),
  };
  planted.close();
  report("with the holes planted", plantedFound);
  if (plantedFound.wapiti.length === 0 || plantedFound.sqlmap.length === 0) {
    throw new Error("A planted hole was not found: the scan proves nothing.");
  }

  const bare = await startProxy(target, null);
  const found = {
    wapiti: await wapiti(bare.url, caller, [`/${workspace}`, "/account", "/sign-in"], 2),
    sqlmap: await sqlmap(
      caller,
      addresses.map((one) => new URL(one, bare.url).href),
    ),
  };
  bare.close();
  await holes.end();
  report("as it is", found);
  process.exitCode = found.wapiti.length + found.sqlmap.length === 0 ? 0 : 1;
}

/** As an operator does it: a one-time link for the session, a token for the API. */
async function signIn(target: URL): Promise<SignedIn & { workspace: string }> {
  const link = (await run("node", ["cli/faultline.mjs", "login-link"])).trim().split("\n").at(-1) ?? "";
  const answer = await fetch(link, { redirect: "manual" });
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  if (cookie === "") throw new Error(`The link gave no session: ${answer.status}`);
  const workspace = await firstWorkspace(target, cookie);
  const options = ["--name", "scan", "--scope", "read,write,people,admin", "--workspace", workspace];
  const token = await run("node", ["cli/faultline.mjs", "token", "create", ...options]);
  return { cookie, workspace, token: token.trim() };
}

async function firstWorkspace(target: URL, cookie: string): Promise<string> {
  const answer = await fetch(new URL("/api/v1/workspaces", target), { headers: { cookie } });
  const { workspaces } = z
    .object({ workspaces: z.array(z.object({ slug: z.string(), isSample: z.boolean() })) })
    .parse(await answer.json());
  return (workspaces.find(({ isSample }) => isSample) ?? workspaces[0])?.slug ?? "default";
}

/** Values that get past the contract's checks, so that the scanner's reach the database. */
const VALUES: Record<string, string> = {
  from: "2026-01-01",
  to: "2026-06-01",
  compareFrom: "2025-08-01",
  compareTo: "2026-01-01",
  limit: "10",
  service: "checkout",
  team: "Payments",
};

/** Every GET of the contract that takes parameters, with a value for each. */
async function queriesOf(target: URL, { token }: SignedIn): Promise<string[]> {
  const answer = await fetch(new URL("/api/v1/openapi.json", target), {
    headers: { authorization: `Bearer ${token}` },
  });
  const { paths } = documentSchema.parse(await answer.json());
  return Object.entries(paths).flatMap(([route, methods]) => {
    const parameters = methods.get?.parameters ?? [];
    if (parameters.length === 0) return [];
    const query = new URLSearchParams(
      parameters
        .filter((one) => one.in === "query" && one.name !== "cursor")
        .map(({ name, schema }) => [name, VALUES[name] ?? String(schema?.enum?.[0] ?? "1")]),
    );
    return [`${route.replaceAll(/\{[^}]+\}/g, "1*")}?${query}`];
  });
}

const wapitiSchema = z.object({
  vulnerabilities: z.record(z.string(), z.array(z.looseObject({ path: z.string(), info: z.string() }))),
});

/** HSTS belongs to an https address, and X-XSS-Protection to browsers that are gone. */
const ABSENT_BY_INTENT = /Secure Headers: .*(?:Strict-Transport-Security|X-XSS-Protection)/;

async function wapiti(
  base: URL,
  { cookie }: SignedIn,
  starts: readonly string[],
  depth: number,
): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "faultline-wapiti-"));
  const file = path.join(folder, "report.json");
  await run("wapiti", [
    ...["-u", base.href, "--scope", "domain", "-d", String(depth), "-m", WAPITI_MODULES],
    ...starts.flatMap((start) => ["-s", new URL(start, base).href]),
    ...[
      "-H",
      `Cookie: ${cookie}`,
      "--max-scan-time",
      "120",
      "--max-attack-time",
      "45",
      "--max-links-per-page",
      "40",
    ],
    ...[
      "-f",
      "json",
      "-o",
      file,
      "--flush-session",
      "--store-session",
      folder,
      "--store-config",
      folder,
      "--no-bugreport",
    ],
  ]);
  const { vulnerabilities } = wapitiSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  return Object.entries(vulnerabilities)
    .flatMap(([kind, all]) => all.map((one) => `${kind}: ${one.path}: ${one.info}`))
    .filter((one) => !ABSENT_BY_INTENT.test(one));
}

async function sqlmap({ cookie, token }: SignedIn, addresses: readonly string[]): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "faultline-sqlmap-"));
  const list = path.join(folder, "addresses.txt");
  const results = path.join(folder, "results.csv");
  writeFileSync(list, `${addresses.join("\n")}\n`);
  await run("sqlmap", [
    ...["-m", list, "--batch", "--level", "2", "--risk", "1", "--dbms", "PostgreSQL", "--threads", "2"],
    ...[
      "--headers",
      `Authorization: Bearer ${token}\\nCookie: ${cookie}`,
      "--ignore-code",
      "*",
      "--flush-session",
    ],
    ...["--output-dir", folder, "--results-file", results, "--disable-coloring", "--time-sec", "2"],
  ]);
  const isWritten = readdirSync(folder).includes("results.csv");
  const rows = isWritten ? readFileSync(results, "utf8").trim().split("\n").slice(1) : [];
  // What sqlmap itself took back after trying to use it is no find.
  return rows.filter((row) => row.trim() !== "" && !row.includes("false positive or unexploitable"));
}

function report(title: string, found: Record<string, string[]>): void {
  for (const [tool, all] of Object.entries(found)) {
    console.log(`${title}, ${tool}: ${all.length} found`);
    for (const one of all) console.log(`  ${one}`);
  }
}

/** What the command printed; it is ended when it runs too long. */
function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], timeout: LIMIT_MS });
    let output = "";
    let errors = "";
    child.stdout.on("data", (bytes: Buffer) => {
      output += bytes.toString();
    });
    child.stderr.on("data", (bytes: Buffer) => {
      errors += bytes.toString();
    });
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ended with ${code}: ${(errors || output).slice(-2000)}`));
    });
  });
}

await main();
