import type { Pool } from "pg";
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";

/** Where points are counted: in the database, for all instances together, or in this process alone. */
export type LimitStore = Pool | "memory";

interface BucketOptions {
  name: string;
  points: number;
  durationS: number;
}

/** What came of taking points: whether they were there, how many are left, and when all are there again. */
export interface Taken {
  isAllowed: boolean;
  /** How many of the points asked for were still there. */
  granted: number;
  left: number;
  resetMs: number;
}

/** Points per key and time; taking them is one statement, so that many at once get no more than there are. */
export class Bucket {
  readonly points: number;
  private readonly limiter: RateLimiterPostgres | RateLimiterMemory;

  constructor(store: LimitStore, { name, points, durationS }: BucketOptions) {
    this.points = points;
    const options = { keyPrefix: name, points, duration: durationS };
    this.limiter =
      store === "memory"
        ? new RateLimiterMemory(options)
        : new RateLimiterPostgres({
            ...options,
            storeClient: store,
            tableName: "auth_rate_limit",
            tableCreated: true,
            // The installation's own sweep does it.
            clearExpiredByTimeout: false,
          });
  }

  async take(key: string, points = 1): Promise<Taken> {
    const { isAllowed, result } = await this.consume(key, points);
    const missing = Math.max(0, result.consumedPoints - this.points);
    return {
      isAllowed,
      granted: Math.max(0, points - missing),
      left: Math.max(0, result.remainingPoints),
      resetMs: Math.max(0, result.msBeforeNext),
    };
  }

  /** Puts points back that turned out not to be needed. */
  async giveBack(key: string, points = 1): Promise<void> {
    await this.limiter.reward(key, points);
  }

  async empty(key: string): Promise<void> {
    await this.limiter.delete(key);
  }

  /** A used-up bucket is told by a rejection that is no error; a database that fails is one. */
  private async consume(key: string, points: number) {
    try {
      return { isAllowed: true, result: await this.limiter.consume(key, points) };
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return { isAllowed: false, result: refusal };
      throw refusal;
    }
  }
}
