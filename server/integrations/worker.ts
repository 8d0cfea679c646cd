import type { Database } from "@/db/client";
import { workOffSome } from "./work";

export interface WorkerDependencies {
  db(): Database;
  now(): Date;
  onFault(error: unknown, deliveryId: string | null): void;
}

/** So many deliveries are worked off at once; the rest of the connections are people's. */
const AT_ONCE = 2;

/** Works deliveries off as they come. Any number of instances may, each in as many processes. */
export class DeliveryWorker {
  #running = 0;
  /** Asked again while every hand was busy. */
  #isAskedAgain = false;

  constructor(readonly dependencies: WorkerDependencies) {}

  /** Something is due: at once where a hand is free, or as soon as one is. */
  wake(): void {
    if (this.#running >= AT_ONCE) {
      this.#isAskedAgain = true;
      return;
    }
    this.#running += 1;
    void this.#work();
  }

  async #work(): Promise<void> {
    try {
      for (;;) {
        this.#isAskedAgain = false;
        const found = await this.#workOffSome();
        if (!found && !this.#isAskedAgain) break;
      }
    } catch (error) {
      // The next poll tries again; there is nothing to answer.
      this.dependencies.onFault(error, null);
    } finally {
      this.#running -= 1;
    }
  }

  async #workOffSome(): Promise<boolean> {
    const { db, now, onFault } = this.dependencies;
    return (await workOffSome({ db: db(), now: now(), onFault })) > 0;
  }
}
