import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import lighthouse, { desktopConfig } from "lighthouse";
import { pageWeight } from "./page-weight";
import { ownerCookie } from "./sign-in";

// npx tsx bench/lighthouse.ts [address of a running production server, or of one of its pages]
const asked = process.argv[2] ?? "http://127.0.0.1:3000";
const runs = Number(process.env.BENCH_RUNS ?? 3);
const scriptLimitKib = 270;

const flags = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The sample's overview where only the server is named. */
async function addressOf(given: string, cookie: string): Promise<string> {
  const url = new URL(given);
  if (url.pathname !== "/") return given;
  const answer = await fetch(new URL("/api/v1/workspaces", url), { headers: { cookie } });
  const { workspaces }: { workspaces: { slug: string; isSample: boolean }[] } = await answer.json();
  const sample = workspaces.find((workspace) => workspace.isSample);
  if (sample === undefined) throw new Error(`There is no sample workspace at ${url.origin}.`);
  return `${url.origin}/${sample.slug}`;
}

function findBrowser(): string {
  const known = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const found = process.env.FAULTLINE_CHROMIUM ?? known.find(existsSync);
  if (found === undefined) throw new Error("Install Chromium, or name one in FAULTLINE_CHROMIUM.");
  return found;
}

/** A browser of its own for every run: nothing is warm but the server. */
async function measure(address: string, cookie: string, browser: string) {
  const profile = mkdtempSync(path.join(tmpdir(), "faultline-lighthouse-"));
  const args = [...flags, "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"];
  const child = spawn(browser, args, { stdio: ["ignore", "ignore", "pipe"] });
  try {
    const port = await debuggingPort(child);
    const options = { port, onlyCategories: ["performance", "accessibility"], logLevel: "error" } as const;
    const result = await lighthouse(
      address,
      { ...options, onlyCategories: [...options.onlyCategories], extraHeaders: { cookie } },
      desktopConfig,
    );
    if (result === undefined) throw new Error("Lighthouse gave no result.");
    return result.lhr;
  } finally {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function debuggingPort(child: ChildProcess): Promise<number> {
  if (child.stderr === null) throw new Error("The browser says nothing.");
  for await (const line of createInterface({ input: child.stderr })) {
    const port = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error("The browser ended before it could be reached.");
}

const timings = [
  "first-contentful-paint",
  "largest-contentful-paint",
  "speed-index",
  "total-blocking-time",
  "cumulative-layout-shift",
  "server-response-time",
] as const;

const browser = findBrowser();
const cookie = await ownerCookie(asked);
const address = await addressOf(asked, cookie);
// The first answer of a fresh server compiles and connects; a visitor meets that once.
for (let warm = 0; warm < 3; warm++) await fetch(address, { headers: { cookie } });
console.log(`Lighthouse, desktop preset, ${address}`);
const scores: number[] = [];
for (let run = 1; run <= runs; run++) {
  const { categories, audits } = await measure(address, cookie, browser);
  const performanceScore = categories.performance?.score ?? 0;
  scores.push(performanceScore);
  const accessibility = categories.accessibility?.score ?? 0;
  console.log(
    `  run ${run}: performance ${performanceScore.toFixed(2)}, accessibility ${accessibility.toFixed(2)}`,
  );
  console.log(`    ${timings.map((id) => `${id} ${audits[id]?.displayValue ?? "-"}`).join(", ")}`);
  for (const { id } of categories.accessibility?.auditRefs ?? []) {
    const audit = audits[id];
    if (audit?.score === 0) console.log(`    accessibility: ${id}, ${audit.title}`);
  }
}
scores.sort((a, b) => a - b);
console.log(
  `  performance, median of ${runs}: ${(scores[(scores.length - 1) >> 1] ?? 0).toFixed(2)} (wanted: 0.95)`,
);
const weight = await pageWeight(address, cookie, browser);
const kib = (bytes: number) => (bytes / 1024).toFixed(1);
console.log(
  `JavaScript until the page rests: ${kib(weight.gzipBytes)} KiB gzip in ${weight.scripts} scripts ` +
    `(${kib(weight.plainBytes)} KiB plain; limit ${scriptLimitKib} KiB gzip)`,
);
for (const script of weight.largest)
  console.log(`  ${kib(script.gzipBytes).padStart(6)} KiB  ${script.path}`);
process.exitCode = weight.gzipBytes > scriptLimitKib * 1024 ? 1 : 0;
