import { applicationDatabase } from "@/server/database";
import { log } from "@/server/log/log";
import { DeliveryWorker } from "./worker";

/** Also finds what other instances stored, and what comes due again. */
const POLL_EVERY_MS = 3_000;

let worker: DeliveryWorker | undefined;

function applicationWorker(): DeliveryWorker {
  worker ??= new DeliveryWorker({
    db: () => applicationDatabase().db,
    now: () => new Date(),
    onFault: (error, deliveryId) =>
      log().warn({ err: error, deliveryId }, "A delivery could not be worked off; it is tried again."),
  });
  return worker;
}

/** Has what was just stored worked off within moments. */
export const workSoon = (): void => applicationWorker().wake();

/** For as long as the process serves. */
export function keepDeliveriesWorkedOff(): void {
  setInterval(workSoon, POLL_EVERY_MS).unref();
}
