import { readFileSync } from "node:fs";
import type pg from "pg";

const MS_PER_TICK = 10;

/** What the backends of a database on this machine have worked, which a busy machine changes less than the clock. */
export class ProcessorTime {
  readonly #known = new Map<number, number>();

  /** Milliseconds since the last reading, over all backends of the pool's database; NaN where they run elsewhere. */
  async read(pool: pg.Pool): Promise<number> {
    const { rows } = await pool.query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database()",
    );
    let sinceMs = 0;
    for (const { pid } of rows) {
      const ms = workedMs(pid);
      sinceMs += ms - (this.#known.get(pid) ?? 0);
      this.#known.set(pid, ms);
    }
    return sinceMs;
  }
}

function workedMs(pid: number): number {
  try {
    // The name of the process ends with the last bracket; user and system time are the 12th and 13th fields after it.
    const [, fields = ""] = /\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    const [user, system] = fields.split(" ").slice(11, 13).map(Number);
    return ((user ?? Number.NaN) + (system ?? Number.NaN)) * MS_PER_TICK;
  } catch {
    return Number.NaN;
  }
}
