import { and, eq, inArray, sql } from "drizzle-orm";
import { change, person, repository } from "@/db/schema";
import { changeRef } from "@/domain/change/ref";
import type { ChangeSummary } from "@/domain/change/schema";
import type { Ctx } from "@/server/context";

/** A change by its id, and by its instant: without that, every month would have to be looked through. */
export interface ChangeKey {
  id: string;
  at: Date;
}

export type ChangeRow = typeof change.$inferSelect;

/** The changes as lists show them, by id; one that is not there any more is left out. */
export async function changeSummaries(
  ctx: Ctx,
  keys: readonly ChangeKey[],
): Promise<Map<string, ChangeSummary>> {
  const rows = await selectSummaries(ctx, keys);
  return new Map(rows.map((one) => [one.row.id, summaryOf(one)]));
}

export interface SummaryRow {
  row: ChangeRow;
  repositoryName: string | null;
  /** The person's name today, whatever the source called them. */
  personName: string | null;
  services: ChangeSummary["services"];
}

/** One query that opens only the months of the keys. */
export async function selectSummaries(ctx: Ctx, keys: readonly ChangeKey[]): Promise<SummaryRow[]> {
  if (keys.length === 0) return [];
  const ids = [...new Set(keys.map(({ id }) => id))];
  const instants = [...new Set(keys.map(({ at }) => at.getTime()))].map((ms) => new Date(ms));
  return await ctx.db
    .select({
      row: change,
      repositoryName: repository.name,
      personName: person.name,
      services: sql<ChangeSummary["services"]>`coalesce((
        select json_agg(json_build_object('slug', s.slug, 'name', s.name) order by s.slug)
        from service s where s.workspace_id = ${change.workspaceId} and s.id = any(${change.serviceIds})), '[]')`,
    })
    .from(change)
    .leftJoin(
      repository,
      and(eq(repository.workspaceId, change.workspaceId), eq(repository.id, change.repositoryId)),
    )
    .leftJoin(person, and(eq(person.workspaceId, change.workspaceId), eq(person.id, change.authorId)))
    .where(
      and(
        eq(change.workspaceId, ctx.workspaceId),
        // Both, because the key begins with the instant; it also says which months are opened.
        inArray(change.at, instants),
        inArray(change.id, ids),
      ),
    );
}

export function summaryOf({ row, repositoryName, personName, services }: SummaryRow): ChangeSummary {
  const authorName = personName ?? row.authorName;
  return {
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    title: row.title,
    ref: changeRef(row),
    url: row.url,
    repository: repositoryName,
    revision: row.revision,
    pullRequest: row.pullRequest,
    environment: row.environment,
    production: row.production,
    services,
    author:
      authorName === null
        ? null
        : { personId: row.authorId, name: authorName, level: row.authorLevel, isBot: row.authorIsBot },
    additions: row.additions,
    deletions: row.deletions,
    files: row.files,
    outcome: row.outcome,
    revertedAt: row.revertedAt?.toISOString() ?? null,
    involvement: row.involvement,
    involvementStanding: row.involvementStanding,
    ai:
      row.involvement === "ai"
        ? { role: row.aiRole, tool: row.aiTool, model: row.aiModel, grade: row.aiGrade }
        : null,
    verdict: row.verdict,
    signOff: row.signOff,
    counts: row.counts,
    source: row.source,
    generated: row.generated,
    version: row.version,
  };
}
