import { sql } from "drizzle-orm";
import { changeOfCommit } from "@/domain/import/git-log";
import { commitIdentity, NOBODY } from "@/server/change/identity";
import type { Ctx } from "@/server/context";
import type { Applied, ApplyOptions } from "./apply-plan";
import { ChangeBatches, type ToldRow } from "./change-batches";
import type { GitHistory } from "./git-repository";
import { landedCommits } from "./git-stream";
import { authoriseImport, carryOutWork, openRunOf } from "./run";

export interface GitImportOptions extends ApplyOptions {
  environment?: string;
}

/** Brings the history of a clone into the ledger: a change for every commit of its branch's own line. */
export async function importGit(
  ctx: Ctx,
  history: GitHistory,
  options: GitImportOptions = {},
): Promise<Applied> {
  authoriseImport(ctx);
  const total = history.line.length;
  const name = `${history.repository} (${history.branch})`;
  const id = await openRunOf(ctx, { name, kind: "git", total });
  return await carryOutWork(ctx, { id, kind: "git" }, options, (onProgress) =>
    writeHistory(ctx, history, { ...options, onProgress }),
  );
}

async function writeHistory(ctx: Ctx, history: GitHistory, options: GitImportOptions): Promise<Applied> {
  const { repository, line } = history;
  const batches = new ChangeBatches(ctx, {
    known: (rows) => carriedByOthers(ctx, repository, rows),
    onBatch: async (tally, done) => options.onProgress?.({ ...tally, done, total: line.length }),
    signal: options.signal,
  });
  const { environment } = options;
  let place = 0;
  for await (const { commit, brought, size } of landedCommits(history)) {
    place += 1;
    const input = changeOfCommit(commit, brought, size, { repository, environment });
    const what = `history of ${repository}`;
    await batches.add({
      line: place,
      ref: commit.revision,
      telling: { input, source: "git", what, line: place },
    });
  }
  return { ...(await batches.finish()), notes: history.notes };
}

/** Commits that another change brought, such as those of a rebased request: they make no change of their own. */
async function carriedByOthers(
  ctx: Ctx,
  repository: string,
  rows: readonly ToldRow[],
): Promise<ReadonlySet<ToldRow>> {
  const names = rows.map(({ ref }) => commitIdentity(repository, ref).externalId);
  const result = await ctx.db.execute<{ revision: string }>(sql`
    select c.revision from code_commit c
    join repository r on r.workspace_id = c.workspace_id and r.id = c.repository_id
    where c.workspace_id = ${ctx.workspaceId} and r.name = ${repository} and c.change_id is not null
      and c.revision = any(${sql.param(rows.map(({ ref }) => ref))}::text[])
      and not exists (
        select from change_identity i
        where i.workspace_id = ${ctx.workspaceId} and i.source = ${repository}
          and i.external_id = any(${sql.param(names)}::text[]) and i.external_id = 'commit:' || c.revision
          and i.change_id <> ${NOBODY})`);
  const carried = new Set(result.rows.map(({ revision }) => revision));
  return new Set(rows.filter(({ ref }) => carried.has(ref)));
}
