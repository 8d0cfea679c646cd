import { applicationDatabase } from "@/server/database";
import { readEnvironment } from "@/server/env";
import { log } from "@/server/log/log";
import { keepDoing } from "@/server/rounds";
import { sendDueStatuses } from "./work";

/** Whoever assesses does not wait for the host, so that a poll is soon enough. */
const POLL_EVERY_MS = 2_000;
const RETRY_AFTER_MS = 1_000;

/** For as long as the process serves. */
export function keepCommitStatusesSent(): void {
  const { publicUrl, privateProviders } = readEnvironment();
  const working = {
    db: applicationDatabase().db,
    now: () => new Date(),
    publicUrl: publicUrl ?? null,
    network: { loopback: false, privateHosts: privateProviders },
    retryAfterMs: RETRY_AFTER_MS,
    onFault: (error: unknown, commitStatusId: string) =>
      log().warn({ err: error, commitStatusId }, "A commit status could not be sent; it is tried again."),
  };
  keepDoing({
    name: "commit statuses",
    everyMs: POLL_EVERY_MS,
    work: () => sendDueStatuses(working),
    meanwhile: "code hosts are not told how sign-offs stand",
  });
}
