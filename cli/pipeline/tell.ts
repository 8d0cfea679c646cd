import { randomUUID } from "node:crypto";
import { post, Refused, type Server, Unreachable } from "./client";

interface Telling<T> {
  /** Below `/api/v1`. */
  path: string;
  body: object;
  json: boolean | undefined;
  /** What is printed of the answer without --json. */
  words: (answer: T) => string;
  /** Begins the line that is printed when nobody answers; the cause ends it. */
  away: string;
}

/** Writes one thing, prints what came of it, and ends with 2 where that was refused or nobody answered. */
export async function tell<T>(server: Server, { path, body, json, words, away }: Telling<T>): Promise<void> {
  try {
    // Tried again after a fault on the way, it is still written once.
    const answer = await post<T>(server, path, body, { "idempotency-key": randomUUID() });
    process.stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : words(answer));
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    const isAway = error instanceof Unreachable;
    process.stderr.write(isAway ? `${away}: ${error.message}.\n` : `${error.message}\n`);
    process.exitCode = 2;
  }
}
