import { sendTaken, type Taken, takeDue, type Working } from "./work";

export interface WorkerDependencies {
  working(): Working;
  onFault(error: unknown, notificationId: string | null): void;
}

/** So many are sent at once, never two to the same channel: one that hangs holds up nobody else's. */
const AT_ONCE = 6;

/** Sends notifications as they come due. Any number of instances may, each in as many processes. */
export class NotificationWorker {
  readonly #busy = new Set<string>();
  #isTaking = false;
  #isAskedAgain = false;

  constructor(readonly dependencies: WorkerDependencies) {}

  /** Something is due: taken at once where a hand is free, or as soon as one is. */
  wake(): void {
    this.#isAskedAgain = true;
    if (!this.#isTaking) void this.#take();
  }

  async #take(): Promise<void> {
    this.#isTaking = true;
    try {
      while (this.#isAskedAgain && this.#busy.size < AT_ONCE) {
        // Whoever asks while the database is asked is not overheard: a channel may fall free in that time.
        this.#isAskedAgain = false;
        const taken = await takeDue(this.dependencies.working(), [...this.#busy]);
        if (taken === null) continue;
        this.#isAskedAgain = true;
        void this.#send(taken);
      }
    } catch (error) {
      // The next poll tries again; there is nothing to answer.
      this.#isAskedAgain = false;
      this.dependencies.onFault(error, null);
    } finally {
      this.#isTaking = false;
    }
  }

  async #send(taken: Taken): Promise<void> {
    this.#busy.add(taken.channelId);
    try {
      await sendTaken(this.dependencies.working(), taken);
    } catch (error) {
      this.dependencies.onFault(error, taken.id);
    } finally {
      this.#busy.delete(taken.channelId);
      this.wake();
    }
  }
}
