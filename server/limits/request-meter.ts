import { Bucket, type LimitStore, type Taken } from "./bucket";

const MINUTE_S = 60;
/** How often at most a caller's limit is written to the database while a minute lasts. */
const BLOCKS_PER_MINUTE = 20;
const BLOCK_MAX = 500;
const CALLERS_MAX = 10_000;
const LIMITS_MAX = 1000;

interface Metered {
  isAllowed: boolean;
  left: number;
  resetMs: number;
}

/** Requests of one caller that this process may let through without asking again. */
interface Lease {
  granted: number;
  /** What the database had left for everybody when it was asked. */
  leftElsewhere: number;
  endsAtMs: number;
  asking: Promise<void> | null;
}

/**
 * Requests per minute and caller, counted for all instances together. Each takes a block of them from the database at a
 * time, so that the least part of requests writes; what one instance has taken and not used is lost to the others until
 * the minute ends, a twentieth of the limit at most.
 */
export class RequestMeter {
  private readonly leases = new Map<string, Lease>();
  private readonly buckets = new Map<number, Bucket>();

  constructor(
    private readonly store: LimitStore,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** When the database cannot be asked the request goes on: what it wants to read or write will tell. */
  async take(caller: string, perMinute: number): Promise<Metered> {
    for (;;) {
      const lease = this.leaseOf(caller);
      const resetMs = Math.max(0, lease.endsAtMs - Date.now());
      if (resetMs > 0 && lease.granted > 0) {
        lease.granted -= 1;
        return { isAllowed: true, left: lease.granted + lease.leftElsewhere, resetMs };
      }
      if (resetMs > 0 && lease.leftElsewhere === 0) return { isAllowed: false, left: 0, resetMs };
      try {
        lease.asking ??= this.ask(caller, perMinute, lease);
        await lease.asking;
      } catch (error) {
        this.onError(error);
        return { isAllowed: true, left: perMinute, resetMs: MINUTE_S * 1000 };
      }
    }
  }

  private leaseOf(caller: string): Lease {
    const known = this.leases.get(caller);
    if (known) return known;
    if (this.leases.size >= CALLERS_MAX) this.forgetEnded();
    const lease = { granted: 0, leftElsewhere: 0, endsAtMs: 0, asking: null };
    this.leases.set(caller, lease);
    return lease;
  }

  /** Those who wait for the same block wait for one statement. */
  private async ask(caller: string, perMinute: number, lease: Lease): Promise<void> {
    try {
      const block = Math.max(1, Math.min(BLOCK_MAX, Math.floor(perMinute / BLOCKS_PER_MINUTE)));
      const taken: Taken = await this.bucketOf(perMinute).take(caller, block);
      lease.granted = taken.granted;
      lease.leftElsewhere = taken.left;
      lease.endsAtMs = Date.now() + Math.max(1, taken.resetMs);
    } finally {
      lease.asking = null;
    }
  }

  private bucketOf(perMinute: number): Bucket {
    const known = this.buckets.get(perMinute);
    if (known) return known;
    if (this.buckets.size >= LIMITS_MAX) this.buckets.clear();
    const made = new Bucket(this.store, { name: "requests", points: perMinute, durationS: MINUTE_S });
    this.buckets.set(perMinute, made);
    return made;
  }

  private forgetEnded(): void {
    for (const [caller, lease] of this.leases) {
      if (lease.endsAtMs < Date.now() && lease.asking === null) this.leases.delete(caller);
    }
    // All of them are of this minute: rather than grow without end, they are asked for again.
    if (this.leases.size >= CALLERS_MAX) this.leases.clear();
  }
}
