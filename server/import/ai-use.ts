import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { insertRows } from "@/db/insert-rows";
import { aiUse, aiUseAggregate, aiUseCoverage, aiUseWeek, person, personHandle } from "@/db/schema";
import { mondayOf } from "@/domain/calendar/day";
import type { AggregateUse, AiUse, ImportCoverage, ImportRefusal, ImportSeats } from "@/domain/import/plan";
import { type Ctx, inTransaction } from "@/server/context";
import { handlesOf } from "@/server/person/identity";
import { Identities } from "./identities";
import { emptyTally, type Tally } from "./tally";

const BATCH = 5000;

/**
 * Uses by person and day. Whoever is not on the roster but has a handle or an address is kept beside it: the use is
 * stored and counts in no rate. A use that is there already stays as it is.
 */
export async function importAiUse(
  ctx: Ctx,
  uses: readonly AiUse[],
  onRows: (count: number) => Promise<void>,
): Promise<Tally> {
  const tally = emptyTally();
  for (let start = 0; start < uses.length; start += BATCH) {
    const batch = uses.slice(start, start + BATCH);
    await inTransaction(ctx, async (tx) => {
      const identities = await Identities.load(tx);
      await keepUnknown(
        tx,
        identities,
        batch.map(({ handle, email }) => ({ handle, email })),
      );
      const known: { personId: string; use: AiUse }[] = [];
      for (const use of batch) {
        const found = personOf(use, identities);
        if ("refused" in found) tally.refusals.push(found.refused);
        else known.push({ personId: found.personId, use });
      }
      const created = await writeUses(tx, known);
      tally.created += created;
      tally.unchanged += known.length - created;
    });
    await onRows(batch.length);
  }
  return tally;
}

function personOf(use: AiUse, identities: Identities): { personId: string } | { refused: ImportRefusal } {
  const refuse = (code: string, reason: string) => ({
    refused: { row: use.row, ref: use.person ?? "", field: "person", code, reason },
  });
  if (use.email !== undefined || use.handle !== undefined) {
    const known = identities.matching(use.email, use.handle === undefined ? [] : [use.handle])[0];
    return known ? { personId: known.id } : refuse("person-not-found", "The row's handle is empty.");
  }
  const name = use.person ?? "";
  // A column of names often holds logins.
  const login = identities.byHandle(name);
  const namesakes = login ? [login] : identities.byName(name);
  if (namesakes.length > 1) {
    return refuse(
      "ambiguous",
      `${namesakes.length} people are called ${name}; use an e-mail address or handle column.`,
    );
  }
  const only = namesakes[0];
  if (only) return { personId: only.id };
  return refuse(
    "person-not-found",
    `Nobody is called ${name} here. Import the people first, or add an e-mail address.`,
  );
}

async function writeUses(ctx: Ctx, uses: readonly { personId: string; use: AiUse }[]): Promise<number> {
  const { workspaceId } = ctx;
  const created = await insertRows(
    ctx.db,
    aiUse,
    uses.map(({ personId, use }) => ({
      workspaceId,
      personId,
      day: use.day,
      tool: use.tool,
      source: use.source,
      generated: false,
    })),
    { skipExisting: true },
  );
  const weeks = new Map(
    uses.map(({ personId, use }) => {
      const weekStart = mondayOf(use.day);
      return [`${weekStart} ${personId}`, { workspaceId, weekStart, personId }];
    }),
  );
  await insertRows(ctx.db, aiUseWeek, [...weeks.values()], { skipExisting: true });
  return created;
}

/** People known by handle or address only, kept off the roster. */
async function keepUnknown(
  ctx: Ctx,
  identities: Identities,
  named: readonly { handle?: string | undefined; email?: string | undefined }[],
): Promise<number> {
  const { workspaceId, now } = ctx;
  const people: (typeof person.$inferInsert)[] = [];
  const handles: (typeof personHandle.$inferInsert)[] = [];
  for (const { handle, email } of named) {
    const login = handle === undefined ? undefined : handlesOf([handle])[0];
    if (login === undefined && email === undefined) continue;
    if (identities.matching(email, login === undefined ? [] : [login]).length > 0) continue;
    const row = {
      id: uuidv7(),
      name: (handle ?? email ?? "").slice(0, 200),
      email: email ?? null,
      onRoster: false,
    };
    identities.add(row, login === undefined ? [] : [login]);
    people.push({ workspaceId, ...row, generated: false, version: 1, createdAt: now, updatedAt: now });
    if (login !== undefined) handles.push({ workspaceId, handle: login, personId: row.id });
  }
  await insertRows(ctx.db, person, people);
  await insertRows(ctx.db, personHandle, handles);
  return people.length;
}

/** Seats name people and no use: whoever is not known is kept off the roster. */
export async function importSeats(ctx: Ctx, seats: readonly ImportSeats[]): Promise<Tally> {
  const tally = emptyTally();
  for (const { handles } of seats) {
    await inTransaction(ctx, async (tx) => {
      const identities = await Identities.load(tx);
      const made = await keepUnknown(
        tx,
        identities,
        handles.map((handle) => ({ handle })),
      );
      tally.created += made;
      tally.unchanged += handles.length - made;
    });
  }
  return tally;
}

/** Days a source speaks for. They carry no row of their own in the report. */
export async function importCoverage(ctx: Ctx, coverage: readonly ImportCoverage[]): Promise<void> {
  const { workspaceId } = ctx;
  const rows = coverage.flatMap(({ source, days }) => days.map((day) => ({ workspaceId, source, day })));
  await insertRows(ctx.db, aiUseCoverage, rows, { skipExisting: true });
}

/** Counts without people, as the source gives them; the newest import of a count stands. */
export async function importAggregates(ctx: Ctx, aggregates: readonly AggregateUse[]): Promise<Tally> {
  const tally = emptyTally();
  for (let start = 0; start < aggregates.length; start += BATCH) {
    const batch = aggregates.slice(start, start + BATCH);
    const rows = batch.map(({ source, metric, windowStart, windowEnd, users }) => ({
      workspaceId: ctx.workspaceId,
      source,
      metric,
      windowStart,
      windowEnd,
      users,
    }));
    await inTransaction(ctx, async (tx) => {
      const created = await insertRows(tx.db, aiUseAggregate, rows, { skipExisting: true });
      const changed = await tx.db.execute(sql`
        update ai_use_aggregate a set users = t.users
        from json_to_recordset(${JSON.stringify(rows)}::json) as t (
          source text, metric text, "windowStart" date, "windowEnd" date, users int)
        where a.workspace_id = ${tx.workspaceId} and a.source = t.source and a.metric = t.metric
          and a.window_start = t."windowStart" and a.window_end = t."windowEnd" and a.users <> t.users`);
      const updated = changed.rowCount ?? 0;
      tally.created += created;
      tally.updated += updated;
      tally.unchanged += batch.length - created - updated;
    });
  }
  return tally;
}
