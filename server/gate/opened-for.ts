import { sql } from "drizzle-orm";
import type { Ctx } from "@/server/context";

interface Opened {
  by: string;
  until: Date;
  reason: string;
}

type Row = { opened_by: string; expires_ms: number; reason: string };

/** Whether somebody let this very revision through to the environment, with everything that it brings. */
export async function openedFor(
  ctx: Ctx,
  { repositoryId, revision, environment }: { repositoryId: string; revision: string; environment: string },
): Promise<Opened | null> {
  const { rows } = await ctx.db.execute<Row>(sql`
    select opened_by, (extract(epoch from expires_at) * 1000)::float8 as expires_ms, reason from break_glass
    where workspace_id = ${ctx.workspaceId} and repository_id = ${repositoryId} and revision = ${revision}
      and lower(environment) = lower(${environment}) and opened_at <= ${ctx.now.toISOString()}
      and expires_at > ${ctx.now.toISOString()} and ended_at is null
    order by expires_at desc limit 1`);
  const [row] = rows;
  if (row === undefined) return null;
  return { by: row.opened_by, until: new Date(row.expires_ms), reason: row.reason };
}

export function openedWords({ by, until, reason }: Opened): string {
  return `${by} let this revision through by break-glass until ${until.toISOString().slice(0, 16)}Z: ${reason.replace(/\.$/, "")}.`;
}
