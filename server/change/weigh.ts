import { and, eq, inArray, sql } from "drizzle-orm";
import { changeIdentity, changeLink, incident } from "@/db/schema";
import type { Verdict } from "@/domain/change/kinds";
import { heaviestVerdict } from "@/domain/change/verdict";
import { impactsCount } from "@/domain/incident/logging";
import type { Ctx } from "@/server/context";
import { keepingDayRollup } from "./day-rollup";

/**
 * Takes `change.verdict` anew from the links: the heaviest over the incidents that are not cancelled. Called inside
 * `keepingDayRollup`, which holds the locks and moves the figures.
 */
export async function weighVerdicts(ctx: Ctx, changeIds: readonly string[]): Promise<void> {
  const links = await ctx.db
    .select({ changeId: changeLink.changeId, verdict: changeLink.verdict, status: incident.status })
    .from(changeLink)
    .innerJoin(
      incident,
      and(eq(incident.workspaceId, changeLink.workspaceId), eq(incident.id, changeLink.incidentId)),
    )
    .where(and(eq(changeLink.workspaceId, ctx.workspaceId), inArray(changeLink.changeId, [...changeIds])));
  const given = new Map<string, Verdict[]>(changeIds.map((id) => [id, []]));
  for (const { changeId, verdict, status } of links) {
    if (impactsCount(status)) given.get(changeId)?.push(verdict);
  }
  const ids = [...given.keys()];
  await ctx.db.execute(sql`
    update change as c set verdict = weighed.verdict
    from unnest(${sql.param(ids)}::uuid[], ${sql.param(
      ids.map((id) => heaviestVerdict(given.get(id) ?? [])),
    )}::text[]) as weighed (id, verdict)
    join ${changeIdentity} as named
      on named.workspace_id = ${ctx.workspaceId}::uuid and named.change_id = weighed.id
    where c.workspace_id = ${ctx.workspaceId}::uuid and c.id = weighed.id and c.at = named.change_at
      and c.verdict is distinct from weighed.verdict`);
}

/** An incident that was cancelled, or came back: what it blamed is weighed without it, or with it again. */
export async function weighChangesOf(ctx: Ctx, incidentId: string): Promise<void> {
  const links = await ctx.db
    .select({ changeId: changeLink.changeId })
    .from(changeLink)
    .where(and(eq(changeLink.workspaceId, ctx.workspaceId), eq(changeLink.incidentId, incidentId)));
  const ids = links.map(({ changeId }) => changeId);
  if (ids.length > 0) await keepingDayRollup(ctx, ids, (tx) => weighVerdicts(tx, ids));
}
