import type { Ctx } from "@/server/context";
import { isRetryable } from "@/server/database-error";

const ATTEMPTS_MAX = 4;

/** Runs a command; one that lost against another transaction is run again from its start. */
export async function write<T>(ctx: Ctx, command: (ctx: Ctx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await command(ctx);
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX || !isRetryable(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** attempt * Math.random()));
    }
  }
}
