import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { AuditKeys } from "./keys";
import { sealWorkspace } from "./seal";

/** Writes within this time of each other share a seal. */
const SOON_MS = 250;

export interface SealerDependencies {
  db(): Database;
  keys(): AuditKeys;
  now(): Date;
  /** Told of a sealing that failed; the next one takes its events along. */
  onError(error: unknown): void;
}

/** Chains what was written, soon after it was written and without making the writer wait. */
export class Sealer {
  readonly #waiting = new Map<string, NodeJS.Timeout>();

  constructor(readonly dependencies: SealerDependencies) {}

  soon(workspaceId: string): void {
    if (this.#waiting.has(workspaceId)) return;
    const timer = setTimeout(() => {
      this.#waiting.delete(workspaceId);
      this.#seal(workspaceId).catch(this.dependencies.onError);
    }, SOON_MS);
    // A process that ends leaves its last events to the next one.
    timer.unref();
    this.#waiting.set(workspaceId, timer);
  }

  /** What other processes left, in every workspace. */
  async leftovers(): Promise<void> {
    await sealLeftovers(this.#sealing());
  }

  async #seal(workspaceId: string): Promise<void> {
    await sealWorkspace(this.#sealing(), workspaceId);
  }

  #sealing() {
    const { db, keys, now } = this.dependencies;
    return { db: db(), keys: keys(), now: now() };
  }
}

/** Chains every event of every workspace that has no place yet. */
export async function sealLeftovers(sealing: { db: Database; keys: AuditKeys; now: Date }): Promise<void> {
  for (const workspaceId of await workspacesWithUnchained(sealing.db)) {
    await sealWorkspace(sealing, workspaceId);
  }
}

export async function workspacesWithUnchained(db: Database): Promise<string[]> {
  const found = await db.execute<{ workspace_id: string }>(sql`
    select distinct workspace_id from audit_event where position is null`);
  return found.rows.map((row) => row.workspace_id);
}
