import { sql } from "drizzle-orm";
import { monthOf } from "@/db/partitions";
import { dayOf } from "@/domain/calendar/day";
import { classInFigures, countsInFigures } from "@/domain/change/blame";
import { type ChangeKind, type Involvement, VERDICTS, type Verdict } from "@/domain/change/kinds";
import { heaviestVerdict, isFailing } from "@/domain/change/verdict";
import type { Ctx } from "@/server/context";
import { workspaceZone } from "./service-lock";

const WHOLE_WORKSPACE = "00000000-0000-0000-0000-000000000000";

/** Figures by their row's key; a verdict is told by its weight. */
type ChangeFigures = Map<string, Record<string, number>>;

export interface ChangeVerification {
  day: ChangeFigures;
  /** What is right on each change whose row says otherwise, and what the row says. */
  stale: { key: string; column: string; stored: number | null; expected: number | null }[];
  changes: number;
}

type Row = {
  id: string;
  at_ms: number;
  kind: ChangeKind;
  production: boolean;
  service_ids: string[];
  filed_ids: string[];
  involvement: Involvement;
  verdict: Verdict | null;
  counts: boolean;
  carried: Involvement[] | null;
  given: Verdict[] | null;
};

/** Counts the ledger's days in memory, month by month, and holds each change against what its row is derived from. */
export async function expectedChangeDays(ctx: Ctx): Promise<ChangeVerification> {
  const zone = await workspaceZone(ctx);
  const found: ChangeVerification = { day: new Map(), stale: [], changes: 0 };
  for (const [from, to] of await ledgerMonths(ctx)) {
    for (const row of await readMonth(ctx, from, to)) {
      found.changes += 1;
      const verdict = heaviestVerdict(row.given ?? []);
      const countable = { ...row, verdict, carried: row.carried ?? [] };
      const counts = countsInFigures(countable);
      hold(found, row, { verdict, counts });
      if (counts)
        count(found.day, row, dayOf(row.at_ms, zone), classInFigures(countable), isFailing(verdict));
    }
  }
  await holdStrayServices(ctx, found);
  return found;
}

const weightOf = (verdict: Verdict | null) => (verdict === null ? null : VERDICTS.indexOf(verdict));

function hold(
  found: ChangeVerification,
  row: Row,
  { verdict, counts }: { verdict: Verdict | null; counts: boolean },
): void {
  const add = (column: string, stored: number | null, expected: number | null) => {
    if (stored !== expected) found.stale.push({ key: row.id, column, stored, expected });
  };
  add("verdict", weightOf(row.verdict), weightOf(verdict));
  add("counts", Number(row.counts), Number(counts));
  const filed = new Set(row.filed_ids);
  const right = row.service_ids.filter((id) => filed.has(id)).length;
  add("services", right, row.service_ids.length);
}

function count(days: ChangeFigures, row: Row, day: string, involvement: Involvement, failed: boolean): void {
  const slot = Number.parseInt(row.id.slice(-1), 16) % 8;
  const keys = [
    `${WHOLE_WORKSPACE} ${day} ${involvement} ${slot}`,
    ...row.service_ids.map((id) => `${id} ${day} ${involvement} 0`),
  ];
  for (const key of keys) {
    const known = days.get(key) ?? { changes: 0, failed: 0 };
    known.changes = (known.changes ?? 0) + 1;
    known.failed = (known.failed ?? 0) + Number(failed);
    days.set(key, known);
  }
}

async function ledgerMonths(ctx: Ctx): Promise<[string, string][]> {
  const result = await ctx.db.execute<{ first_ms: number | null; last_ms: number | null }>(sql`
    select (extract(epoch from min(at)) * 1000)::float8 as first_ms,
      (extract(epoch from max(at)) * 1000)::float8 as last_ms
    from change where workspace_id = ${ctx.workspaceId}`);
  const { first_ms: firstMs = null, last_ms: lastMs = null } = result.rows[0] ?? {};
  const months: [string, string][] = [];
  if (firstMs === null || lastMs === null) return months;
  for (let start = new Date(`${monthOf(new Date(firstMs))}T00:00:00Z`); start.getTime() <= lastMs; ) {
    const next = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
    months.push([start.toISOString(), next.toISOString()]);
    start = next;
  }
  return months;
}

async function readMonth(ctx: Ctx, from: string, to: string): Promise<Row[]> {
  const own = sql`workspace_id = ${ctx.workspaceId}`;
  const result = await ctx.db.execute<Row>(sql`
    with filed as (
      select change_id, at, array_agg(service_id) as ids from change_service
      where ${own} and at >= ${from} and at < ${to} group by change_id, at
    ), carried as (
      select d.deployment_id, array_agg(distinct k.involvement) as involvements from deployment_carries d
      join change k on k.workspace_id = d.workspace_id and k.id = d.change_id and k.at = d.change_at
      where d.${own} and d.deployment_at >= ${from} and d.deployment_at < ${to} group by d.deployment_id
    ), given as (
      select l.change_id, array_agg(distinct l.verdict) as verdicts from change_link l
      join incident i on i.workspace_id = l.workspace_id and i.id = l.incident_id and i.status <> 'cancelled'
      where l.${own} group by l.change_id
    )
    select c.id, (extract(epoch from c.at) * 1000)::float8 as at_ms, c.kind, c.production, c.service_ids,
      coalesce(f.ids, '{}') as filed_ids, c.involvement, c.verdict, c.counts,
      case when c.kind = 'deployment' then r.involvements end as carried, g.verdicts as given
    from change c
    left join filed f on f.change_id = c.id and f.at = c.at
    left join carried r on r.deployment_id = c.id
    left join given g on g.change_id = c.id
    where c.${own} and c.at >= ${from} and c.at < ${to}`);
  return result.rows;
}

/** Rows by service of changes that do not say so, or lie elsewhere. */
async function holdStrayServices(ctx: Ctx, found: ChangeVerification): Promise<void> {
  const result = await ctx.db.execute<{ change_id: string; strays: number }>(sql`
    select s.change_id, count(*)::int as strays from change_service s
    where s.workspace_id = ${ctx.workspaceId} and not exists (
      select 1 from change c where c.workspace_id = s.workspace_id and c.id = s.change_id and c.at = s.at
        and s.service_id = any(c.service_ids))
    group by s.change_id`);
  for (const { change_id: key, strays } of result.rows) {
    found.stale.push({ key, column: "stray services", stored: strays, expected: 0 });
  }
}
