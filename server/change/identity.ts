import { sql } from "drizzle-orm";
import type { Actor } from "@/domain/access/actor";
import type { ChangeInput } from "@/domain/change/schema";
import type { Ctx } from "@/server/context";

/** What a change is called outside. */
export interface ChangeIdentity {
  source: string;
  externalId: string;
}

/** Names of the ledger's own: of changes that nobody gave a name. */
export const OWN_SOURCE = "faultline";
/** Holds a revision's place until a change of that name comes: so that the change and what undoes it meet. */
export const NOBODY = "00000000-0000-0000-0000-000000000000";

/** Code of a repository is named by its commit, whoever tells of it; everything else by its teller's own name. */
export function identityOf(
  input: ChangeInput,
  repositoryName: string | null,
  sender: string,
): ChangeIdentity | null {
  if (input.kind === "code" && repositoryName !== null && input.revision) {
    return commitIdentity(repositoryName, input.revision);
  }
  if (input.externalId === undefined) return null;
  return { source: input.source ?? sender, externalId: input.externalId };
}

/** The system that an external id is of where the teller names none; a person's name is never one. */
export function senderOf(actor: Actor): string {
  return actor.kind === "user" ? "app" : actor.name;
}

export function commitIdentity(repositoryName: string, revision: string): ChangeIdentity {
  return { source: repositoryName, externalId: `commit:${revision.toLowerCase()}` };
}

/** What one change says of another by its revision: that it undoes it, or that it brought it to production. */
export type Mention = "reverts" | "carries";

/** The name under which a change that mentions a revision is found by it; each has one of its own. */
export function mentionIdentity(
  mention: Mention,
  repositoryName: string,
  revision: string,
  changeId: string,
): ChangeIdentity {
  return { source: repositoryName, externalId: `${mention}:${revision.toLowerCase()}:${changeId}` };
}

/**
 * Locks the changes until the end of the transaction, in the one order that every writer of the ledger keeps: their
 * names first, then their rows. Answers where each lies; unknown ids are left out.
 */
export async function lockChanges(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Date>> {
  if (ids.length === 0) return new Map();
  const locked = await ctx.db.execute<{ change_id: string; at_ms: number }>(sql`
    select change_id, (extract(epoch from change_at) * 1000)::float8 as at_ms from change_identity
    where workspace_id = ${ctx.workspaceId} and change_id = any(${sql.param([...ids])}::uuid[])
    order by source, external_id for update`);
  const places = new Map(locked.rows.map((row) => [row.change_id, new Date(row.at_ms)]));
  const known = [...places];
  await ctx.db.execute(sql`
    select 1 from change c join unnest(
      ${sql.param(known.map(([id]) => id))}::uuid[],
      ${sql.param(known.map(([, at]) => at.toISOString()))}::timestamptz[]) as t (id, at)
      on c.id = t.id and c.at = t.at
    where c.workspace_id = ${ctx.workspaceId} order by c.id for update of c`);
  return places;
}
