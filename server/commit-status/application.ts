import { applicationDatabase } from "@/server/database";
import { readEnvironment } from "@/server/env";
import { log } from "@/server/log/log";
import { sendDueStatuses } from "./work";

/** Whoever assesses does not wait for the host, so that a poll is soon enough. */
const POLL_EVERY_MS = 2_000;
const RETRY_AFTER_MS = 1_000;

let isSending = false;

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
  const send = async () => {
    if (isSending) return;
    isSending = true;
    try {
      await sendDueStatuses(working);
    } catch (error) {
      log().warn({ err: error }, "Commit statuses could not be looked for; it is tried again.");
    } finally {
      isSending = false;
    }
  };
  setInterval(() => void send(), POLL_EVERY_MS).unref();
}
