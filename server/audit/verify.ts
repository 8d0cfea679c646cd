import { and, desc, eq, lte, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { auditCheckpoint, auditHead, auditSeal } from "@/db/schema";
import { type Finding, type FindingCount, Findings } from "@/domain/audit/finding";
import type { NotedHead } from "@/domain/audit/noted-head";
import { ErasureProofs } from "./erasure-proofs";
import { CHAIN_START, chainHashOf, digestOf, rowHashOf, storedDetailsText, storedRowText } from "./hash";
import { type AuditKeys, checkMac } from "./keys";
import { signedOfCheckpoint } from "./prune";
import { SealWalk } from "./seal-walk";

const ROWS_PER_PAGE = 1_000;

export interface Verification {
  /** Rows whose hashes were computed anew. */
  checked: number;
  /** The first place in the chain that was checked. */
  from: number;
  head: NotedHead;
  /** Events written so recently that they have no place yet. */
  unchained: number;
  /** Rows whose details an erasure replaced, vouched for by its event. */
  erased: number;
  findings: FindingCount[];
  first: Finding | null;
}

export interface VerifyOptions {
  /** A head noted earlier, which must still be in the chain. */
  expect?: NotedHead;
  /** Checks at most about so many rows, the newest, from a seal on. */
  rowsMax?: number;
}

/**
 * Computes every hash of a workspace's trail anew and compares: rows, chain, seals, head, checkpoint, erasures. Reads
 * one snapshot, in order, a page at a time.
 */
export function verifyAudit(
  db: Database,
  workspaceId: string,
  keys: AuditKeys,
  options: VerifyOptions = {},
): Promise<Verification> {
  return db.transaction((tx) => new Walk(tx, workspaceId, keys, options).run(), {
    isolationLevel: "repeatable read",
    accessMode: "read only",
  });
}

interface StoredRow extends Record<string, unknown> {
  id: string;
  position: number | null;
  details: string;
  core: string;
  details_salt: Buffer | null;
  details_digest: Buffer | null;
  row_hash: Buffer | null;
  chain_hash: Buffer | null;
  erasure_id: string | null;
}

const hex = (hash: Buffer | null | undefined): string => hash?.toString("hex") ?? "nothing";

class Walk {
  readonly #findings = new Findings();
  readonly #proofs: ErasureProofs;
  readonly #seals: SealWalk;
  #position = 0;
  #hash: Buffer = CHAIN_START;
  #from = 1;
  #checked = 0;
  #unchained = 0;
  #isExpectedMet = false;

  constructor(
    readonly db: Database,
    readonly workspaceId: string,
    readonly keys: AuditKeys,
    readonly options: VerifyOptions,
  ) {
    this.#proofs = new ErasureProofs(db, workspaceId, keys, this.#findings);
    this.#seals = new SealWalk(db, workspaceId, keys, this.#findings);
  }

  async run(): Promise<Verification> {
    await this.#begin();
    await this.#proofs.load();
    this.#meetExpected();
    for (let page = await this.#page(); page.length > 0; page = await this.#page()) {
      await this.#proofs.loadFor(page.map((row) => row.id));
      for (const row of page) await this.#checkChained(row);
    }
    await this.#seals.finish(this.#position);
    await this.#checkHead();
    await this.#checkUnchained();
    this.#checkExpected();
    return {
      checked: this.#checked,
      from: this.#from,
      head: { position: this.#position, hash: hex(this.#hash) },
      unchained: this.#unchained,
      erased: this.#proofs.vouched,
      findings: this.#findings.counts,
      first: this.#findings.first,
    };
  }

  /** From the checkpoint where older rows were pruned; or from a seal, where only the newest rows are asked for. */
  async #begin(): Promise<void> {
    const [checkpoint] = await this.db
      .select()
      .from(auditCheckpoint)
      .where(eq(auditCheckpoint.workspaceId, this.workspaceId));
    if (checkpoint) {
      const { keyId, mac, position } = checkpoint;
      const state = checkMac(this.keys, keyId, signedOfCheckpoint(checkpoint), mac);
      if (state !== "right") {
        const detail =
          state === "forged"
            ? "The checkpoint that pruning left does not bear its signature."
            : `The checkpoint is signed with key ${keyId}, which is neither the present secret's nor an old one's.`;
        this.#findings.add({ kind: "checkpoint-forged", position, eventId: null, detail });
      }
      this.#start(position, checkpoint.hash);
    }
    const seal = await this.#sealToBeginAt();
    if (seal && seal.position > this.#position) {
      this.#seals.checkSigned(seal);
      this.#start(seal.position, seal.hash);
    }
    await this.#seals.begin(this.#position);
  }

  #start(position: number, hash: Buffer): void {
    this.#position = position;
    this.#hash = hash;
    this.#from = position + 1;
  }

  async #sealToBeginAt(): Promise<typeof auditSeal.$inferSelect | undefined> {
    if (this.options.rowsMax === undefined) return undefined;
    const [head] = await this.db
      .select({ position: auditHead.position })
      .from(auditHead)
      .where(eq(auditHead.workspaceId, this.workspaceId));
    const [seal] = await this.db
      .select()
      .from(auditSeal)
      .where(
        and(
          eq(auditSeal.workspaceId, this.workspaceId),
          lte(auditSeal.position, (head?.position ?? 0) - this.options.rowsMax),
        ),
      )
      .orderBy(desc(auditSeal.position))
      .limit(1);
    return seal;
  }

  async #page(): Promise<StoredRow[]> {
    const found = await this.db.execute<StoredRow>(sql`
      ${selectStored} where workspace_id = ${this.workspaceId} and position > ${this.#position}
      order by position limit ${ROWS_PER_PAGE}`);
    return found.rows;
  }

  async #checkChained(row: StoredRow): Promise<void> {
    const position = row.position ?? 0;
    if (position !== this.#position + 1) this.#addGap(position);
    this.#checkContent(row);
    const expected = chainHashOf(this.#hash, row.row_hash ?? CHAIN_START);
    if (position === this.#position + 1 && row.chain_hash?.equals(expected) !== true) {
      this.#findings.add({
        kind: "chain-broken",
        position,
        eventId: row.id,
        detail: `The chain's hash here is ${hex(row.chain_hash)} and must be ${hex(expected)}: this row, or its place, is another than when it was chained.`,
      });
    }
    this.#position = position;
    this.#hash = row.chain_hash ?? expected;
    this.#checked += 1;
    await this.#seals.pass(position, this.#hash);
    this.#meetExpected();
  }

  #addGap(position: number): void {
    const [first, last] = [this.#position + 1, position - 1];
    const which = first === last ? `The event at position ${first} is` : `The events ${first} to ${last} are`;
    this.#findings.add({ kind: "row-missing", position: first, eventId: null, detail: `${which} missing.` });
  }

  #checkContent(row: StoredRow): void {
    const add = (kind: Finding["kind"], detail: string) =>
      this.#findings.add({ kind, position: row.position, eventId: row.id, detail });
    if (!row.details_digest || !row.row_hash || !row.details_salt) {
      add("row-unhashed", "The row has lost a hash or its salt.");
      return;
    }
    if (!rowHashOf(row.core, row.details_digest).equals(row.row_hash)) {
      add("row-changed", "Its time, actor, action, object or request is another than when it was written.");
    }
    const digest = digestOf(row.details_salt, row.details);
    const entries = this.#proofs.entriesOf(row.id);
    if (row.erasure_id === null && entries.length === 0) {
      if (!digest.equals(row.details_digest)) {
        add("row-changed", "Its actor's name, address, before or after is another than when it was written.");
      }
      return;
    }
    const problem = this.#proofs.problemOf({ ...row, digest }, entries);
    if (problem !== null) add("row-changed", problem);
  }

  async #checkHead(): Promise<void> {
    const [head] = await this.db.select().from(auditHead).where(eq(auditHead.workspaceId, this.workspaceId));
    if ((head?.position ?? 0) === this.#position && (head?.hash ?? CHAIN_START).equals(this.#hash)) return;
    this.#findings.add({
      kind: "head-differs",
      position: this.#position,
      eventId: null,
      detail: `The chain ends at ${this.#position} with ${hex(this.#hash)}; its head says ${head?.position ?? 0} and ${hex(head?.hash)}.`,
    });
  }

  /** A row waits for its place only moments; one that nobody can chain stays and is told. */
  async #checkUnchained(): Promise<void> {
    let after = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      const found = await this.db.execute<StoredRow>(sql`
        ${selectStored} where workspace_id = ${this.workspaceId} and position is null and id > ${after}
        order by id limit ${ROWS_PER_PAGE}`);
      for (const row of found.rows) {
        this.#checkContent(row);
        if (row.chain_hash !== null || row.erasure_id !== null) {
          this.#findings.add({
            kind: "row-unchained",
            position: null,
            eventId: row.id,
            detail: "The row was in the chain and has lost its place.",
          });
        }
        this.#unchained += 1;
        after = row.id;
      }
      if (found.rows.length < ROWS_PER_PAGE) return;
    }
  }

  #meetExpected(): void {
    const { expect } = this.options;
    if (expect?.position === this.#position && expect.hash === hex(this.#hash)) this.#isExpectedMet = true;
  }

  #checkExpected(): void {
    const { expect } = this.options;
    if (expect === undefined || this.#isExpectedMet) return;
    const isBefore = expect.position < this.#from - 1;
    const detail = isBefore
      ? `The noted head at ${expect.position} is older than what was checked, which begins after ${this.#from - 1}.`
      : `The noted head is not in the chain: position ${expect.position} has another hash, or was cut off.`;
    this.#findings.add({ kind: "noted-head-differs", position: expect.position, eventId: null, detail });
  }
}

const selectStored = sql`
  select id, position, ${storedDetailsText} as details, ${storedRowText} as core, details_salt, details_digest,
    row_hash, chain_hash, erasure_id from audit_event`;
