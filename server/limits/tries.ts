import { createHash } from "node:crypto";
import { TooManyRequests } from "@/domain/errors";
import { addressGroup } from "@/server/request/client-address";
import { Bucket, type LimitStore } from "./bucket";

const QUARTER_HOUR_S = 900;
const HOUR_S = 3600;

/** How many wrong tries are borne. A try is taken before it is made, and given back when it was right. */
export const TRY_LIMITS = {
  /** Of one account, whoever tries; per quarter of an hour. */
  account: 10,
  /** Of one account from a browser that has signed in to it before, which nobody else can use up. */
  device: 10,
  /** From an IPv4 address or an IPv6 /64, whatever the accounts; per quarter of an hour. */
  address: 50,
  /** From an IPv6 /48, of which a /64 is the smallest part that can be rented. */
  network: 200,
  /** Of the whole installation, but for known browsers; per hour. */
  installation: 500,
} as const;

/** Who tries, as far as limits know them. */
interface Trier {
  /** Whose account it is about: an id, or the e-mail address as it was typed. */
  account: string;
  address: string | null;
  /** The browser, when it has signed in to this account before. */
  deviceId: string | null;
}

/** The tries of one kind of secret: passwords, second factors, set-up codes. */
export class Tries {
  private readonly buckets: Record<keyof typeof TRY_LIMITS, Bucket>;

  constructor(store: LimitStore, kind: string) {
    const bucket = (name: keyof typeof TRY_LIMITS, durationS: number) =>
      new Bucket(store, { name: `${kind}-${name}`, points: TRY_LIMITS[name], durationS });
    this.buckets = {
      account: bucket("account", QUARTER_HOUR_S),
      device: bucket("device", QUARTER_HOUR_S),
      address: bucket("address", QUARTER_HOUR_S),
      network: bucket("network", QUARTER_HOUR_S),
      installation: bucket("installation", HOUR_S),
    };
  }

  /**
   * Takes one try and makes it; refuses before anything is hashed or compared when there is none left, or when the
   * database does not say. Null is a wrong try. A right one frees its account, and costs the others at its address
   * nothing; one that could not be made at all is given back.
   */
  async attempt<T>(trier: Trier, make: () => Promise<T | null>): Promise<T | null> {
    const keys = keysOf(trier);
    await this.begin(keys);
    let result: T | null;
    try {
      result = await make();
    } catch (error) {
      await this.giveBack(keys);
      throw error;
    }
    if (result === null) return null;
    await this.giveBack(keys.filter(([name]) => name !== "account" && name !== "device"));
    for (const [name, key] of keys) {
      if (name === "account" || name === "device") await this.buckets[name].empty(key);
    }
    return result;
  }

  private async begin(keys: readonly Key[]): Promise<void> {
    for (const [name, key] of keys) {
      const { isAllowed, resetMs } = await this.buckets[name].take(key);
      if (!isAllowed) throw tooMany(resetMs);
    }
  }

  private async giveBack(keys: readonly Key[]): Promise<void> {
    for (const [name, key] of keys) await this.buckets[name].giveBack(key);
  }
}

type Key = [keyof typeof TRY_LIMITS, string];

/** From the widest that one attacker alone uses up to the one that others share with him. */
function keysOf(trier: Trier): Key[] {
  if (trier.deviceId !== null) return [["device", shortened(`${trier.deviceId} ${trier.account}`)]];
  const group = trier.address === null ? "unknown" : addressGroup(trier.address);
  const network = networkOf(group);
  return [
    ["address", group],
    ...(network === null ? [] : [["network", network] satisfies Key]),
    ["account", shortened(trier.account)],
    ["installation", "all"],
  ];
}

/** The /48 of an IPv6 /64, which one customer often has to himself. */
function networkOf(group: string): string | null {
  return group.endsWith("/64") ? `${group.split(":").slice(0, 3).join(":")}::/48` : null;
}

/** A key of bounded length that does not spell an e-mail address out. */
function shortened(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

function tooMany(resetMs: number): TooManyRequests {
  const minutes = Math.max(1, Math.ceil(resetMs / 60_000));
  return new TooManyRequests(
    "too-many-attempts",
    `Too many attempts. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}, or from a browser that has signed in before.`,
    resetMs / 1000,
  );
}
