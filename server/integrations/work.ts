import { and, eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { integration, webhookDelivery } from "@/db/schema";
import { FaultlineError } from "@/domain/errors";
import { type RepositorySettings, USUAL_SETTINGS } from "@/domain/integration/facts";
import { INTEGRATION_WORDS } from "@/domain/integration/kinds";
import type { Recorded } from "@/server/change/record";
import type { Ctx } from "@/server/context";
import { applyFacts, findRepository, keepRepository, lockRepository } from "./apply-facts";
import { isLasting } from "./fault";
import { openDelivery } from "./read-delivery";

export const ATTEMPTS_MAX = 8;
/** Nobody else takes a delivery while it is worked off; a process that dies leaves it to others after this. */
const LEASE_MS = 120_000;
const FIRST_PAUSE_MS = 5_000;
const PAUSE_MS_MAX = 30 * 60_000;
const REASON_MAX = 500;

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
}

type Settled = { status: "done" | "ignored" | "failed"; reason: string | null };

/** Takes deliveries that are due, so that no other instance works them off meanwhile. */
export async function takeDue({ db, now }: Working, most: number): Promise<Taken[]> {
  const { rows } = await db.execute<{ workspace_id: string; id: string; attempts: number }>(sql`
    update webhook_delivery d set attempts = d.attempts + 1,
      due_at = ${new Date(now.getTime() + LEASE_MS).toISOString()}
    where (d.workspace_id, d.id) in (
      select workspace_id, id from webhook_delivery where due_at is not null and due_at <= ${now.toISOString()}
      order by due_at limit ${most} for update skip locked)
    returning d.workspace_id, d.id, d.attempts`);
  return rows.map((row) => ({ workspaceId: row.workspace_id, id: row.id, attempts: row.attempts }));
}

/** Works off whatever is due, oldest first, until nothing is; answers how many deliveries that were. */
export async function workOffDue(working: Working, most = Number.POSITIVE_INFINITY): Promise<number> {
  let worked = 0;
  while (worked < most) {
    const [taken] = await takeDue(working, 1);
    if (taken === undefined) break;
    await workOffTaken(working, taken);
    worked += 1;
  }
  return worked;
}

/** Works one delivery off now, whether or not it is due. */
export async function workOffDelivery(
  working: Working,
  place: { workspaceId: string; id: string },
): Promise<void> {
  const { rows } = await working.db.execute<{ attempts: number }>(sql`
    update webhook_delivery set attempts = attempts + 1,
      due_at = ${new Date(working.now.getTime() + LEASE_MS).toISOString()}
    where workspace_id = ${place.workspaceId} and id = ${place.id} and status = 'received' returning attempts`);
  const [row] = rows;
  if (row !== undefined) await workOffTaken(working, { ...place, attempts: row.attempts });
}

/** What the delivery says and that it is done are written in one transaction; a fault leaves neither. */
export async function workOffTaken(working: Working, taken: Taken): Promise<void> {
  try {
    await working.db.transaction(async (tx) => {
      const delivery = await lockDelivery(tx, taken);
      if (delivery === null) return;
      const settled = await apply({ ...working, db: tx }, delivery);
      await settle(tx, taken, { ...settled, now: working.now });
    });
  } catch (error) {
    if (!(error instanceof FaultlineError)) working.onFault?.(error, taken.id);
    await putOff(working, taken, error);
  }
}

/** Null where another process has it, or where it is settled by now. */
async function lockDelivery(db: Database, { workspaceId, id }: Taken) {
  const [row] = await db
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
        eq(webhookDelivery.workspaceId, workspaceId),
        eq(webhookDelivery.id, id),
        eq(webhookDelivery.status, "received"),
      ),
    )
    .for("update", { of: webhookDelivery, skipLocked: true });
  return row ?? null;
}

type Locked = NonNullable<Awaited<ReturnType<typeof lockDelivery>>>;

async function apply({ db, now }: Working, { delivery, kind, name }: Locked): Promise<Settled> {
  const read = openDelivery({ kind, headers: delivery.headers, body: delivery.body });
  const ctx: Ctx = {
    db,
    now,
    workspaceId: delivery.workspaceId,
    requestId: delivery.id,
    actor: {
      kind: "integration",
      id: delivery.integrationId,
      name,
      grants: [{ role: "responder", teamId: null }],
    },
  };
  // Which repository it is of does not depend on its settings; what becomes of the event may.
  const first = read(USUAL_SETTINGS);
  const fact = first.kind === "facts" ? first.facts.repository : null;
  if (fact !== null) await lockRepository(ctx, fact.name);
  const reading = fact === null ? first : read(await settingsOf(ctx, fact.name));
  if (reading.kind === "unreadable") return { status: "failed", reason: reading.reason };
  if (reading.kind === "ignored") return { status: "ignored", reason: reading.reason };
  const recorded = await applyFacts(ctx, {
    facts: reading.facts,
    repository:
      reading.facts.repository === null ? null : await keepRepository(ctx, reading.facts.repository),
    told: {
      source: kind,
      what: `${INTEGRATION_WORDS[kind]} ${delivery.event}`,
      deliveryId: delivery.id,
    },
  });
  return settledBy(recorded);
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

async function settle(
  db: Database,
  { workspaceId, id }: Taken,
  { status, reason, now }: Settled & { now: Date },
): Promise<void> {
  await db
    .update(webhookDelivery)
    .set({ status, reason, dueAt: null, settledAt: now })
    .where(and(eq(webhookDelivery.workspaceId, workspaceId), eq(webhookDelivery.id, id)));
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
