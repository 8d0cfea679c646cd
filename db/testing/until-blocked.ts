import type { Pool, PoolClient } from "pg";

const WAIT_MS_MAX = 30_000;

/** Waits until some session stands before a lock that `blocker` holds: a pause of any length could be too short. */
export async function untilBlocked(pool: Pool, blocker: PoolClient): Promise<void> {
  const { rows } = await blocker.query<{ pid: number }>("select pg_backend_pid() as pid");
  await untilBlockedBy(pool, rows[0]?.pid ?? 0);
}

/** The same where only the number of the session that holds the lock is known. */
export async function untilBlockedBy(pool: Pool, pid: number): Promise<void> {
  const untilMs = performance.now() + WAIT_MS_MAX;
  while (performance.now() < untilMs) {
    const waiting = await pool.query(
      "select from pg_stat_activity where wait_event_type = 'Lock' and $1 = any(pg_blocking_pids(pid))",
      [pid],
    );
    if (waiting.rowCount !== 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("Nobody waits for the lock.");
}
