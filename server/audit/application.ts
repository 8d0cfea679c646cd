import { applicationDatabase } from "@/server/database";
import { readEnvironment, requireSecret } from "@/server/env";
import { log } from "@/server/log/log";
import { type AuditKeys, auditKeysOf } from "./keys";
import { Sealer } from "./sealer";
import { keepAuditTrails } from "./upkeep";

const LEFTOVERS_EVERY_MS = 5_000;
const UPKEEP_EVERY_MS = 3_600_000;

let keys: AuditKeys | undefined;
let sealer: Sealer | undefined;

/** The keys of this installation's audit trail; made at first use. */
export function applicationAuditKeys(): AuditKeys {
  if (keys === undefined) {
    const environment = readEnvironment();
    keys = auditKeysOf(requireSecret(environment), environment.oldSecrets);
  }
  return keys;
}

function applicationSealer(): Sealer {
  sealer ??= new Sealer({
    db: () => applicationDatabase().db,
    keys: applicationAuditKeys,
    now: () => new Date(),
    onError: (error) => log().warn({ err: error }, "The audit trail could not be sealed; it is tried again."),
  });
  return sealer;
}

/** Has what was just written in the workspace chained within moments. */
export const sealAuditSoon = (workspaceId: string): void => applicationSealer().soon(workspaceId);

/** For as long as the process serves: leftovers every few seconds, pruning and a whole verification every day. */
export function keepAuditInOrder(): void {
  setInterval(() => void applicationSealer().leftovers(), LEFTOVERS_EVERY_MS).unref();
  setInterval(() => void dailyUpkeep(), UPKEEP_EVERY_MS).unref();
}

async function dailyUpkeep(): Promise<void> {
  try {
    await keepAuditTrails({
      db: applicationDatabase().db,
      keys: applicationAuditKeys(),
      now: new Date(),
      onFindings: (workspaceId, { first, findings }) =>
        log().error(
          { workspaceId, first, findings },
          "The audit trail is not what it was when it was written.",
        ),
    });
  } catch (error) {
    log().warn({ err: error }, "The audit trail could not be kept in order; it is tried again in an hour.");
  }
}
