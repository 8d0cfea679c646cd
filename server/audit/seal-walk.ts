import { and, asc, eq, gt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { auditSeal } from "@/db/schema";
import type { FindingKind, Findings } from "@/domain/audit/finding";
import { type AuditKeys, checkMac } from "./keys";
import { signedOfSeal } from "./seal";

const SEALS_PER_PAGE = 1_000;

type Seal = typeof auditSeal.$inferSelect;

/** Goes along the seals beside the rows: each must be signed, follow the one before, and hold the chain's hash. */
export class SealWalk {
  #next: Seal[] = [];
  /** The end of the stretch that is sealed so far; null before the first seal. */
  #sealedTo: number | null = null;
  #startedAt = 0;
  #isPastAdoption = false;

  constructor(
    readonly db: Database,
    readonly workspaceId: string,
    readonly keys: AuditKeys,
    readonly findings: Findings,
  ) {}

  async begin(position: number): Promise<void> {
    this.#startedAt = position;
    await this.#load(position);
  }

  /** Takes the row at `position` into account, in whose chain `hash` stands. */
  async pass(position: number, hash: Buffer): Promise<void> {
    for (let seal = await this.#peek(); seal && seal.position <= position; seal = await this.#peek()) {
      this.#next.shift();
      this.#check(seal);
      // A seal between two rows is of a row that is missing, which is told already.
      if (seal.position < position || seal.hash.equals(hash)) continue;
      this.#add("seal-forged", seal.position, "The seal holds another hash than the chain has at its place.");
    }
  }

  /** Rows at the end without a seal were never sealed, or their seal was taken away. */
  async finish(position: number): Promise<void> {
    for (let seal = await this.#peek(); seal; seal = await this.#peek()) {
      this.#next.shift();
      this.#check(seal);
      this.#add("row-missing", seal.position, `The seal at ${seal.position} is of events that are missing.`);
    }
    const sealedTo = this.#sealedTo ?? this.#startedAt;
    if (sealedTo >= position) return;
    this.#add("seal-missing", sealedTo + 1, `The events ${sealedTo + 1} to ${position} have no seal.`);
  }

  checkSigned(seal: Seal): void {
    const state = checkMac(this.keys, seal.keyId, signedOfSeal(seal), seal.mac);
    if (state === "forged") this.#add("seal-forged", seal.position, "The seal does not bear its signature.");
    if (state === "unknown-key") {
      const detail = `The seal is signed with key ${seal.keyId}, which is neither of FAULTLINE_SECRET nor of FAULTLINE_OLD_SECRETS.`;
      this.#add("seal-of-unknown-key", seal.position, detail);
    }
  }

  #check(seal: Seal): void {
    this.checkSigned(seal);
    const follows = this.#sealedTo ?? this.#startedAt;
    // Where the chain was cut by pruning, its first seal may begin before the cut.
    const isRight =
      this.#sealedTo === null ? seal.previousPosition <= follows : seal.previousPosition === follows;
    if (!isRight)
      this.#add("seal-missing", follows + 1, `A seal between ${follows} and ${seal.position} is missing.`);
    if (seal.adopted && this.#isPastAdoption) {
      this.#add("seal-forged", seal.position, "Events were adopted after the chain had begun.");
    }
    this.#isPastAdoption ||= !seal.adopted;
    this.#sealedTo = seal.position;
  }

  async #peek(): Promise<Seal | undefined> {
    if (this.#next.length === 0 && this.#sealedTo !== null) await this.#load(this.#sealedTo);
    return this.#next[0];
  }

  async #load(after: number): Promise<void> {
    this.#next = await this.db
      .select()
      .from(auditSeal)
      .where(and(eq(auditSeal.workspaceId, this.workspaceId), gt(auditSeal.position, after)))
      .orderBy(asc(auditSeal.position))
      .limit(SEALS_PER_PAGE);
  }

  #add(kind: FindingKind, position: number, detail: string): void {
    this.findings.add({ kind, position, eventId: null, detail });
  }
}
