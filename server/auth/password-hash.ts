import { hash, verify } from "@node-rs/argon2";
import { TooManyRequests } from "@/domain/errors";

/** argon2id with OWASP's parameters: 19 MiB, two passes, one lane (Password Storage Cheat Sheet, 2025). */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A hash of random bytes that nobody kept: verifying against it takes as long as against a real one. */
const NOBODYS =
  "$argon2id$v=19$m=19456,t=2,p=1$zCD9nKlrCUCFhHIK/6GqXA$YrqearyG1Rry2+MwzaWsgafkFZeqtryLRyVkbCMis+s";

/** Of the four threads that Node does such work on, half stay free for everything else. */
const AT_ONCE_MAX = 2;
const WAITING_MAX = 32;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), PARAMETERS);
}

function verifyPassword(stored: string, password: string): Promise<boolean> {
  return verify(stored, password.normalize("NFKC"));
}

/**
 * Hashes passwords, a few at once and a bounded number after them: what costs 19 MiB and two hundredths of a second
 * each must not be had without end. `count` is how many were begun.
 */
export class PasswordHasher {
  count = 0;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  hash(password: string): Promise<string> {
    return this.inTurn(() => hashPassword(password));
  }

  /** Against nothing it is false, and takes as long. */
  async verify(stored: string | null, password: string): Promise<boolean> {
    const isRight = await this.inTurn(() => verifyPassword(stored ?? NOBODYS, password));
    return isRight && stored !== null;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE_MAX) {
      if (this.waiting.length >= WAITING_MAX) {
        throw new TooManyRequests("busy", "Too many people are signing in at this moment. Try again.", 1);
      }
      // Whoever is let in takes over the place of the one who ends.
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      this.count += 1;
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
