import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { CommitState } from "@/domain/commit-status/status";
import { openApiToken } from "@/server/integrations/secret";
import { SealError } from "@/server/secrets/seal";
import { type StatusHost, statusHosts } from "./hosts";
import { type SendSettings, type Sent, sendStatus } from "./send";

export const ATTEMPTS_MAX = 8;
/** Nobody else takes one while it is sent; a process that dies leaves it to others after this. */
const LEASE_MS = 180_000;
const FIRST_PAUSE_MS = 10_000;
const PAUSE_MS_MAX = 60 * 60_000;

export interface Working extends SendSettings {
  db: Database;
  now(): Date;
  /** The origin people open; a status has no link without one. */
  publicUrl: string | null;
  /** Told of a fault, with the status's id, for the log. */
  onFault?(error: unknown, id: string): void;
}

type Taken = {
  workspace_id: string;
  id: string;
  repository_id: string;
  revision: string;
  context: string;
  state: CommitState;
  description: string;
  target_path: string | null;
  attempts: number;
  version: number;
};

/** Sends whatever is due, until nothing is; answers how many were tried. */
export async function sendDueStatuses(working: Working): Promise<number> {
  for (let sent = 0; ; sent += 1) {
    const taken = await takeDue(working);
    if (taken === undefined) return sent;
    await sendTaken(working, taken);
  }
}

async function takeDue({ db, now }: Working): Promise<Taken | undefined> {
  const at = now();
  const { rows } = await db.execute<Taken>(sql`
    update commit_status s set attempts = s.attempts + 1,
      due_at = ${new Date(at.getTime() + LEASE_MS).toISOString()}
    where (s.workspace_id, s.id) in (
      select workspace_id, id from commit_status where due_at is not null and due_at <= ${at.toISOString()}
      order by due_at limit 1 for update skip locked)
    returning s.workspace_id, s.id, s.repository_id, s.revision, s.context, s.state, s.description, s.target_path,
      s.attempts, s.version`);
  return rows[0];
}

async function sendTaken(working: Working, taken: Taken): Promise<void> {
  try {
    const hosts = await statusHosts(working.db, {
      workspaceId: taken.workspace_id,
      repositoryId: taken.repository_id,
    });
    await settle(working, taken, await sendThrough(working, taken, hosts));
  } catch (error) {
    working.onFault?.(error, taken.id);
    const reason = "It could not be sent; the log has the cause.";
    await settle(working, taken, { kind: "later", reason, afterS: null, integrationId: null });
  }
}

type Through = Sent & { integrationId: string | null };

/** Through the first integration whose token may; what the likeliest one was told is the reason where none may. */
async function sendThrough(working: Working, taken: Taken, hosts: readonly StatusHost[]): Promise<Through> {
  let refused: Through | null = null;
  for (const host of hosts) {
    const { integrationId } = host;
    const apiToken = tokenOf(host, taken.workspace_id);
    const sent: Sent =
      apiToken === null
        ? { kind: "refused", reason: "The stored API token cannot be read any more. Enter it again." }
        : await sendStatus({ ...taken, ...host, apiToken, targetUrl: linkOf(working, taken) }, working);
    if (sent.kind !== "refused") return { ...sent, integrationId };
    refused ??= { ...sent, integrationId };
  }
  return (
    refused ?? {
      kind: "failed",
      reason: "No integration that is switched on holds an API token for the repository's host any more.",
      integrationId: null,
    }
  );
}

function tokenOf({ integrationId, sealedApiToken }: StatusHost, workspaceId: string): string | null {
  try {
    return openApiToken({ workspaceId, id: integrationId }, sealedApiToken);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

const linkOf = ({ publicUrl }: Working, { target_path: path }: Taken) =>
  publicUrl === null || path === null ? null : `${publicUrl}${path}`;

/**
 * Where the state moved on meanwhile, the newer one is sent after this one: two on their way at once could arrive in
 * the wrong order.
 */
async function settle({ db, now }: Working, taken: Taken, sent: Through): Promise<void> {
  const at = now();
  const isOver = sent.kind !== "later" || taken.attempts >= ATTEMPTS_MAX;
  const dueAt = isOver ? null : new Date(at.getTime() + pauseMs(taken.attempts, sent)).toISOString();
  const status = sent.kind === "sent" ? "sent" : isOver ? "failed" : "waiting";
  const error = sent.kind === "sent" ? null : sent.reason;
  const isSame = sql`version = ${taken.version}`;
  await db.execute(sql`
    update commit_status set
      status = case when ${isSame} then ${status} else 'waiting' end,
      due_at = case when ${isSame} then ${dueAt}::timestamptz else ${at.toISOString()}::timestamptz end,
      last_error = ${error}, integration_id = coalesce(${sent.integrationId}::uuid, integration_id),
      sent_at = ${sent.kind === "sent" ? sql`${at.toISOString()}::timestamptz` : sql`sent_at`}
    where workspace_id = ${taken.workspace_id} and id = ${taken.id}`);
}

function pauseMs(attempts: number, sent: Sent): number {
  const asked = sent.kind === "later" && sent.afterS !== null ? sent.afterS * 1000 : 0;
  return Math.min(PAUSE_MS_MAX, Math.max(asked, FIRST_PAUSE_MS * 3 ** (attempts - 1)));
}
