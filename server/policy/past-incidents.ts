import { sql } from "drizzle-orm";
import { MINUTE_MS } from "@/domain/calendar/zone";
import type { Ctx } from "@/server/context";
import type { Scope } from "@/server/measure/scope";
import { isoOf } from "./past-approvals";

interface PastIncident {
  id: string;
  number: number;
  title: string;
  causeKind: string | null;
  generated: boolean;
  impactMinutes: number;
}

export interface PastIncidents {
  byId: ReadonlyMap<string, PastIncident>;
  /** What a change caused or contributed to. */
  ofChange: ReadonlyMap<string, readonly PastIncident[]>;
  /** Begun in the period, with no change that they are put down to. */
  withoutChange: number;
}

/** Incidents of changes since an instant, by the verdicts that people gave. Cancelled ones count nowhere. */
export async function readPastIncidents(ctx: Ctx, scope: Scope, fromMs: number): Promise<PastIncidents> {
  const from = isoOf(fromMs);
  const { rows } = await ctx.db.execute<{
    changeId: string;
    id: string;
    number: number;
    title: string;
    causeKind: string | null;
    record: string;
    lost: number;
  }>(sql`
    select l.change_id as "changeId", i.id, i.number, i.title, i.primary_cause_kind as "causeKind", i.record,
      coalesce(k.lost_weight_ms, 0) as lost
    from change_link l
    join incident i on i.workspace_id = l.workspace_id and i.id = l.incident_id and i.status <> 'cancelled'
    left join incident_cost k on k.workspace_id = i.workspace_id and k.incident_id = i.id
    where l.workspace_id = ${ctx.workspaceId} and l.change_at >= ${from}
      and l.verdict in ('cause', 'contributing')`);
  const byId = new Map<string, PastIncident>();
  const ofChange = new Map<string, PastIncident[]>();
  for (const { changeId, id, number, title, causeKind, record, lost } of rows) {
    const impactMinutes = scope.totalWeight > 0 ? Math.max(0, lost) / scope.totalWeight / MINUTE_MS : 0;
    const generated = record === "generated";
    const one = byId.get(id) ?? { id, number, title, causeKind, generated, impactMinutes };
    byId.set(id, one);
    ofChange.set(changeId, [...(ofChange.get(changeId) ?? []), one]);
  }
  return { byId, ofChange, withoutChange: await countWithoutChange(ctx, from) };
}

async function countWithoutChange(ctx: Ctx, from: string): Promise<number> {
  const { rows } = await ctx.db.execute<{ count: number }>(sql`
    select count(*)::int as count from incident i
    where i.workspace_id = ${ctx.workspaceId} and i.impact_started_at >= ${from}
      and i.impact_started_at < ${ctx.now.toISOString()} and i.status <> 'cancelled'
      and not exists (select from change_link l where l.workspace_id = i.workspace_id and l.incident_id = i.id
        and l.verdict in ('cause', 'contributing'))`);
  return rows[0]?.count ?? 0;
}
