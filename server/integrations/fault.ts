import { FaultlineError } from "@/domain/errors";

/**
 * Whether trying again is of no use: the event itself is refused, by a rule here or by the database for its values.
 * Anything else may pass: a database that restarts, two writers in each other's way, a fault that is repaired.
 */
export function isLasting(error: unknown): boolean {
  if (error instanceof FaultlineError) return true;
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if ("code" in current && typeof current.code === "string") return /^22/.test(current.code);
    current = current.cause;
  }
  return false;
}
