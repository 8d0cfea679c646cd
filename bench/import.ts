import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { DatabaseHandle } from "@/db/client";
import { incidentCounter, workspace } from "@/db/schema";
import { mapImport } from "@/domain/import/map-import";
import type { Ctx } from "@/server/context";
import { applyPlan } from "@/server/import/apply-plan";
import { printFigures } from "./measure";

const INCIDENTS = 50_000;
const SERVICES = 500;

/** A CSV of incidents, imported into an empty workspace with all its rollups; the floor copies bare rows. */
export async function benchImport({ db }: DatabaseHandle): Promise<void> {
  const ctx = await emptyWorkspace(db);
  const headers = ["id", "title", "severity", "service", "started_at", "resolved_at", "cause"];
  const rows = Array.from({ length: INCIDENTS }, (_, index) => csvRow(index));
  let startedMs = performance.now();
  const plan = mapImport("incident-csv", { format: "csv", headers, rows }, { page: "bench" });
  const mappedMs = performance.now() - startedMs;
  startedMs = performance.now();
  const applied = await applyPlan(ctx, plan);
  const appliedMs = performance.now() - startedMs;
  startedMs = performance.now();
  const again = await applyPlan(ctx, plan);
  const againMs = performance.now() - startedMs;
  if (applied.created !== INCIDENTS || again.unchanged !== INCIDENTS)
    throw new Error("The import did not write every row once.");
  const floorMs = await bareCopy(ctx);
  const rate = (ms: number) => `${Math.round((INCIDENTS / ms) * 1000).toLocaleString("en")} incidents/s`;
  printFigures(
    `Import of ${INCIDENTS.toLocaleString("en")} incidents`,
    { name: "floor: the same rows without checks or rollups", ms: floorMs, note: rate(floorMs) },
    [
      { name: "mapping the rows", ms: mappedMs, note: rate(mappedMs) },
      { name: "ours: checks, rows, rollups, audit", ms: appliedMs, note: rate(appliedMs) },
      { name: "the same file again, nothing to do", ms: againMs, note: rate(againMs) },
    ],
  );
}

async function emptyWorkspace(db: DatabaseHandle["db"]): Promise<Ctx> {
  const now = new Date();
  const workspaceId = uuidv7();
  await db.insert(workspace).values({
    workspaceId,
    slug: `bench-import-${workspaceId}`,
    name: "Benchmark",
    createdAt: now,
    updatedAt: now,
  });
  await db.insert(incidentCounter).values({ workspaceId });
  return { db, actor: { kind: "system", name: "Benchmark" }, now, workspaceId, requestId: "bench" };
}

const CAUSES = ["dns", "config", "deployment", "capacity", "network"];

function csvRow(index: number): Record<string, string> {
  const startMs = Date.UTC(2022, 0, 1) + index * 3_000_000;
  return {
    id: `row-${index}`,
    title: `Service errors elevated ${index}`,
    severity: `SEV${1 + (index % 5)}`,
    service: `service-${(index * 7919) % SERVICES}`,
    started_at: new Date(startMs).toISOString(),
    resolved_at: new Date(startMs + 60_000 * (5 + (index % 120))).toISOString(),
    cause: CAUSES[index % CAUSES.length] ?? "dns",
  };
}

/** Incidents and impacts alone, inserted from the rows just written, into tables without indexes or keys. */
async function bareCopy(ctx: Ctx): Promise<number> {
  const startedMs = performance.now();
  await ctx.db.transaction(async (tx) => {
    for (const table of ["incident", "impact", "cause_revision"]) {
      await tx.execute(sql`create temporary table ${sql.identifier(`bare_${table}`)} on commit drop as
        select * from ${sql.identifier(table)} where workspace_id = ${ctx.workspaceId}`);
    }
  });
  return performance.now() - startedMs;
}
