import { getTableColumns, sql } from "drizzle-orm";
import { insertRows } from "@/db/insert-rows";
import { signOff, signOffEvent, signOffRequest } from "@/db/schema";
import { followAction } from "@/server/agent/decide";
import { queueCommitStatuses } from "@/server/commit-status/queue";
import type { Ctx } from "@/server/context";
import { idMaker } from "@/server/new-id";
import { notifyAll } from "@/server/notification/notify";
import type { Assessed } from "./assessed";
import { eventsOf } from "./assessed-events";
import { noticesOf } from "./assessed-notices";
import type { RequestRow, SignOffRow } from "./draft";

/** Writes what came of assessments: requests, sign-offs as hosts told of them, events, and the ledger's column. */
export async function writeAssessed(ctx: Ctx, assessed: readonly Assessed[]): Promise<void> {
  const asked = assessed.filter((one): one is Assessed & { after: RequestRow } => one.after !== null);
  await absorb(ctx, asked);
  await insertRows(
    ctx.db,
    signOffRequest,
    asked.flatMap(({ before, after }) => (before === null ? [after] : [])),
  );
  await updateRequests(
    ctx,
    asked.flatMap(({ before, after }) => (before !== null && before !== after ? [after] : [])),
  );
  await insertRows(
    ctx.db,
    signOff,
    asked.flatMap(({ subject, after }) => subject.added.map((row) => ({ ...row, requestId: after.id }))),
  );
  await takeBack(ctx, asked);
  const newId = idMaker(ctx);
  await insertRows(
    ctx.db,
    signOffEvent,
    asked.flatMap((one) => eventsOf(ctx, one, newId)),
  );
  await notifyAll(
    ctx,
    asked.flatMap((one) => noticesOf(ctx, one)),
  );
  await setInLedger(ctx, assessed);
  await queueCommitStatuses(
    ctx,
    asked.flatMap(({ before, after }) => (before === after ? [] : [after])),
  );
  for (const { subject, after } of asked) {
    if (after.agentActionId !== null && subject.draft.changeId === null) await followAction(ctx, after);
  }
}

/** Of requests that turn out to be of one subject, the first keeps everybody's word; it was asked and is live once. */
async function absorb(ctx: Ctx, assessed: readonly (Assessed & { after: RequestRow })[]): Promise<void> {
  for (const { subject, after } of assessed) {
    for (const { id } of subject.absorbed) {
      const own = sql`workspace_id = ${ctx.workspaceId} and request_id = ${id}`;
      await ctx.db.execute(sql`
        update sign_off s set request_id = ${after.id} where s.${own} and not exists (
          select from sign_off o where o.workspace_id = s.workspace_id and o.request_id = ${after.id}
            and o.source = s.source and o.external_id = s.external_id)`);
      await ctx.db.execute(sql`
        update sign_off_event set request_id = ${after.id}
        where ${own} and kind not in ('requested', 'went-live')`);
      await ctx.db.execute(sql`
        delete from sign_off_request where workspace_id = ${ctx.workspaceId} and id = ${id}`);
    }
  }
}

const COLUMNS = Object.entries(getTableColumns(signOffRequest));

async function updateRequests(ctx: Ctx, rows: readonly RequestRow[]): Promise<void> {
  if (rows.length === 0) return;
  const payload = rows.map((row: Record<string, unknown>) =>
    Object.fromEntries(COLUMNS.map(([property, { name }]) => [name, row[property] ?? null])),
  );
  const set = sql.join(
    COLUMNS.filter(([, { name }]) => name !== "workspace_id" && name !== "id").map(
      ([, { name }]) => sql`${sql.identifier(name)} = n.${sql.identifier(name)}`,
    ),
    sql`, `,
  );
  await ctx.db.execute(sql`
    update sign_off_request r set ${set}
    from json_populate_recordset(null::sign_off_request, ${JSON.stringify(payload)}::json) as n
    where r.workspace_id = ${ctx.workspaceId} and r.id = n.id`);
}

/** Dismissed on the host, or the reviewer asked for changes after all. */
async function takeBack(ctx: Ctx, assessed: readonly Assessed[]): Promise<void> {
  const taken = assessed.flatMap(({ subject }) =>
    subject.takenBack.map(({ row, at, reason }) => ({ row, at, reason, by: nameOf(subject.people, row) })),
  );
  if (taken.length === 0) return;
  await ctx.db.execute(sql`
    update sign_off s set withdrawn_at = t.at, withdrawn_by = t.by, withdrawn_reason = t.reason from unnest(
      ${sql.param(taken.map(({ row }) => row.id))}::uuid[],
      ${sql.param(taken.map(({ at }) => at.toISOString()))}::timestamptz[],
      ${sql.param(taken.map(({ by }) => by))}::text[],
      ${sql.param(taken.map(({ reason }) => reason))}::text[]) as t (id, at, by, reason)
    where s.workspace_id = ${ctx.workspaceId} and s.id = t.id`);
}

const nameOf = (people: Assessed["subject"]["people"], row: SignOffRow) =>
  people.get(row.personId)?.name ?? "Somebody";

/** The ledger's own column, of changes alone; where nothing is asked for it is empty. */
async function setInLedger(ctx: Ctx, assessed: readonly Assessed[]): Promise<void> {
  const changes = assessed.flatMap(({ subject: { draft }, after }) =>
    draft.changeId === null || draft.changeAt === null
      ? []
      : [
          {
            id: draft.changeId,
            at: draft.changeAt,
            state: after?.state === "lapsed" ? null : (after?.state ?? null),
          },
        ],
  );
  if (changes.length === 0) return;
  await ctx.db.execute(sql`
    update change c set sign_off = t.state from unnest(
      ${sql.param(changes.map(({ id }) => id))}::uuid[],
      ${sql.param(changes.map(({ at }) => at.toISOString()))}::timestamptz[],
      ${sql.param(changes.map(({ state }) => state))}::text[]) as t (id, at, state)
    where c.workspace_id = ${ctx.workspaceId} and c.id = t.id and c.at = t.at
      and c.sign_off is distinct from t.state`);
}
