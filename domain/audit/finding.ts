/** What a verification can find wrong with a workspace's audit trail. */
export type FindingKind =
  | "row-changed"
  | "row-missing"
  | "row-unhashed"
  | "row-unchained"
  | "chain-broken"
  | "seal-forged"
  | "seal-missing"
  | "seal-of-unknown-key"
  | "head-differs"
  | "checkpoint-forged"
  | "erasure-unproven"
  | "noted-head-differs";

export interface Finding {
  kind: FindingKind;
  /** Place in the chain; null for a row that has none. */
  position: number | null;
  eventId: string | null;
  /** What differs, in a sentence. */
  detail: string;
}

export interface FindingCount {
  kind: FindingKind;
  count: number;
  first: Finding;
}

/** Counts findings by kind and keeps the first of each, so that a ruined trail takes no more memory than a sound one. */
export class Findings {
  readonly #byKind = new Map<FindingKind, FindingCount>();
  #first: Finding | null = null;

  add(finding: Finding): void {
    this.#first ??= finding;
    const known = this.#byKind.get(finding.kind);
    if (known) known.count += 1;
    else this.#byKind.set(finding.kind, { kind: finding.kind, count: 1, first: finding });
  }

  get first(): Finding | null {
    return this.#first;
  }

  get counts(): FindingCount[] {
    return [...this.#byKind.values()];
  }

  get total(): number {
    return this.counts.reduce((sum, { count }) => sum + count, 0);
  }
}
