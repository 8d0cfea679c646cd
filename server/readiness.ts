import { migrationState } from "@/db/migrate";
import { errorMessage } from "@/db/operator-error";
import { applicationDatabase } from "./database";

export type Readiness = { ready: true } | { ready: false; reason: string };

const answerWithinMs = 3000;

/** Whether this instance can serve: its database answers in time and is migrated. */
export async function checkReadiness(): Promise<Readiness> {
  try {
    const state = await Promise.race([migrationState(applicationDatabase().pool), tooSlow()]);
    return state.current ? { ready: true } : { ready: false, reason: state.reason };
  } catch (error) {
    return { ready: false, reason: `the database cannot be used: ${errorMessage(error)}` };
  }
}

function tooSlow(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${answerWithinMs} ms`)), answerWithinMs).unref();
  });
}
