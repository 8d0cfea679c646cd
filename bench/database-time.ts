import type pg from "pg";

/** Adds up how long each statement of one client takes, from sending to its last row. */
export class DatabaseTime {
  ms = 0;
  statements = 0;

  reset(): void {
    this.ms = 0;
    this.statements = 0;
  }

  /** Watches a client through its query events; the pool must hold no other. */
  watch(client: pg.PoolClient): void {
    const query = client.query.bind(client);
    const timed = (...args: unknown[]): unknown => {
      const startedMs = performance.now();
      const count = () => {
        this.ms += performance.now() - startedMs;
        this.statements += 1;
      };
      const callback = args.at(-1);
      if (typeof callback === "function") {
        const counted = (...results: unknown[]) => {
          count();
          callback(...results);
        };
        return Reflect.apply(query, client, [...args.slice(0, -1), counted]);
      }
      const answer: unknown = Reflect.apply(query, client, args);
      if (answer instanceof Promise) void answer.finally(count).catch(() => undefined);
      return answer;
    };
    Object.assign(client, { query: timed });
  }
}
