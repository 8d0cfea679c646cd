import { namedQuery } from "@/db/named-query";
import type { Ctx } from "@/server/context";

interface Opened {
  by: string;
  until: Date;
  reason: string;
}

const OPENED = `
  select opened_by as by, (extract(epoch from expires_at) * 1000)::float8 as "untilMs", reason from break_glass
  where workspace_id = $1 and repository_id = $2 and revision = $3 and lower(environment) = lower($4)
    and opened_at <= $5 and expires_at > $5 and ended_at is null
  order by expires_at desc limit 1`;

/** Whether somebody let this very revision through to the environment, with everything that it brings. */
export async function openedFor(
  ctx: Ctx,
  { repositoryId, revision, environment }: { repositoryId: string; revision: string; environment: string },
): Promise<Opened | null> {
  type Row = { by: string; untilMs: number; reason: string };
  const params = [ctx.workspaceId, repositoryId, revision, environment, ctx.now];
  const [row] = await namedQuery<Row>(ctx.db, OPENED, params);
  return row === undefined ? null : { by: row.by, until: new Date(row.untilMs), reason: row.reason };
}

export function openedWords({ by, until, reason }: Opened): string {
  return `${by} let this revision through by break-glass until ${until.toISOString().slice(0, 16)}Z: ${reason.replace(/\.$/, "")}.`;
}
