import { sql } from "drizzle-orm";
import { copyTable } from "@/db/copy-table";
import { aiEvidence, change, changeDetail, changeService, changeTelling, codeCommit } from "@/db/schema";
import { evidenceKey } from "@/domain/change/merge";
import type { Ctx } from "@/server/context";
import { queueWritten } from "@/server/sign-off/queue-assessment";
import type { RollupMove } from "./day-rollup";
import { newChangeId } from "./id-pool";
import type { KnownRepository } from "./record-inputs";
import { countedOf, detailOf, isEmptyDetail, rowOf, servicesOf, type ToldChange } from "./record-row";
import { updateChanges } from "./record-update";

/** Writes what is new, and answers how it moves in the rollup. */
export async function writeChanges(
  ctx: Ctx,
  told: readonly ToldChange[],
  repositories: ReadonlyMap<string, KnownRepository>,
): Promise<RollupMove[]> {
  const fresh = told.filter(({ known }) => known === null);
  const rows = fresh.map((one) => rowOf(ctx, one, repositories));
  await copyTable(ctx.db, change, rows);
  await copyTable(ctx.db, changeService, rows.flatMap(servicesOf));
  const details = fresh.map((one) => detailOf(ctx, one)).filter((one) => !isEmptyDetail(one));
  await copyTable(ctx.db, changeDetail, details);
  const moves = await updateChanges(ctx, told, repositories);
  await copyTable(
    ctx.db,
    aiEvidence,
    told.flatMap((one) => newEvidence(ctx, one)),
  );
  await copyTable(
    ctx.db,
    changeTelling,
    told.flatMap((one) => tellingRows(ctx, one)),
  );
  await writeCommits(ctx, told);
  await queueWritten(ctx, rows);
  return [...moves, ...rows.map((row) => ({ before: null, after: countedOf(row) }))];
}

function newEvidence(ctx: Ctx, { id, known, state }: ToldChange): (typeof aiEvidence.$inferInsert)[] {
  const old = new Set((known?.state.evidence ?? []).map(evidenceKey));
  return state.evidence
    .filter((one) => !old.has(evidenceKey(one)))
    .map((one) => ({
      workspaceId: ctx.workspaceId,
      changeId: id,
      id: newChangeId(ctx.now.getTime()),
      ...one,
      recordedAt: ctx.now,
      generated: state.generated,
    }));
}

/** Deliveries and single tellings are on record one by one; a file or a stream is in its own. */
function tellingRows(ctx: Ctx, { id, tellings }: ToldChange): (typeof changeTelling.$inferInsert)[] {
  return tellings
    .filter(({ telling }) => telling.deliveryId || telling.line === undefined)
    .map(({ telling }) => ({
      workspaceId: ctx.workspaceId,
      changeId: id,
      id: newChangeId(ctx.now.getTime()),
      source: telling.source,
      what: telling.what,
      deliveryId: telling.deliveryId ?? null,
      toldAt: ctx.now,
    }));
}

/** The commits of a change, with the texts in which evidence stands; pushed ones become the change's. */
async function writeCommits(ctx: Ctx, told: readonly ToldChange[]): Promise<void> {
  const rows = new Map<string, CommitRow>();
  for (const { id, tellings } of told) {
    for (const { repository, telling, state } of tellings) {
      if (repository === null) continue;
      for (const commit of telling.input.commits ?? []) {
        const { paths, notes, authoredAt, revision, ...texts } = commit;
        rows.set(`${repository.id} ${revision}`, {
          ...texts,
          workspace_id: ctx.workspaceId,
          repository_id: repository.id,
          revision,
          branch: state.facts.branch?.value ?? null,
          change_id: id,
          message: texts.message,
          author_name: texts.authorName,
          author_email: texts.authorEmail,
          committer_name: texts.committerName,
          committer_email: texts.committerEmail,
          notes: notes ?? [],
          paths: paths ?? [],
          authored_at: authoredAt ?? null,
        });
      }
    }
  }
  if (rows.size === 0) return;
  await ctx.db.execute(sql`
    insert into ${codeCommit} as c
    select * from json_populate_recordset(null::code_commit, ${JSON.stringify([...rows.values()])}::json)
    order by repository_id, revision
    on conflict (workspace_id, repository_id, revision) do update set
      change_id = coalesce(c.change_id, excluded.change_id), branch = coalesce(c.branch, excluded.branch),
      notes = case when cardinality(excluded.notes) > 0 then excluded.notes else c.notes end,
      paths = case when cardinality(excluded.paths) > 0 then excluded.paths else c.paths end,
      authored_at = coalesce(c.authored_at, excluded.authored_at)`);
}

interface CommitRow {
  [column: string]: unknown;
}
