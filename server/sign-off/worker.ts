import type { Database } from "@/db/client";
import { applicationDatabase } from "@/server/database";
import { log } from "@/server/log/log";
import { assessBatch } from "./work";

/** Finds what any instance put down, in the order in which it comes due. */
const POLL_EVERY_MS = 1_000;
/** A long queue is worked off in turns, so that everything else has its moments. */
const BATCH = 200;

interface AssessorDependencies {
  db(): Database;
  now(): Date;
  onFault(error: unknown): void;
}

/** Assesses what is due. Any number of instances may: each takes rows that no other has. */
class Assessor {
  #isRunning = false;
  #isAskedAgain = false;

  constructor(readonly dependencies: AssessorDependencies) {}

  wake(): void {
    this.#isAskedAgain = true;
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#work();
  }

  async #work(): Promise<void> {
    const { db, now, onFault } = this.dependencies;
    try {
      while (this.#isAskedAgain) {
        this.#isAskedAgain = false;
        while ((await assessBatch({ db: db(), now: now(), onFault }, BATCH)) > 0);
      }
    } catch (error) {
      // The next poll tries again.
      onFault(error);
    } finally {
      this.#isRunning = false;
    }
  }
}

let assessor: Assessor | undefined;

function applicationAssessor(): Assessor {
  assessor ??= new Assessor({
    db: () => applicationDatabase().db,
    now: () => new Date(),
    onFault: (error) => log().warn({ err: error }, "A sign-off could not be assessed; it is tried again."),
  });
  return assessor;
}

/** Has what was just put down assessed within moments. */
const assessSoon = (): void => applicationAssessor().wake();

/** For as long as the process serves. */
export function keepSubjectsAssessed(): void {
  setInterval(assessSoon, POLL_EVERY_MS).unref();
}
