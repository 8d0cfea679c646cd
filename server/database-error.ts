/** Two transactions that stand in each other's way: the loser may simply try again. */
export function isRetryable(error: unknown): boolean {
  const { code } = rootOf(error);
  return code === "40001" || code === "40P01";
}

/** The driver's error under the query builder's wrapping. */
export function rootOf(error: unknown): { code: string; message: string } {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if ("code" in current && typeof current.code === "string") {
      return { code: current.code, message: current.message };
    }
    if (current instanceof AggregateError && current.errors.length > 0) current = current.errors[0];
    else if (current.cause === undefined) return { code: "", message: current.message };
    else current = current.cause;
  }
  return { code: "", message: "" };
}
