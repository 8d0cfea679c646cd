import type { Database } from "@/db/client";
import { pruneCommitStatuses } from "./commit-status/prune";
import { applicationDatabase } from "./database";
import { pruneGateDecisions } from "./gate/prune";
import { pruneDeliveries } from "./integrations/prune";
import { pruneNotifications } from "./notification/prune";
import { keepDoing } from "./rounds";

const EVERY_MS = 3_600_000;

/** Everything that is kept for a time only, by what the log calls it. */
const KEPT_FOR_A_TIME: Record<string, (db: Database, now: Date) => Promise<number>> = {
  deliveries: pruneDeliveries,
  notifications: pruneNotifications,
  "decisions of the gate": pruneGateDecisions,
  "commit statuses": pruneCommitStatuses,
};

/** For as long as the process serves. Any number of instances may do it at once. */
export function keepOldRowsPruned(): void {
  for (const [what, prune] of Object.entries(KEPT_FOR_A_TIME)) {
    keepDoing({
      name: `pruning ${what}`,
      everyMs: EVERY_MS,
      work: () => prune(applicationDatabase().db, new Date()),
      meanwhile: `${what} are kept for longer than they should be, and the database grows`,
    });
  }
}
