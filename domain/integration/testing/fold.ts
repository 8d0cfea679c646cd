import { mergeStates } from "@/domain/change/merge";
import type { ChangeInput } from "@/domain/change/schema";
import { type ChangeState, factsOf, TELLING_RANKS } from "@/domain/change/telling";
import {
  type CommitFact,
  type HostFacts,
  type PullRequestFact,
  type Reading,
  USUAL_SETTINGS,
} from "../facts";
import { readGithub } from "../github";
import {
  changeOfRequest,
  commitsOfRequest,
  firstBranch,
  laterDescription,
  type Reviews,
  uniteReviews,
} from "../pull-request";
import type { HostEvent } from "./github-history";

/** What a server keeps of one repository, as maps; the same steps, without a database. */
class Fold {
  readonly requests = new Map<number, { request: PullRequestFact; reviews: Reviews }>();
  readonly commits = new Map<string, CommitFact>();
  readonly changes = new Map<string, ChangeState>();
  readonly #onBranch = new Map<string, Set<string>>();
  readonly #ofBranch = new Map<string, Set<number>>();

  apply(facts: HostFacts): void {
    const branches = new Set<string>();
    for (const commit of facts.commits) this.keep(commit, branches);
    for (const request of facts.pullRequests) {
      const known = this.requests.get(request.number);
      const said = facts.reviews.filter(({ number }) => number === request.number);
      this.requests.set(request.number, {
        request: known ? laterDescription(known.request, request) : request,
        reviews: uniteReviews(known?.reviews ?? {}, said),
      });
    }
    for (const change of facts.changes) this.tell(change);
    const numbers = new Set(facts.pullRequests.map(({ number }) => number));
    for (const number of numbers) this.nameBranch(number);
    for (const branch of branches) for (const number of this.#ofBranch.get(branch) ?? []) numbers.add(number);
    for (const number of numbers) this.tellOf(number);
  }

  keep(commit: CommitFact, branches: Set<string>): void {
    const known = this.commits.get(commit.revision);
    const branch = firstBranch(known?.branch ?? null, commit.branch, "main");
    this.commits.set(commit.revision, { ...commit, branch });
    if (branch === null || branch === "main") return;
    branches.add(branch);
    const on = this.#onBranch.get(branch) ?? new Set();
    this.#onBranch.set(branch, on.add(commit.revision));
  }

  nameBranch(number: number): void {
    const branch = this.requests.get(number)?.request.headBranch ?? "";
    this.#ofBranch.set(branch, (this.#ofBranch.get(branch) ?? new Set()).add(number));
  }

  tellOf(number: number): void {
    const kept = this.requests.get(number);
    if (kept === undefined) return;
    const { request, reviews } = kept;
    const revisions = [...(this.#onBranch.get(request.headBranch ?? "") ?? [])];
    const onBranch = revisions.flatMap((revision) => this.commits.get(revision) ?? []);
    const commits = commitsOfRequest(request, { onBranch, siblings: [] });
    const known = { repository: "github.com/acme/shop", defaultBranch: "main", reviews, commits };
    const change = changeOfRequest(request, known);
    if (change !== null) this.tell(change);
  }

  tell(input: ChangeInput): void {
    const key = input.kind === "code" ? `commit:${input.revision}` : String(input.externalId);
    const known = this.changes.get(key);
    const state = stateOf(input);
    this.changes.set(key, known === undefined ? mergeStates(state, state) : mergeStates(known, state));
  }

  /** Everything, in an order that does not depend on how it came. */
  toString(): string {
    const sorted = <V>(map: ReadonlyMap<string | number, V>) =>
      [...map].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    return JSON.stringify([sorted(this.requests), sorted(this.commits), sorted(this.changes)]);
  }
}

const msOf = (text: string | null | undefined) => (text ? Date.parse(text) : null);

/** What is told, without what has to be looked up or detected; the commits that are looked at stand for that. */
function stateOf(input: ChangeInput): ChangeState {
  const { reverts, authoredAt, mergedAt, deployedAt, revertedAt: _r, ...told } = input;
  const asOfMs = msOf(input.asOf) ?? 0;
  return {
    facts: factsOf(
      {
        ...told,
        reverts,
        author: input.author
          ? { name: input.author.login ?? "", isBot: input.author.bot ?? false, personId: null }
          : null,
        authoredAt: msOf(authoredAt),
        mergedAt: msOf(mergedAt),
        deployedAt: msOf(deployedAt),
      },
      { source: "github", rank: TELLING_RANKS.github, asOfMs },
    ),
    fallbackAtMs: asOfMs,
    labels: [...(input.labels ?? []), ...(input.commits ?? []).map(({ revision }) => revision)],
    paths: input.paths ?? [],
    serviceIds: [],
    reviewers: (input.reviewers ?? []).map(({ login, state, at }) => ({
      name: login,
      personId: null,
      state: state ?? null,
      at: at ?? null,
    })),
    evidence: [],
    detected: { involvement: "unknown", role: null, model: null },
    generated: false,
  };
}

/** Each event is read once, however often it is delivered. */
export function readEvents(events: readonly HostEvent[]): Map<HostEvent["payload"], Reading> {
  return new Map(events.map(({ event, payload }) => [payload, readGithub(event, payload, USUAL_SETTINGS)]));
}

export function foldOf(events: readonly HostEvent[], readings: ReadonlyMap<unknown, Reading>): string {
  const fold = new Fold();
  for (const { payload } of events) {
    const reading = readings.get(payload);
    if (reading?.kind === "facts") fold.apply(reading.facts);
  }
  return fold.toString();
}
