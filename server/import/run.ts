import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { importRun } from "@/db/schema";
import { canImport } from "@/domain/access/incident";
import { storableText } from "@/domain/import/json-value";
import type { ImportPlan, ImportRefusal } from "@/domain/import/plan";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import type { Ctx } from "@/server/context";
import { type Applied, type ApplyOptions, applyPlan, type Progress, recordsOf } from "./apply-plan";

/** More refusals than this are counted but not kept. */
export const REFUSALS_KEPT_MAX = 5000;
export const HEARTBEAT_MS = 10_000;

export interface StartedRun {
  id: string;
  /** Settles when the import is done; a failure is in the run's row and is thrown here too. */
  finished: Promise<Applied>;
}

/** Begins an import: its row is there when this returns, its records follow. */
export async function startRun(
  ctx: Ctx,
  file: { name: string; plan: ImportPlan },
  options: ApplyOptions = {},
): Promise<StartedRun> {
  const id = await openRun(ctx, file);
  return { id, finished: carryOut(ctx, id, file.plan, options) };
}

/** Refuses whoever may not import, before anything of the file is read. */
export function authoriseImport({ actor }: Ctx): void {
  authorise(canImport(actor), "Importing needs the admin role.");
}

/** Writes the row of an import that is about to be carried out; returns its id. */
export function openRun(ctx: Ctx, { name, plan }: { name: string; plan: ImportPlan }): Promise<string> {
  return openRunOf(ctx, { name, kind: plan.kind, total: recordsOf(plan) });
}

/** The same for work that is no plan, such as a history that is read while it is written. */
export async function openRunOf(
  ctx: Ctx,
  { name, kind, total }: { name: string; kind: string; total: number },
): Promise<string> {
  authoriseImport(ctx);
  const id = uuidv7();
  await ctx.db.insert(importRun).values({
    workspaceId: ctx.workspaceId,
    id,
    kind,
    fileName: name.slice(0, 300),
    status: "running",
    total,
    startedAt: ctx.now,
    heartbeatAt: ctx.now,
  });
  return id;
}

/** Writes the records of an import whose row is there. */
export function carryOut(
  ctx: Ctx,
  id: string,
  plan: ImportPlan,
  options: ApplyOptions = {},
): Promise<Applied> {
  return carryOutWork(ctx, { id, kind: plan.kind }, options, (onProgress) =>
    applyPlan(ctx, plan, { ...options, onProgress }),
  );
}

/** Does the work of a run and keeps its row: progress, a heartbeat, and how it ended. */
export async function carryOutWork(
  ctx: Ctx,
  run: { id: string; kind: string },
  options: ApplyOptions,
  work: (onProgress: (progress: Progress) => Promise<void>) => Promise<Applied>,
): Promise<Applied> {
  const { id } = run;
  authoriseImport(ctx);
  const startedMs = performance.now();
  // The context says when the run began; from there this process's own clock counts on.
  const now = () => new Date(ctx.now.getTime() + Math.round(performance.now() - startedMs));
  const beat = setInterval(() => {
    setRun(ctx, id, { heartbeatAt: now() }).catch(() => undefined);
  }, HEARTBEAT_MS);
  beat.unref();
  let latest: Progress | undefined;
  try {
    const applied = await work(async (progress) => {
      latest = progress;
      await setRun(ctx, id, { ...countsOf(progress), heartbeatAt: now() });
      await options.onProgress?.(progress);
    });
    await finish(ctx, run, applied, now());
    return applied;
  } catch (error) {
    const failure = `${sentence(error)} What was imported until then is kept; import the file again to complete it.`;
    const refusals = keptOf(latest?.refusals ?? []);
    await setRun(ctx, id, { status: "failed", failure, refusals, finishedAt: now() }).catch(() => undefined);
    throw error;
  } finally {
    clearInterval(beat);
  }
}

async function finish(
  ctx: Ctx,
  { id, kind }: { id: string; kind: string },
  applied: Applied,
  finishedAt: Date,
): Promise<void> {
  const { created, updated, unchanged, notes, refusals } = applied;
  const total = created + updated + unchanged + refusals.length;
  await setRun(ctx, id, {
    status: "done",
    created,
    updated,
    unchanged,
    refused: refusals.length,
    total,
    done: total,
    refusals: keptOf(refusals),
    notes,
    finishedAt,
    heartbeatAt: finishedAt,
  });
  await recordAudit(ctx, {
    action: "import.run",
    objectKind: "import",
    objectId: id,
    after: { kind, created, updated, unchanged, refused: refusals.length },
  });
}

/** A row is often refused for what no text can hold, and its refusal quotes it. */
function keptOf(refusals: readonly ImportRefusal[]): ImportRefusal[] {
  return refusals.slice(0, REFUSALS_KEPT_MAX).map((one) => ({
    ...one,
    ref: storableText(one.ref),
    reason: storableText(one.reason),
  }));
}

function countsOf({ created, updated, unchanged, refusals, done, total }: Progress) {
  return { created, updated, unchanged, refused: refusals.length, done, total };
}

function setRun(ctx: Ctx, id: string, values: Partial<typeof importRun.$inferInsert>) {
  return ctx.db
    .update(importRun)
    .set(values)
    .where(and(eq(importRun.workspaceId, ctx.workspaceId), eq(importRun.id, id)));
}

/** The database's own words where a statement failed, rather than the statement. */
function sentence(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const text = cause instanceof Error ? cause.message : String(cause);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
