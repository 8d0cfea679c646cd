import { and, asc, eq, gt, sql } from "drizzle-orm";
import { repository } from "@/db/schema";
import { NotFound } from "@/domain/errors";
import { DEPLOYMENT_EVENTS } from "@/domain/repository/kinds";
import type { Repository } from "@/domain/repository/schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { type ServiceSlugs, serviceSlugs, shownRules } from "./stored-rules";

export const KEEPING_NEEDS = "Keeping repositories and their rules needs the responder or the admin role.";

export type RepositoryRow = typeof repository.$inferSelect;

/** A page of the repositories, by name; the key of the next page is the last one's name. */
export async function listRepositories(
  ctx: Ctx,
  { q, limit, after }: { q?: string; limit: number; after?: string },
): Promise<{ repositories: Repository[]; next: string | null }> {
  authoriseReading(ctx);
  const like = `%${(q ?? "")
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await ctx.db
    .select()
    .from(repository)
    .where(
      and(
        eq(repository.workspaceId, ctx.workspaceId),
        q ? sql`${repository.name} like ${like}` : undefined,
        after === undefined ? undefined : gt(repository.name, after),
      ),
    )
    .orderBy(asc(repository.name))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  return {
    repositories: await toRepositories(ctx, shown),
    next: rows.length > limit ? (shown.at(-1)?.name ?? null) : null,
  };
}

export async function getRepository(ctx: Ctx, id: string): Promise<Repository> {
  authoriseReading(ctx);
  return toRepository(ctx, await findRow(ctx, id, { lock: false }));
}

/** The row itself, locked for a command that will change it. */
export async function findRow(
  ctx: Ctx,
  id: string,
  { lock = true }: { lock?: boolean } = {},
): Promise<RepositoryRow> {
  const query = ctx.db
    .select()
    .from(repository)
    .where(and(eq(repository.workspaceId, ctx.workspaceId), eq(repository.id, id)));
  // Not for update, which would hold up every writer whose commits refer to the row.
  const [row] = await (lock ? query.for("no key update") : query);
  if (!row) throw new NotFound("repository", id);
  return row;
}

export async function toRepository(ctx: Ctx, row: RepositoryRow, known?: ServiceSlugs): Promise<Repository> {
  const [one] = await toRepositories(ctx, [row], known);
  if (!one) throw new NotFound("repository", row.id);
  return one;
}

async function toRepositories(
  ctx: Ctx,
  rows: readonly RepositoryRow[],
  known?: ServiceSlugs,
): Promise<Repository[]> {
  if (rows.length === 0) return [];
  const slugs = known ?? (await serviceSlugs(ctx));
  const lastChangeAt = await lastChanges(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    url: row.url,
    defaultBranch: row.defaultBranch,
    pathRules: shownRules(row.pathRules, slugs),
    deploymentsFrom: DEPLOYMENT_EVENTS.filter((event) => row.deploymentsFrom.includes(event)),
    workflowPattern: row.workflowPattern,
    lastChangeAt: lastChangeAt.get(row.id) ?? null,
    version: row.version,
  }));
}

/** Each from the end of its index; the months are looked through from the newest until one holds a change. */
async function lastChanges(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await ctx.db.execute<{ id: string; atMs: number }>(sql`
    select r.id, (extract(epoch from newest.at) * 1000)::float8 as "atMs"
    from unnest(${sql.param([...ids])}::uuid[]) as r (id)
    cross join lateral (
      select at from change where workspace_id = ${ctx.workspaceId} and repository_id = r.id
      order by at desc limit 1
    ) newest`);
  return new Map(rows.map(({ id, atMs }) => [id, new Date(atMs).toISOString()]));
}
