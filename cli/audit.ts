import { Command, InvalidArgumentError } from "commander";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { OperatorError } from "@/db/operator-error";
import { type NotedHead, notedHeadText, readNotedHead } from "@/domain/audit/noted-head";
import { type AuditKeys, auditKeysOf } from "@/server/audit/keys";
import { pruneAudit } from "@/server/audit/prune";
import { sealWorkspace } from "@/server/audit/seal";
import { storeVerification } from "@/server/audit/upkeep";
import { type Verification, verifyAudit } from "@/server/audit/verify";
import type { Ctx } from "@/server/context";
import { readEnvironment } from "@/server/env";
import { listWorkspaces } from "@/server/workspace/queries";
import { withDatabase } from "./connect";

interface Options {
  workspace?: string;
  expect?: NotedHead;
  json?: boolean;
}

export function createCommand(): Command {
  const command = new Command("audit").description("verify or prune the audit trail");
  command
    .command("verify")
    .description(
      "compute every hash of the trail anew; exits 1 when anything was changed, removed or reordered",
    )
    .option("--workspace <slug>", "one workspace only; all of them when left out")
    .option("--expect <position:hash>", "a head noted earlier, which must still be in the chain", notedHead)
    .option("--json", "print the whole result as JSON")
    .action(verify);
  command
    .command("prune")
    .description("delete events older than the workspace's retention, leaving a signed checkpoint")
    .option("--workspace <slug>", "one workspace only; all of them when left out")
    .action(prune);
  return command;
}

function notedHead(text: string): NotedHead {
  const noted = readNotedHead(text);
  if (noted) return noted;
  throw new InvalidArgumentError(
    "Give a head as verify prints it: its position, a colon and 64 hexadecimal digits.",
  );
}

async function verify(options: Options): Promise<void> {
  const results = await onEachWorkspace(options, async (ctx, slug, keys) => {
    const { db, workspaceId, now } = ctx;
    await sealWorkspace({ db, keys, now }, workspaceId);
    const verification = await verifyAudit(db, workspaceId, keys, { expect: options.expect });
    await storeVerification(db, workspaceId, now, verification);
    if (!options.json) printVerification(slug, verification);
    return { workspace: slug, ...verification };
  });
  if (options.json) print(JSON.stringify(results, null, 2));
  if (results.some(({ findings }) => findings.length > 0)) process.exitCode = 1;
}

async function prune(options: Options): Promise<void> {
  await onEachWorkspace(options, async (ctx, slug, keys) => {
    const pruned = await pruneAudit(ctx, keys);
    print(`${slug}: ${counted(pruned, "event")} pruned`);
  });
}

async function onEachWorkspace<T>(
  options: Options,
  work: (ctx: Ctx, slug: string, keys: AuditKeys) => Promise<T>,
): Promise<T[]> {
  return withDatabase(async ({ db }, secret) => {
    const keys = auditKeysOf(secret(), readEnvironment().oldSecrets);
    const results: T[] = [];
    for (const { id, slug } of await chosenWorkspaces(db, options)) {
      results.push(await work(contextOf(db, id), slug, keys));
    }
    return results;
  });
}

async function chosenWorkspaces(db: Database, { workspace, expect }: Options) {
  const all = await listWorkspaces(db);
  const chosen = workspace === undefined ? all : all.filter(({ slug }) => slug === workspace);
  const known = all.map(({ slug }) => slug).join(", ") || "none";
  if (chosen.length === 0 && workspace === undefined) return [];
  if (chosen.length === 0) {
    throw new OperatorError(
      "workspace-not-found",
      `There is no workspace "${workspace}". There are: ${known}.`,
    );
  }
  if (expect !== undefined && chosen.length > 1) {
    const message = `--expect is the head of one chain: name its workspace with --workspace. There are: ${known}.`;
    throw new OperatorError("workspace-required", message);
  }
  return chosen;
}

function contextOf(db: Database, workspaceId: string): Ctx {
  return {
    db,
    workspaceId,
    actor: { kind: "system", name: "faultline audit" },
    now: new Date(),
    requestId: uuidv7(),
  };
}

function printVerification(slug: string, verification: Verification): void {
  const { checked, from, head, erased, unchained, findings, first } = verification;
  const start = from > 1 ? ` from position ${from} (what came before was pruned)` : "";
  print(`${slug}: checked ${counted(checked, "event")}${start}`);
  if (erased > 0) print(`  ${counted(erased, "event")} pseudonymised by erasures that prove it`);
  if (unchained > 0) print(`  ${counted(unchained, "event")} without a place in the chain yet`);
  if (first === null) print("  nothing was changed, removed or reordered");
  else {
    print(`  first: ${first.kind}${first.position === null ? "" : ` at position ${first.position}`}`);
    if (first.eventId !== null) print(`  event ${first.eventId}`);
    print(`  ${first.detail}`);
    for (const { kind, count } of findings) print(`  ${kind}: ${count}`);
  }
  print(`  head ${notedHeadText(head)}`);
}

const counted = (count: number, thing: string): string =>
  `${count.toLocaleString("en")} ${thing}${count === 1 ? "" : "s"}`;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
