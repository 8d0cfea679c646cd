import type { Database } from "@/db/client";
import { hasUser, setUpCode } from "./set-up-code";

/**
 * While there is no user, shows whoever can read the output of this process what makes the first one. It is written as
 * plain text: the log leaves codes out.
 */
export async function announceSetUp(db: Database, secret: string, address: string): Promise<void> {
  if (await hasUser(db)) return;
  process.stdout.write(
    `Nobody has an account yet. Open ${address}/set-up and make the owner's with the set-up code ${setUpCode(secret)}\n`,
  );
}
