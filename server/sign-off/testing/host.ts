import type { Database } from "@/db/client";
import type { CommitFact, HostFacts, PullRequestFact, ReviewFact } from "@/domain/integration/facts";
import { NO_FACTS } from "@/domain/integration/facts";
import { type Ctx, inTransaction } from "@/server/context";
import { applyFacts, keepRepository } from "@/server/integrations/apply-facts";
import { assessed, type Company, makeCompany, onlyRequest } from "./fixture";

export const HEAD = "aaaa1111aaaa1111aaaa1111aaaa1111aaaa1111";
export const NEXT_HEAD = "bbbb2222bbbb2222bbbb2222bbbb2222bbbb2222";
export const MERGE = "cccc3333cccc3333cccc3333cccc3333cccc3333";
const REPOSITORY = {
  name: "github.com/acme/shop",
  url: "https://github.com/acme/shop",
  defaultBranch: "main",
};

/** A request of Ana's whose description says that AI wrote it. */
export function pullRequest(more: Partial<PullRequestFact> = {}): PullRequestFact {
  return {
    number: 7,
    title: "Retry payments",
    body: "Retries twice.\n\nCo-Authored-By: Claude <noreply@anthropic.com>",
    url: "https://github.com/acme/shop/pull/7",
    state: "open",
    authorLogin: "ana",
    authorIsBot: false,
    headBranch: "retry",
    headRevision: HEAD,
    baseBranch: "main",
    mergeRevision: null,
    labels: [],
    additions: 40,
    deletions: 2,
    files: 3,
    openedAtMs: Date.parse("2026-06-18T08:00:00Z"),
    mergedAtMs: null,
    describedAtMs: Date.parse("2026-06-18T08:00:00Z"),
    ...more,
  };
}

/** A commit that a coding agent made on the branch of the request, at Sam's word. */
export function agentCommit(more: Partial<CommitFact> = {}): CommitFact {
  return {
    revision: HEAD,
    branch: "retry",
    message: "Retry payments\n\nCo-authored-by: Sam <12+sam@users.noreply.github.com>",
    authorName: "copilot-swe-agent[bot]",
    authorEmail: "198982749+Copilot@users.noreply.github.com",
    committerName: "GitHub",
    committerEmail: "noreply@github.com",
    paths: [],
    authoredAtMs: Date.parse("2026-06-18T08:00:00Z"),
    ...more,
  };
}

export const merged = (at: string, more: Partial<PullRequestFact> = {}) =>
  pullRequest({
    state: "merged",
    mergeRevision: MERGE,
    mergedAtMs: Date.parse(at),
    describedAtMs: Date.parse(at),
    ...more,
  });

export function review(reviewer: string, at: string, more: Partial<ReviewFact> = {}): ReviewFact {
  return { number: 7, reviewer, state: "approved", revision: HEAD, atMs: Date.parse(at), ...more };
}

/** What a code host's delivery says is taken in, as the worker of deliveries does. */
export function hostSays(ctx: Ctx, facts: Partial<HostFacts>): Promise<unknown> {
  const integration: Ctx = {
    ...ctx,
    actor: { kind: "integration", id: "hook", name: "GitHub", grants: [{ role: "responder", teamId: null }] },
  };
  return inTransaction(integration, async (tx) =>
    applyFacts(tx, {
      repository: await keepRepository(tx, REPOSITORY),
      deliveries: [
        {
          facts: { ...NO_FACTS, repository: REPOSITORY, ...facts },
          told: {
            source: "github",
            what: "GitHub pull_request",
            deliveryId: "0190c0de-0000-7000-8000-000000000000",
          },
        },
      ],
    }),
  );
}

/** A company with Ana's request waiting for a senior. */
export async function waitingCompany(
  db: Database,
  options: Parameters<typeof makeCompany>[1] = {},
): Promise<Company & { id: string }> {
  const company = await makeCompany(db, options);
  await hostSays(company.ctx, { pullRequests: [pullRequest()] });
  await assessed(company.ctx);
  return { ...company, id: (await onlyRequest(company.ctx)).id };
}
