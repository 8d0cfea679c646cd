import type { ChangeKind, ChangeOutcome } from "@/domain/change/kinds";

/**
 * When a change went live, epoch ms; null while it has not. Code goes live when it is deployed, or merged where its
 * repository has no deployments on record. Everything else is live at its instant, but for a deployment under way.
 */
export function liveAtMs(
  change: {
    kind: ChangeKind;
    atMs: number;
    deployedAtMs: number | null;
    mergedAtMs: number | null;
    outcome: ChangeOutcome | null;
  },
  { repositoryHasDeployments }: { repositoryHasDeployments: boolean },
): number | null {
  if (change.deployedAtMs !== null && change.kind === "code") return change.deployedAtMs;
  if (change.kind === "code") {
    return repositoryHasDeployments ? null : (change.mergedAtMs ?? change.atMs);
  }
  return change.outcome === "in-progress" ? null : change.atMs;
}
