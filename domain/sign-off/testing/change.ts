import type { GovernedChange } from "../conditions";

export const REVISION = "4f2c1a9be0d15e6a7f8c9d0b1a2c3d4e5f607182";

/** An AI-assisted change of checkout in production, as far as a test does not say otherwise. */
export const change = (more: Partial<GovernedChange> = {}): GovernedChange => ({
  revision: REVISION,
  involvement: "ai",
  aiRole: "wrote-code",
  aiTool: "Pair",
  aiGrade: "trailer",
  kind: "code",
  additions: 40,
  deletions: 2,
  files: 3,
  environment: "production",
  services: [{ slug: "checkout", weight: 9, budgetSpentRatio: 0.4 }],
  requestedAt: "2026-06-01T09:00:00.000Z",
  ...more,
});
