import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { auditEvent, auditHead, auditVerification } from "@/db/schema";
import { canSeeAudit } from "@/domain/access/reading";
import { auditCsvHeader, auditCsvRow } from "@/domain/audit/csv";
import type { AuditEvent, AuditFilter } from "@/domain/audit/schema";
import { parseBoundary } from "@/domain/calendar/period";
import { Invalid } from "@/domain/errors";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";
import { workspaceZone } from "@/server/rollup/service-lock";
import type { AuditKeys } from "./keys";
import { type Verification, verifyAudit } from "./verify";

interface AuditPlace extends Record<string, string> {
  at: string;
  id: string;
}

export interface AuditQuery extends AuditFilter {
  limit: number;
  cursor?: AuditPlace;
}

export interface AuditPage {
  events: AuditEvent[];
  next: AuditPlace | null;
}

const ROWS_PER_EXPORT_PAGE = 500;
/** What one request verifies at most; the command line verifies the whole trail. */
export const VERIFIED_PER_REQUEST = 10_000;

const authoriseReading = (ctx: Ctx) =>
  authorise(canSeeAudit(ctx.actor), "Reading the audit trail needs an admin.");

/** A page of who did what, newest first; the key of the next page is the last one's time and id. */
export async function listAudit(ctx: Ctx, query: AuditQuery): Promise<AuditPage> {
  authoriseReading(ctx);
  return readPage(ctx, await conditionsOf(ctx, query), query);
}

async function readPage(
  ctx: Ctx,
  conditions: readonly SQL[],
  { limit, cursor }: Pick<AuditQuery, "limit" | "cursor">,
): Promise<AuditPage> {
  const rows = await ctx.db
    .select()
    .from(auditEvent)
    .where(
      and(
        ...conditions,
        cursor
          ? sql`(${auditEvent.at}, ${auditEvent.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(auditEvent.at), desc(auditEvent.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    events: shown.map(toEvent),
    next: rows.length > limit && last ? { at: last.at.toISOString(), id: last.id } : null,
  };
}

function toEvent(row: typeof auditEvent.$inferSelect): AuditEvent {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    action: row.action,
    objectKind: row.objectKind,
    objectId: row.objectId,
    before: row.before,
    after: row.after,
    requestId: row.requestId,
    address: row.address,
    position: row.position,
    chainHash: row.chainHash?.toString("hex") ?? null,
    erased: row.erasureId !== null,
  };
}

async function conditionsOf(ctx: Ctx, filter: AuditFilter): Promise<SQL[]> {
  const conditions = [sql`${auditEvent.workspaceId} = ${ctx.workspaceId}`];
  if (filter.actor !== undefined) {
    const like = `%${filter.actor.replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(sql`(${auditEvent.actorId} = ${filter.actor} or ${auditEvent.actorName} ilike ${like})`);
  }
  const exact = ["action", "objectKind", "objectId", "requestId"] as const;
  for (const name of exact) {
    if (filter[name] !== undefined) conditions.push(eq(auditEvent[name], filter[name]));
  }
  if (filter.from === undefined && filter.to === undefined) return conditions;
  const zone = await workspaceZone(ctx);
  if (filter.from !== undefined)
    conditions.push(sql`${auditEvent.at} >= ${instantOf("from", filter.from, zone)}::timestamptz`);
  if (filter.to !== undefined)
    conditions.push(sql`${auditEvent.at} < ${instantOf("to", filter.to, zone)}::timestamptz`);
  return conditions;
}

function instantOf(field: string, text: string, zone: string): string {
  const ms = parseBoundary(text, zone);
  if (ms !== null) return new Date(ms).toISOString();
  throw new Invalid(
    field,
    `${field} is a date such as 2026-01-31 or an instant such as 2026-01-31T09:40:00Z.`,
  );
}

export type AuditFormat = "csv" | "ndjson";

/** Every event that the filter lets through, newest first, as text made while it is read; each piece is whole lines. */
export async function* exportAudit(
  ctx: Ctx,
  { format, ...filter }: AuditFilter & { format: AuditFormat },
): AsyncGenerator<string> {
  authoriseReading(ctx);
  const conditions = await conditionsOf(ctx, filter);
  if (format === "csv") yield auditCsvHeader();
  let cursor: AuditPlace | undefined;
  do {
    const page = await readPage(ctx, conditions, { limit: ROWS_PER_EXPORT_PAGE, cursor });
    for (const event of page.events)
      yield format === "csv" ? auditCsvRow(event) : `${JSON.stringify(event)}\n`;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

/** Computes the hashes of the newest events anew, from a seal on. */
export async function verifyNewestAudit(ctx: Ctx, keys: AuditKeys): Promise<Verification> {
  authoriseReading(ctx);
  return verifyAudit(ctx.db, ctx.workspaceId, keys, { rowsMax: VERIFIED_PER_REQUEST });
}

/** Every action that the trail has, by name: a walk along the index, however many events there are. */
export async function listAuditActions(ctx: Ctx): Promise<string[]> {
  authoriseReading(ctx);
  const found = await ctx.db.execute<{ action: string }>(sql`
    with recursive walk (action) as (
      (select action from audit_event where workspace_id = ${ctx.workspaceId} order by action limit 1)
      union all
      select (select e.action from audit_event e
        where e.workspace_id = ${ctx.workspaceId} and e.action > walk.action order by e.action limit 1)
      from walk where walk.action is not null
    )
    select action from walk where action is not null limit 200`);
  return found.rows.map(({ action }) => action);
}

export interface ChainState {
  position: number;
  hash: string | null;
  /** Null until the first whole verification. */
  verified: { at: string; position: number; findings: number } | null;
}

/** How far the chain goes, and what the last whole verification found. */
export async function auditChainState(ctx: Ctx): Promise<ChainState> {
  authoriseReading(ctx);
  const [head] = await ctx.db.select().from(auditHead).where(eq(auditHead.workspaceId, ctx.workspaceId));
  const [verified] = await ctx.db
    .select()
    .from(auditVerification)
    .where(eq(auditVerification.workspaceId, ctx.workspaceId));
  return {
    position: head?.position ?? 0,
    hash: head && head.position > 0 ? head.hash.toString("hex") : null,
    verified: verified
      ? { at: verified.verifiedAt.toISOString(), position: verified.position, findings: verified.findings }
      : null,
  };
}
