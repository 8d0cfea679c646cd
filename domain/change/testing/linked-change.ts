import type { IncidentChange } from "../incident-change-schema";
import type { ChangeSummary } from "../schema";

/** A linked change for tests, with what a test names of it. */
export function linkedChange(
  change: Partial<ChangeSummary> = {},
  link: Partial<IncidentChange> = {},
): IncidentChange {
  return {
    change: {
      id: "change",
      at: "2026-03-10T07:54:00Z",
      kind: "code",
      title: "Serve prices from the cache",
      ref: "#882",
      url: null,
      repository: null,
      revision: null,
      pullRequest: 882,
      environment: "production",
      production: true,
      services: [{ slug: "pricing", name: "Pricing" }],
      author: null,
      additions: null,
      deletions: null,
      files: null,
      outcome: null,
      revertedAt: null,
      involvement: "none-found",
      involvementStanding: "detected",
      ai: null,
      verdict: null,
      signOff: null,
      counts: true,
      source: "api",
      generated: false,
      version: 1,
      ...change,
    },
    evidence: [],
    verdict: "suspect",
    reason: null,
    statedBy: "Ada",
    statedAt: "2026-03-10T12:00:00Z",
    generated: false,
    version: 1,
    history: [],
    ...link,
  };
}
