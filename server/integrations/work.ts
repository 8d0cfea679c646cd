import { and, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { integration, webhookDelivery } from "@/db/schema";
import { FaultlineError } from "@/domain/errors";
import {
  type Reading,
  type RepositoryFact,
  type RepositorySettings,
  USUAL_SETTINGS,
} from "@/domain/integration/facts";
import { INTEGRATION_WORDS, type IntegrationKind } from "@/domain/integration/kinds";
import type { Recorded } from "@/server/change/record";
import type { Ctx } from "@/server/context";
import { applyFacts, findRepository, keepRepository, lockRepository } from "./apply-facts";
import { isLasting } from "./fault";
import { type DeliveryReader, openDelivery } from "./read-delivery";

export const ATTEMPTS_MAX = 8;
/** Nobody else takes a delivery while it is worked off; a process that dies leaves it to others after this. */
const LEASE_MS = 120_000;
const FIRST_PAUSE_MS = 5_000;
const PAUSE_MS_MAX = 30 * 60_000;
const REASON_MAX = 500;
/** Few enough to be worked off well within their lease, also one by one. */
const TAKEN_AT_ONCE = 50;
const PART_BYTES_MAX = 8 * 1024 * 1024;

export interface Working {
  db: Database;
  now: Date;
  /** Told of a fault, with the delivery's id, for the log. */
  onFault?(error: unknown, deliveryId: string): void;
}

interface Taken {
  workspaceId: string;
  id: string;
  attempts: number;
  /** Of its body. */
  bytes: number;
}

type Settled = { status: "done" | "ignored" | "failed"; reason: string | null };
type TakenRow = { workspace_id: string; id: string; attempts: number; bytes: number };

/** Takes deliveries that are due, so that no other instance works them off meanwhile. */
export async function takeDue({ db, now }: Working, most: number): Promise<Taken[]> {
  const { rows } = await db.execute<TakenRow>(sql`
    with taken as (
      update webhook_delivery d set attempts = d.attempts + 1,
        due_at = ${new Date(now.getTime() + LEASE_MS).toISOString()}
      where (d.workspace_id, d.id) in (
        select workspace_id, id from webhook_delivery where due_at is not null and due_at <= ${now.toISOString()}
        order by due_at limit ${most} for update skip locked)
      returning d.workspace_id, d.id, d.attempts, d.received_at, octet_length(d.body) as bytes)
    select workspace_id, id, attempts, bytes from taken order by received_at, id`);
  return rows.map((row) => ({ ...row, workspaceId: row.workspace_id }));
}

/** Works off whatever is due, oldest first, until nothing is; answers how many deliveries that were. */
export async function workOffDue(working: Working, most = Number.POSITIVE_INFINITY): Promise<number> {
  let worked = 0;
  while (worked < most) {
    const some = await workOffSome(working, most - worked);
    if (some === 0) break;
    worked += some;
  }
  return worked;
}

/** Works off the oldest that are due, as many as are taken at once; answers how many. */
export async function workOffSome(working: Working, most = TAKEN_AT_ONCE): Promise<number> {
  const taken = await takeDue(working, Math.min(TAKEN_AT_ONCE, most));
  await workOffTaken(working, taken);
  return taken.length;
}

/** Works one delivery off now, whether or not it is due. */
export async function workOffDelivery(
  working: Working,
  place: { workspaceId: string; id: string },
): Promise<void> {
  const { rows } = await working.db.execute<TakenRow>(sql`
    update webhook_delivery set attempts = attempts + 1,
      due_at = ${new Date(working.now.getTime() + LEASE_MS).toISOString()}
    where workspace_id = ${place.workspaceId} and id = ${place.id} and status = 'received'
    returning workspace_id, id, attempts, octet_length(body) as bytes`);
  await workOffTaken(
    working,
    rows.map((row) => ({ ...row, workspaceId: row.workspace_id })),
  );
}

/** Those of one sender and one repository are worked off together, which is many times faster than one by one. */
async function workOffTaken(working: Working, taken: readonly Taken[]): Promise<void> {
  for (const part of partsOf(taken)) {
    try {
      for (const group of groupsOf(await openDeliveries(working, part))) await workOffGroup(working, group);
    } catch (error) {
      // They could not even be read.
      for (const one of part) await putOff(working, one, error);
    }
  }
}

/** As many as fit into memory, of one workspace each. */
function partsOf(taken: readonly Taken[]): Taken[][] {
  const parts: Taken[][] = [];
  let bytes = 0;
  for (const one of taken) {
    const part = parts.at(-1);
    bytes += one.bytes;
    if (part === undefined || part[0]?.workspaceId !== one.workspaceId || bytes > PART_BYTES_MAX) {
      parts.push([one]);
      bytes = one.bytes;
    } else part.push(one);
  }
  return parts;
}

interface Opened extends Taken {
  integrationId: string;
  kind: IntegrationKind;
  name: string;
  event: string;
  read: DeliveryReader;
  /** Which repository it is of does not depend on its settings; what becomes of the event may. */
  repository: RepositoryFact | null;
}

async function openDeliveries({ db }: Working, part: readonly Taken[]): Promise<Opened[]> {
  const [first] = part;
  if (first === undefined) return [];
  const rows = await db
    .select({ delivery: webhookDelivery, kind: integration.kind, name: integration.name })
    .from(webhookDelivery)
    .innerJoin(
      integration,
      and(
        eq(integration.workspaceId, webhookDelivery.workspaceId),
        eq(integration.id, webhookDelivery.integrationId),
      ),
    )
    .where(
      and(
        eq(webhookDelivery.workspaceId, first.workspaceId),
        inArray(
          webhookDelivery.id,
          part.map(({ id }) => id),
        ),
      ),
    );
  const byId = new Map(rows.map((row) => [row.delivery.id, row]));
  return part.flatMap((taken) => {
    const row = byId.get(taken.id);
    if (row === undefined) return [];
    const { kind, name, delivery } = row;
    const read = openDelivery({ kind, headers: delivery.headers, body: delivery.body });
    const reading = read(USUAL_SETTINGS);
    const repository = reading.kind === "facts" ? reading.facts.repository : null;
    const { integrationId, event } = delivery;
    return [{ ...taken, integrationId, kind, name, event, read, repository }];
  });
}

function groupsOf(opened: readonly Opened[]): Opened[][] {
  const groups = new Map<string, Opened[]>();
  for (const one of opened) {
    const key = JSON.stringify([one.integrationId, one.repository]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/**
 * What the deliveries say and that they are done are written in one transaction; a fault leaves neither. Then each is
 * worked off alone, so that one that cannot be holds up no other.
 */
async function workOffGroup(working: Working, group: readonly Opened[]): Promise<void> {
  try {
    await working.db.transaction(async (tx) => {
      const locked = await lockDeliveries(tx, group);
      if (locked.length === 0) return;
      await settle(tx, await apply({ ...working, db: tx }, locked), working.now);
    });
  } catch (error) {
    const [only, ...others] = group;
    if (only === undefined) return;
    if (others.length > 0) {
      for (const one of group) await workOffGroup(working, [one]);
      return;
    }
    if (!(error instanceof FaultlineError)) working.onFault?.(error, only.id);
    await putOff(working, only, error);
  }
}

/** Without those that another process has, or that are settled by now. */
async function lockDeliveries(db: Database, group: readonly Opened[]): Promise<Opened[]> {
  const [first] = group;
  if (first === undefined) return [];
  const rows = await db
    .select({ id: webhookDelivery.id })
    .from(webhookDelivery)
    .where(
      and(
        eq(webhookDelivery.workspaceId, first.workspaceId),
        inArray(
          webhookDelivery.id,
          group.map(({ id }) => id),
        ),
        eq(webhookDelivery.status, "received"),
      ),
    )
    .for("update", { skipLocked: true });
  const ids = new Set(rows.map(({ id }) => id));
  return group.filter(({ id }) => ids.has(id));
}

/** How deliveries of one sender and one repository are settled. */
async function apply({ db, now }: Working, group: readonly Opened[]): Promise<(Settled & Taken)[]> {
  const [first] = group;
  if (first === undefined) return [];
  const { workspaceId, integrationId, kind, name, repository } = first;
  const ctx: Ctx = {
    db,
    now,
    workspaceId,
    requestId: first.id,
    actor: {
      kind: "integration",
      id: integrationId,
      name,
      grants: [{ role: "responder", teamId: null }],
    },
  };
  if (repository !== null) await lockRepository(ctx, repository.name);
  const settings = repository === null ? USUAL_SETTINGS : await settingsOf(ctx, repository.name);
  const read = group.map((one) => ({ one, reading: one.read(settings) }));
  const saying = read.flatMap(({ one, reading }) =>
    reading.kind === "facts" ? [{ one, facts: reading.facts }] : [],
  );
  const isKept = saying.some(({ facts }) => facts.repository !== null);
  const recorded = await applyFacts(ctx, {
    repository: isKept && repository !== null ? await keepRepository(ctx, repository) : null,
    deliveries: saying.map(({ one, facts }) => ({
      facts,
      told: { source: kind, what: `${INTEGRATION_WORDS[kind]} ${one.event}`, deliveryId: one.id },
    })),
  });
  const byId = new Map(saying.map(({ one }, place) => [one.id, settledBy(recorded[place] ?? [])]));
  return read.map(({ one, reading }) => ({ ...one, ...(byId.get(one.id) ?? untold(reading)) }));
}

function untold(reading: Reading): Settled {
  if (reading.kind === "facts") return { status: "done", reason: null };
  return { status: reading.kind === "ignored" ? "ignored" : "failed", reason: reading.reason };
}

async function settingsOf(ctx: Ctx, name: string): Promise<RepositorySettings> {
  const known = await findRepository(ctx, name);
  if (known === null) return USUAL_SETTINGS;
  return {
    defaultBranch: known.default_branch,
    deploymentsFrom: known.deployments_from,
    workflowPattern: known.workflow_pattern,
  };
}

/** A delivery of which the ledger took nothing has failed; one of which it took a part says what it did not. */
function settledBy(recorded: readonly Recorded[]): Settled {
  const refusals = recorded.flatMap((one) => (one.status === "refused" ? [one] : []));
  const [first] = refusals;
  if (first === undefined) return { status: "done", reason: null };
  const reason = `${first.field}: ${first.reason}`.slice(0, REASON_MAX);
  if (refusals.length === recorded.length) return { status: "failed", reason };
  return {
    status: "done",
    reason: `${refusals.length} of ${recorded.length} changes were refused. ${reason}`,
  };
}

async function settle(db: Database, settled: readonly (Settled & Taken)[], now: Date): Promise<void> {
  await db.execute(sql`
    update webhook_delivery d set status = t.status, reason = t.reason, due_at = null,
      settled_at = ${now.toISOString()}
    from unnest(
      ${sql.param(settled.map(({ workspaceId }) => workspaceId))}::uuid[],
      ${sql.param(settled.map(({ id }) => id))}::uuid[],
      ${sql.param(settled.map(({ status }) => status))}::text[],
      ${sql.param(settled.map(({ reason }) => reason))}::text[]
    ) as t (workspace_id, id, status, reason)
    where d.workspace_id = t.workspace_id and d.id = t.id`);
}

/** Tries again later, each time after a longer pause; or gives up, with a reason for people. */
async function putOff({ db, now }: Working, taken: Taken, error: unknown): Promise<void> {
  const isOver = isLasting(error) || taken.attempts >= ATTEMPTS_MAX;
  const pauseMs = Math.min(PAUSE_MS_MAX, FIRST_PAUSE_MS * 3 ** (taken.attempts - 1));
  await db
    .update(webhookDelivery)
    .set(
      isOver
        ? { status: "failed", reason: reasonOf(error, taken.attempts), dueAt: null, settledAt: now }
        : { dueAt: new Date(now.getTime() + pauseMs) },
    )
    .where(
      and(
        eq(webhookDelivery.workspaceId, taken.workspaceId),
        eq(webhookDelivery.id, taken.id),
        eq(webhookDelivery.status, "received"),
      ),
    );
}

function reasonOf(error: unknown, attempts: number): string {
  if (error instanceof FaultlineError) return error.message.slice(0, REASON_MAX);
  if (isLasting(error)) return "The event holds a value that the ledger cannot store.";
  return `It could not be worked off in ${attempts} attempts; the log has the cause. Redeliver it once that is repaired.`;
}
