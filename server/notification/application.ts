import { applicationDatabase } from "@/server/database";
import { readEnvironment } from "@/server/env";
import { log } from "@/server/log/log";
import { keepDoing } from "@/server/rounds";
import { remind } from "./remind";
import { NotificationWorker } from "./worker";

/** Also finds what other instances put down, and what comes due again. */
const POLL_EVERY_MS = 2_000;
const REMIND_EVERY_MS = 30_000;

let worker: NotificationWorker | undefined;

function applicationWorker(): NotificationWorker {
  worker ??= new NotificationWorker({
    working: () => {
      const { publicUrl, privateReceivers } = readEnvironment();
      return {
        db: applicationDatabase().db,
        now: new Date(),
        privateHosts: privateReceivers,
        origin: publicUrl ?? null,
        chance: Math.random,
      };
    },
    onFault: (error, notificationId) =>
      log().warn({ err: error, notificationId }, "A notification could not be sent; it is tried again."),
  });
  return worker;
}

/** Has what was just put down sent within moments. */
export const sendNotificationsSoon = (): void => applicationWorker().wake();

/** For as long as the process serves. */
export function keepNotificationsSent(): void {
  setInterval(sendNotificationsSoon, POLL_EVERY_MS).unref();
  keepDoing({
    name: "reminders",
    everyMs: REMIND_EVERY_MS,
    work: () => remind(applicationDatabase().db, new Date()),
    meanwhile: "nobody is told of what falls due, and of what has been due for a day never will be",
  });
}
