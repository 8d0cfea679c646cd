import { createHash, type Hash } from "node:crypto";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import type { Findings } from "@/domain/audit/finding";
import { type AuditKeys, checkMac, type Signed } from "./keys";

export const ERASURE_ACTION = "person.erase";
const ROWS_PER_PAGE = 5_000;

/** What the event of an erasure says about the rows whose details it replaced. */
const erasureProofSchema = z.object({
  rows: z.number(),
  digest: z.string(),
  keyId: z.string(),
  mac: z.string(),
});

export type ErasureProof = z.output<typeof erasureProofSchema>;

export function signedOfErasure(
  workspaceId: string,
  erasureId: string,
  proof: Omit<ErasureProof, "mac">,
): Signed {
  return ["erasure", workspaceId, erasureId, proof.rows, proof.digest, proof.keyId];
}

/** The digest of an erasure's rows, taken in the order of their ids. */
export class ErasureDigest {
  readonly #hash: Hash = createHash("sha256");
  rows = 0;

  add(eventId: string, detailsDigest: Buffer): void {
    this.#hash.update(eventId).update(detailsDigest);
    this.rows += 1;
  }

  hex(): string {
    return this.#hash.digest("hex");
  }
}

interface Entry {
  erasureId: string;
  detailsDigest: Buffer;
}

interface AlteredRow {
  position: number | null;
  erasure_id: string | null;
  digest: Buffer;
}

/**
 * Which rows an erasure may have altered, and into what. An erasure counts only when its own event, later in the chain
 * than all of its rows, is signed and holds the digest of exactly these rows.
 */
export class ErasureProofs {
  /** Place in the chain of the event of every erasure that is proven. */
  readonly #proven = new Map<string, number>();
  #entries = new Map<string, Entry[]>();
  vouched = 0;

  constructor(
    readonly db: Database,
    readonly workspaceId: string,
    readonly keys: AuditKeys,
    readonly findings: Findings,
  ) {}

  async load(): Promise<void> {
    const claimed = await this.#claimed();
    const events = await this.db.execute<{ id: string; position: number | null; after: unknown }>(sql`
      select id, position, after from audit_event
      where workspace_id = ${this.workspaceId} and action = ${ERASURE_ACTION} order by at, id`);
    for (const { id, position, after } of events.rows) {
      const digest = claimed.get(id);
      claimed.delete(id);
      const problem = this.#problemOfEvent(id, after, digest);
      if (problem === null && position !== null) this.#proven.set(id, position);
      if (problem !== null) this.#add(id, position, problem);
    }
    for (const id of claimed.keys())
      this.#add(id, null, "Rows are said to be erased by an event that is not there.");
  }

  /** Entries of the rows of one page, so that memory does not grow with the trail. */
  async loadFor(eventIds: readonly string[]): Promise<void> {
    const found = await this.db.execute<{ event_id: string; erasure_id: string; details_digest: Buffer }>(sql`
      select event_id, erasure_id, details_digest from audit_erased_row
      where workspace_id = ${this.workspaceId} and event_id = any(${sql.param([...eventIds])}::uuid[])`);
    this.#entries = new Map();
    for (const row of found.rows) {
      const entries = this.#entries.get(row.event_id) ?? [];
      entries.push({ erasureId: row.erasure_id, detailsDigest: row.details_digest });
      this.#entries.set(row.event_id, entries);
    }
  }

  entriesOf(eventId: string): readonly Entry[] {
    return this.#entries.get(eventId) ?? [];
  }

  /** Null when the row's details are what the last erasure that touched it made of them. */
  problemOf(row: AlteredRow, entries: readonly Entry[]): string | null {
    const last = entries.reduce<Entry | null>((latest, entry) => {
      const isLater = latest === null || this.#placeOf(entry) > this.#placeOf(latest);
      return isLater ? entry : latest;
    }, null);
    if (last === null) return "It says that an erasure altered it, and no erasure did.";
    if (row.erasure_id !== last.erasureId) return "An erasure altered it, and it was put back.";
    if (this.#placeOf(last) <= (row.position ?? 0)) return "The erasure that altered it is not proven.";
    if (!row.digest.equals(last.detailsDigest)) return "Its details are not those that the erasure left.";
    this.vouched += 1;
    return null;
  }

  #placeOf(entry: Entry): number {
    return this.#proven.get(entry.erasureId) ?? 0;
  }

  async #claimed(): Promise<Map<string, ErasureDigest>> {
    const digests = new Map<string, ErasureDigest>();
    const nil = "00000000-0000-0000-0000-000000000000";
    for (let after = { erasure_id: nil, event_id: nil }; ; ) {
      const found = await this.db.execute<{
        erasure_id: string;
        event_id: string;
        details_digest: Buffer;
      }>(sql`
        select erasure_id, event_id, details_digest from audit_erased_row
        where workspace_id = ${this.workspaceId}
          and (erasure_id, event_id) > (${after.erasure_id}::uuid, ${after.event_id}::uuid)
        order by erasure_id, event_id limit ${ROWS_PER_PAGE}`);
      for (const row of found.rows) {
        const digest = digests.get(row.erasure_id) ?? new ErasureDigest();
        digest.add(row.event_id, row.details_digest);
        digests.set(row.erasure_id, digest);
        after = row;
      }
      if (found.rows.length < ROWS_PER_PAGE) return digests;
    }
  }

  #problemOfEvent(id: string, after: unknown, digest: ErasureDigest | undefined): string | null {
    const proof = erasureProofSchema.safeParse(after);
    if (!proof.success) return "The event of an erasure does not say what it altered.";
    const { mac, ...said } = proof.data;
    const signed = signedOfErasure(this.workspaceId, id, said);
    const state = checkMac(this.keys, said.keyId, signed, Buffer.from(mac, "hex"));
    if (state !== "right") return "The event of an erasure does not bear its signature.";
    const actual = digest ?? new ErasureDigest();
    const isSame = actual.rows === said.rows && actual.hex() === said.digest;
    return isSame ? null : `The erasure altered ${said.rows} rows; those that name it now are others.`;
  }

  #add(eventId: string, position: number | null, detail: string): void {
    this.findings.add({ kind: "erasure-unproven", position, eventId, detail });
  }
}
