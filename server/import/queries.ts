import { and, desc, eq, sql } from "drizzle-orm";
import { importRun } from "@/db/schema";
import { canSeeImports } from "@/domain/access/incident";
import { canSeePersonFigures } from "@/domain/access/reading";
import { NotFound } from "@/domain/errors";
import type { ImportRun } from "@/domain/import/schema";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";
import { HEARTBEAT_MS } from "./run";

const RUNS_MAX = 50;
const REFUSALS_SHOWN_MAX = 100;
/** A process that has not been heard of for this long is gone. */
const SILENCE_MAX_MS = 6 * HEARTBEAT_MS;

/** The latest imports, newest first; their refusals are left out. */
export async function listImportRuns(ctx: Ctx): Promise<ImportRun[]> {
  authoriseImports(ctx);
  const rows = await ctx.db
    .select({ ...columns, refusals: sql<ImportRun["refusals"]>`'[]'::jsonb` })
    .from(importRun)
    .where(eq(importRun.workspaceId, ctx.workspaceId))
    .orderBy(desc(importRun.startedAt), desc(importRun.id))
    .limit(RUNS_MAX);
  return rows.map((row) => toRun(ctx, row));
}

export async function getImportRun(ctx: Ctx, id: string): Promise<ImportRun> {
  authoriseImports(ctx);
  return readImportRun(ctx, id);
}

/** The same for whoever has just begun the import. */
export async function readImportRun(ctx: Ctx, id: string): Promise<ImportRun> {
  const row = await findRun(ctx, id);
  return toRun(ctx, { ...row, refusals: row.refusals.slice(0, REFUSALS_SHOWN_MAX) });
}

export async function importRefusals(ctx: Ctx, id: string): Promise<ImportRun["refusals"]> {
  authoriseImports(ctx);
  return (await findRun(ctx, id)).refusals;
}

function authoriseImports({ actor }: Ctx): void {
  authorise(canSeeImports(actor), "Seeing imports needs the admin role.");
}

/** What these hold is who used an AI tool. */
const PERSON_KINDS: ReadonlySet<string> = new Set(["ai-use-csv", "copilot"]);

const columns = {
  id: importRun.id,
  kind: importRun.kind,
  fileName: importRun.fileName,
  status: importRun.status,
  total: importRun.total,
  done: importRun.done,
  created: importRun.created,
  updated: importRun.updated,
  unchanged: importRun.unchanged,
  refused: importRun.refused,
  notes: importRun.notes,
  failure: importRun.failure,
  startedAt: importRun.startedAt,
  heartbeatAt: importRun.heartbeatAt,
  finishedAt: importRun.finishedAt,
};

async function findRun(ctx: Ctx, id: string) {
  const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  const [row] = isId
    ? await ctx.db
        .select({ ...columns, refusals: importRun.refusals })
        .from(importRun)
        .where(and(eq(importRun.workspaceId, ctx.workspaceId), eq(importRun.id, id)))
    : [];
  if (!row) throw new NotFound("import", id);
  // A refused row of a usage report names somebody who used an AI tool.
  const isHidden = PERSON_KINDS.has(row.kind) && !canSeePersonFigures(ctx.actor, null);
  return isHidden ? { ...row, refusals: [] } : row;
}

type Row = Awaited<ReturnType<typeof findRun>>;

/** A run whose process is gone is failed, whatever its row still says. */
function toRun(ctx: Ctx, { heartbeatAt, ...row }: Row): ImportRun {
  const times = {
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
  const heardMs = (heartbeatAt ?? row.startedAt).getTime();
  if (row.status !== "running" || ctx.now.getTime() - heardMs <= SILENCE_MAX_MS) return { ...row, ...times };
  return {
    ...row,
    ...times,
    status: "failed",
    failure:
      "The process that ran this import ended before it was done. What was imported is kept; import the file again to complete it.",
    finishedAt: new Date(heardMs).toISOString(),
  };
}
