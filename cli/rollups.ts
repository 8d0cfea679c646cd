import { Command } from "commander";
import { asc } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { OperatorError } from "@/db/operator-error";
import { workspace } from "@/db/schema";
import type { Ctx } from "@/server/context";
import { rebuildRollups } from "@/server/rollup/rebuild";
import { type RollupDifference, verifyRollups } from "@/server/rollup/verify";
import { withDatabase } from "./connect";

interface Options {
  workspace?: string;
}

/** More than these say nothing new; their number is told. */
const SHOWN_MAX = 50;

export function createCommand(): Command {
  const command = new Command("rollups").description("verify or rebuild the rollups from the raw rows");
  command
    .command("verify")
    .description("compare every rollup with its raw rows; exits 1 when they differ")
    .option("--workspace <slug>", "one workspace only; all of them when left out")
    .action((options: Options) => onEachWorkspace(options, verifyOne));
  command
    .command("rebuild")
    .description("compute every rollup anew from its raw rows")
    .option("--workspace <slug>", "one workspace only; all of them when left out")
    .action((options: Options) => onEachWorkspace(options, rebuildOne));
  return command;
}

async function onEachWorkspace(
  options: Options,
  work: (ctx: Ctx, slug: string) => Promise<boolean>,
): Promise<void> {
  const isRight = await withDatabase(async ({ db }) => {
    let allRight = true;
    for (const { workspaceId, slug } of await chosenWorkspaces(db, options.workspace)) {
      allRight = (await work(contextOf(db, workspaceId), slug)) && allRight;
    }
    return allRight;
  });
  if (!isRight) process.exitCode = 1;
}

async function chosenWorkspaces(db: Database, slug: string | undefined) {
  const all = await db
    .select({ workspaceId: workspace.workspaceId, slug: workspace.slug })
    .from(workspace)
    .orderBy(asc(workspace.slug));
  if (slug === undefined) return all;
  const chosen = all.filter((one) => one.slug === slug);
  if (chosen.length > 0) return chosen;
  const known = all.map((one) => one.slug).join(", ") || "none";
  throw new OperatorError("workspace-not-found", `There is no workspace "${slug}". There are: ${known}.`);
}

function contextOf(db: Database, workspaceId: string): Ctx {
  return {
    db,
    workspaceId,
    actor: { kind: "system", name: "faultline rollups" },
    now: new Date(),
    requestId: uuidv7(),
  };
}

async function verifyOne(ctx: Ctx, slug: string): Promise<boolean> {
  const { differences, checked } = await verifyRollups(ctx);
  const rows = Object.entries(checked).map(([table, count]) => `${count} ${table}`);
  print(`${slug}: compared ${rows.join(", ")}: ${differences.length || "no"} differences`);
  for (const difference of differences.slice(0, SHOWN_MAX)) print(`  ${sentence(difference)}`);
  if (differences.length > SHOWN_MAX) print(`  and ${differences.length - SHOWN_MAX} more`);
  return differences.length === 0;
}

function sentence({ table, key, column, stored, expected }: RollupDifference): string {
  const shown = (value: number | null) => (value === null ? "no row" : String(value));
  return `${table} ${key} ${column}: stored ${shown(stored)}, expected ${shown(expected)}`;
}

async function rebuildOne(ctx: Ctx, slug: string): Promise<boolean> {
  await rebuildRollups(ctx, ({ step, done, total }) => print(`${slug}: ${step} ${done} of ${total}`));
  return true;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
