/** An event as GitHub would deliver it. */
export interface HostEvent {
  event: string;
  delivery: string;
  payload: Record<string, unknown>;
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PEOPLE = ["ada", "grace", "edsger", "barbara", "ken", "margaret"];
const TRAILERS = [
  "",
  "",
  "\n\nCo-Authored-By: Claude <noreply@anthropic.com>",
  "\n\nCo-authored-by: Cursor <cursoragent@cursor.com>",
  "\n\nAssisted-by: GitHub Copilot",
];
const FOLDERS = ["services/checkout", "services/search", "infra", "web"];
const START_MS = Date.UTC(2026, 0, 5, 8);

/** A repository's life: branches, requests, reviews, merges, direct pushes, deployments, releases and runs. */
class History {
  readonly events: HostEvent[] = [];
  readonly random: () => number;
  readonly repository: Record<string, unknown>;
  #clockMs = START_MS;
  #made = 0;
  #head = "";

  constructor(
    readonly seed: number,
    readonly name: string,
  ) {
    this.random = randomOf(seed);
    this.repository = { full_name: name, html_url: `https://github.com/${name}`, default_branch: "main" };
  }

  pick<T>(from: readonly T[]): T {
    const one = from[Math.floor(this.random() * from.length)];
    if (one === undefined) throw new Error("Nothing to pick from.");
    return one;
  }

  /** Some things happen within one second, as far as the host tells. */
  now(): string {
    this.#clockMs += Math.floor(this.random() * 4) * 1000 * Math.ceil(this.random() * 60);
    return new Date(this.#clockMs).toISOString().replace(".000", "");
  }

  seconds(): number {
    return Math.floor(this.#clockMs / 1000);
  }

  id(): number {
    this.#made += 1;
    return this.seed * 1_000_000 + this.#made;
  }

  sha(): string {
    return this.id().toString(16).padStart(12, "0").padEnd(40, "c5a1");
  }

  send(event: string, payload: Record<string, unknown>): void {
    const delivery = `${this.seed}-${this.events.length}`;
    this.events.push({ event, delivery, payload: { ...payload, repository: this.repository } });
  }

  commit(author: string, message: string): Record<string, unknown> {
    const account = { name: author, email: `${author}@example.com`, username: author };
    return {
      id: this.sha(),
      message,
      timestamp: this.now(),
      distinct: true,
      author: account,
      committer: account,
      added: [`${this.pick(FOLDERS)}/${this.id() % 50}.ts`],
      modified: [],
      removed: [],
    };
  }

  push(branch: string, commits: readonly Record<string, unknown>[]): void {
    const after = commits.at(-1)?.id;
    this.send("push", {
      ref: `refs/heads/${branch}`,
      after,
      commits,
      repository: { ...this.repository },
    });
    const last = this.events.at(-1);
    if (last) last.payload.repository = { ...this.repository, pushed_at: this.seconds() };
    if (branch === "main") this.#head = String(after);
  }

  directPush(): void {
    const author = this.pick(PEOPLE);
    const commits = Array.from({ length: 1 + Math.floor(this.random() * 3) }, () =>
      this.commit(author, `Tidy up ${this.id()}${this.pick(TRAILERS)}`),
    );
    this.push("main", commits);
  }

  /** A request from its branch to its end, with whatever people do meanwhile. */
  request(number: number): void {
    const author = this.pick(PEOPLE);
    const branch = `${this.pick(["feature", "fix", "codex", "claude"])}/${number}`;
    const opened = this.now();
    const commits: Record<string, unknown>[] = [];
    const more = () => {
      const pushed = Array.from({ length: 1 + Math.floor(this.random() * 2) }, () =>
        this.commit(author, `Step ${this.id()}${this.pick(TRAILERS)}`),
      );
      commits.push(...pushed);
      this.push(branch, pushed);
    };
    more();
    const labels: string[] = [];
    const tell = (action: string, end: Record<string, unknown> = {}) => {
      this.send("pull_request", {
        action,
        pull_request: {
          ...this.outline(number, { author, branch, opened, labels, head: String(commits.at(-1)?.id) }),
          merged: false,
          additions: commits.length * 10,
          deletions: commits.length,
          changed_files: commits.length,
          ...end,
        },
      });
    };
    tell("opened");
    while (this.random() < 0.6) {
      const chance = this.random();
      if (chance < 0.3) {
        more();
        tell("synchronize");
      } else if (chance < 0.5) {
        labels.push(this.pick(["bug", "ai-generated", "risky", "copilot"]));
        tell("labeled");
      } else this.review(number, { author, branch, opened, labels, head: String(commits.at(-1)?.id) });
    }
    if (this.random() < 0.15) {
      tell("closed", { state: "closed" });
      return;
    }
    const squash = this.commit(author, `Change ${number} (#${number})`);
    tell("closed", {
      state: "closed",
      merged: true,
      merged_at: squash.timestamp,
      merge_commit_sha: squash.id,
    });
    this.push("main", [squash]);
    if (this.random() < 0.2) this.review(number, { author, branch, opened, labels, head: String(squash.id) });
  }

  outline(
    number: number,
    about: { author: string; branch: string; opened: string; labels: readonly string[]; head: string },
  ): Record<string, unknown> {
    const repo = { full_name: this.name };
    return {
      number,
      title: `Change ${number}, take ${about.labels.length}`,
      body: `Makes ${number} better.`,
      html_url: `https://github.com/${this.name}/pull/${number}`,
      state: "open",
      user: { login: about.author, type: "User" },
      labels: about.labels.map((name) => ({ name })),
      head: { ref: about.branch, sha: about.head, label: `acme:${about.branch}`, repo },
      base: { ref: "main", sha: this.#head || about.head, label: "acme:main", repo },
      created_at: about.opened,
      updated_at: this.now(),
    };
  }

  review(number: number, about: Parameters<History["outline"]>[1]): void {
    this.send("pull_request_review", {
      action: "submitted",
      review: {
        user: { login: this.pick(PEOPLE), type: "User" },
        state: this.pick(["approved", "commented", "changes_requested", "dismissed"]),
        commit_id: about.head,
        submitted_at: this.now(),
      },
      pull_request: this.outline(number, about),
    });
  }

  deploy(): void {
    if (this.#head === "") return;
    const id = this.id();
    const deployment = {
      id,
      sha: this.#head,
      ref: "main",
      task: "deploy",
      environment: this.pick(["production", "production", "staging"]),
      creator: { login: "deployer[bot]", type: "Bot" },
      created_at: this.now(),
    };
    this.send("deployment", { action: "created", deployment });
    const states = this.random() < 0.15 ? ["in_progress", "failure"] : ["queued", "in_progress", "success"];
    for (const state of states) this.status(deployment, state);
    if (this.random() < 0.3) this.status(deployment, this.pick(["success", "inactive"]));
  }

  status(deployment: Record<string, unknown>, state: string): void {
    this.send("deployment_status", {
      action: "created",
      deployment,
      deployment_status: { state, created_at: this.now() },
    });
  }

  release(): void {
    const id = this.id();
    const release = {
      id,
      tag_name: `v${id}`,
      target_commitish: "main",
      author: { login: this.pick(PEOPLE) },
      draft: false,
      prerelease: false,
      published_at: this.now(),
    };
    for (const action of ["created", "published"]) this.send("release", { action, release });
  }

  run(): void {
    if (this.#head === "") return;
    const created = this.now();
    const run = {
      id: this.id(),
      name: this.pick(["CI", "Deploy to staging", "Publish images"]),
      event: "push",
      head_branch: "main",
      head_sha: this.#head,
      conclusion: this.pick(["success", "failure", "cancelled"]),
      actor: { login: this.pick(PEOPLE) },
      created_at: created,
      run_started_at: created,
      updated_at: this.now(),
    };
    this.send("workflow_run", { action: "completed", workflow_run: run });
  }
}

/** So many events of one repository, in the order in which they happened. */
export function githubHistory(seed: number, length: number, name = "acme/shop"): HostEvent[] {
  const history = new History(seed, name);
  for (let number = 1; history.events.length < length; number += 1) {
    const chance = history.random();
    if (chance < 0.6) history.request(number);
    else if (chance < 0.75) history.directPush();
    else if (chance < 0.93) history.deploy();
    else if (chance < 0.96) history.release();
    else history.run();
  }
  return history.events.slice(0, length);
}

/** The same deliveries as a bad day brings them: a share of them twice, and a share in each other's places. */
export function disorder(
  events: readonly HostEvent[],
  { seed, twice, shuffled }: { seed: number; twice: number; shuffled: number },
): HostEvent[] {
  const random = randomOf(seed * 7919 + 1);
  const all: HostEvent[] = [];
  for (const [place, one] of events.entries()) {
    all.push(one);
    if (random() >= twice) continue;
    // Half of them under an id of their own, as after a hook was set up a second time.
    const delivery = random() < 0.5 ? one.delivery : `${one.delivery}-again-${place}`;
    all.splice(Math.floor(random() * all.length), 0, { ...one, delivery });
  }
  const places = all.flatMap((_, place) => (random() < shuffled ? [place] : []));
  const moved = places.map((place) => all[place]);
  for (let at = moved.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [moved[at], moved[other]] = [moved[other], moved[at]];
  }
  for (const [at, place] of places.entries()) {
    const one = moved[at];
    if (one !== undefined) all[place] = one;
  }
  return all;
}
