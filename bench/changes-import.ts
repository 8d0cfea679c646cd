import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { v7 as uuidv7 } from "uuid";
import type { DatabaseHandle } from "@/db/client";
import { service, workspace } from "@/db/schema";
import type { Ctx } from "@/server/context";
import { stageFile } from "@/server/import/change-staging";
import { importChangesFile } from "@/server/import/changes";
import { importGit } from "@/server/import/git";
import { openHistory } from "@/server/import/git-repository";
import { makeClone } from "./git-history";
import { median, printFigures, sample } from "./measure";
import { benchProvenance } from "./provenance";

const ROWS = 200_000;
const WHOLE_ROWS = 50_000;
const NAIVE_ROWS = 4000;
const SERVICES = 500;
const COMMITS = 20_000;

/** A file of changes and a clone, brought into an empty ledger; the floor copies the same bytes as they are. */
export async function benchChangesImport({ db, pool }: DatabaseHandle): Promise<void> {
  benchProvenance();
  const folder = mkdtempSync(path.join(os.tmpdir(), "faultline-bench-"));
  try {
    const file = path.join(folder, "changes.csv");
    await writeRows(file, ROWS);
    await benchStaging(pool, file);
    const ctx = await emptyWorkspace(db);
    const part = path.join(folder, "part.csv");
    await writeRows(part, WHOLE_ROWS);
    await benchWhole(ctx, pool, part);
    await benchClone(ctx, path.join(folder, "clone"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchStaging(pool: DatabaseHandle["pool"], file: string): Promise<void> {
  const client = await pool.connect();
  try {
    const columns = HEADERS.map((_, index) => `c${index + 1} text`).join(", ");
    await client.query(`create temporary table bare (${columns})`);
    const floor = await sample(3, async () => {
      await client.query("truncate bare");
      await pipeline(
        createReadStream(file, { highWaterMark: 1 << 18 }),
        client.query(copyFrom("copy bare from stdin with (format csv, header)")),
      );
    });
    const ours = await sample(3, async () => {
      const staged = await stageFile(client, createReadStream(file, { highWaterMark: 1 << 18 }));
      if (staged.rows !== ROWS) throw new Error(`${staged.rows} rows were staged.`);
    });
    const statement = `insert into bare values (${HEADERS.map((_, index) => `$${index + 1}`)})`;
    const naive = await sample(
      1,
      async () => {
        await client.query("truncate bare");
        for (let row = 0; row < NAIVE_ROWS; row += 1) {
          await client.query({ name: "naive", text: statement, values: cellsOf(row) });
        }
      },
      1,
    );
    const naiveMs = (median(naive) / NAIVE_ROWS) * ROWS;
    const rate = (ms: number) => `${Math.round((ROWS / ms) * 1000).toLocaleString("en")} rows/s`;
    const megabytes = (statSync(file).size / 1e6).toFixed(0);
    printFigures(
      `${ROWS.toLocaleString("en")} changes, ${megabytes} MB of CSV, into the staging table`,
      { name: "floor: COPY of the ready file", ms: median(floor), note: rate(median(floor)) },
      [
        { name: "ours: cut by rows, lines, COPY, index", ms: median(ours), note: rate(median(ours)) },
        { name: "naive: an INSERT per row, by its rate", ms: naiveMs, note: rate(naiveMs) },
      ],
    );
  } finally {
    client.release(true);
  }
}

async function benchWhole(ctx: Ctx, pool: DatabaseHandle["pool"], file: string): Promise<void> {
  const times: number[] = [];
  for (const expected of ["created", "unchanged"] as const) {
    const startedMs = performance.now();
    const applied = await importChangesFile(
      ctx,
      pool,
      { name: "changes.csv", bytes: createReadStream(file), writtenAt: new Date(Date.UTC(2026, 0, 1)) },
      { how: {} },
    );
    times.push(performance.now() - startedMs);
    if (applied[expected] !== WHOLE_ROWS) throw new Error(`The import did not leave every row ${expected}.`);
  }
  const [first = 0, again = 0] = times;
  const rate = (ms: number) => `${Math.round((WHOLE_ROWS / ms) * 1000).toLocaleString("en")} changes/s`;
  printFigures(
    `The whole import of ${WHOLE_ROWS.toLocaleString("en")} changes`,
    { name: "staging, checks, ledger and rollups", ms: first, note: rate(first) },
    [{ name: "the same file again, nothing to do", ms: again, note: rate(again) }],
  );
}

async function benchClone(ctx: Ctx, folder: string): Promise<void> {
  await makeClone(folder, COMMITS);
  const startedMs = performance.now();
  const history = await openHistory(folder, {});
  const applied = await importGit(ctx, history);
  const ms = performance.now() - startedMs;
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    `\nA clone of ${COMMITS.toLocaleString("en")} commits\n  ${applied.created.toLocaleString("en")} changes in ${(ms / 1000).toFixed(1)} s, ${Math.round((COMMITS / ms) * 1000).toLocaleString("en")} commits/s; the process held ${memory} MB at most`,
  );
}

async function emptyWorkspace(db: DatabaseHandle["db"]): Promise<Ctx> {
  const now = new Date();
  const times = { createdAt: now, updatedAt: now };
  const workspaceId = uuidv7();
  const slug = `bench-changes-${workspaceId}`;
  await db.insert(workspace).values({ workspaceId, slug, name: "Benchmark", ...times });
  await db.insert(service).values(
    Array.from({ length: SERVICES }, (_, index) => ({
      workspaceId,
      id: uuidv7(),
      slug: `service-${index}`,
      name: `Service ${index}`,
      trackedFrom: now,
      ...times,
    })),
  );
  return { db, actor: { kind: "system", name: "Benchmark" }, now, workspaceId, requestId: "bench" };
}

const HEADERS = [
  "kind",
  "title",
  "repository",
  "revision",
  "pull_request",
  "environment",
  "services",
  "author_email",
  "additions",
  "deletions",
  "files",
  "merged_at",
  "deployed_at",
  "url",
] as const;

async function writeRows(file: string, rows: number): Promise<void> {
  function* lines() {
    yield `${HEADERS.join(",")}\n`;
    for (let row = 0; row < rows; row += 1) yield `${cellsOf(row).join(",")}\n`;
  }
  await pipeline(Readable.from(lines()), createWriteStream(file));
}

function cellsOf(row: number): string[] {
  const at = Date.UTC(2021, 0, 1) + row * 780_000;
  const revision = row.toString(16).padStart(40, "0");
  return [
    "code",
    `"Change ${row}: keep the cart, and its items"`,
    `github.com/acme/shop-${row % 40}`,
    revision,
    String(row),
    "production",
    `service-${(row * 7919) % SERVICES}`,
    `person-${(row * 31) % 400}@acme.test`,
    String(row % 400),
    String(row % 90),
    String(1 + (row % 20)),
    new Date(at).toISOString(),
    new Date(at + 600_000).toISOString(),
    `https://github.com/acme/shop-${row % 40}/pull/${row}`,
  ];
}
