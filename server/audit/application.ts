import { applicationDatabase } from "@/server/database";
import { readEnvironment, requireSecret } from "@/server/env";
import { log } from "@/server/log/log";
import { keepDoing } from "@/server/rounds";
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
  keepDoing({
    name: "sealing the audit trail",
    everyMs: LEFTOVERS_EVERY_MS,
    work: () => applicationSealer().leftovers(),
    meanwhile: "what was written has no place in the trail's chain, and its change would not be found",
  });
  keepDoing({
    name: "upkeep of the audit trail",
    everyMs: UPKEEP_EVERY_MS,
    work: dailyUpkeep,
    meanwhile: "the trail is neither verified nor pruned",
  });
}

async function dailyUpkeep(): Promise<void> {
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
}
