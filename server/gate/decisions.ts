import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { changeIdentity, gateDecision } from "@/db/schema";
import type { GateDecision } from "@/domain/gate/schema";
import { authoriseReading } from "@/server/access";
import { changeSummaries } from "@/server/change/summary";
import type { Ctx } from "@/server/context";

export interface DecisionPlace extends Record<string, string> {
  at: string;
  id: string;
}

interface DecisionQuery {
  decision?: GateDecision["decision"] | undefined;
  limit: number;
  cursor?: DecisionPlace | undefined;
}

/** What the gate answered, what was asked last first. */
export async function listGateDecisions(
  ctx: Ctx,
  { decision, limit, cursor }: DecisionQuery,
): Promise<{ decisions: GateDecision[]; next: DecisionPlace | null }> {
  authoriseReading(ctx);
  const rows = await ctx.db
    .select()
    .from(gateDecision)
    .where(
      and(
        eq(gateDecision.workspaceId, ctx.workspaceId),
        // Written out, because a parameter would not be seen to fit the index of held ones.
        decision === "hold" ? sql`${gateDecision.decision} = 'hold'` : undefined,
        decision === "allow" ? eq(gateDecision.decision, "allow") : undefined,
        cursor
          ? sql`(${gateDecision.lastAskedAt}, ${gateDecision.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(gateDecision.lastAskedAt), desc(gateDecision.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const titles = await titlesOf(
    ctx,
    shown.flatMap(({ changeIds }) => changeIds),
  );
  return {
    decisions: shown.map((row) => ({
      id: row.id,
      decision: row.decision,
      reason: row.reason,
      repository: row.repository,
      revision: row.revision,
      environment: row.environment,
      changes: row.changeIds.flatMap((id) => {
        const title = titles.get(id);
        return title === undefined ? [] : [{ id, title }];
      }),
      policyVersion: row.policyVersion,
      askedBy: row.askedBy,
      asks: row.asks,
      firstAskedAt: row.firstAskedAt.toISOString(),
      lastAskedAt: row.lastAskedAt.toISOString(),
    })),
    next: rows.length > limit && last ? { at: last.lastAskedAt.toISOString(), id: last.id } : null,
  };
}

async function titlesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const keys = await ctx.db
    .selectDistinct({ id: changeIdentity.changeId, at: changeIdentity.changeAt })
    .from(changeIdentity)
    .where(
      and(
        eq(changeIdentity.workspaceId, ctx.workspaceId),
        inArray(changeIdentity.changeId, [...new Set(ids)]),
      ),
    );
  const summaries = await changeSummaries(ctx, keys);
  return new Map([...summaries].map(([id, { title }]) => [id, title]));
}
