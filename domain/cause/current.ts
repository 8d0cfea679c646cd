import { type CauseKind, type CauseStatus, causeRank, isAiCause } from "./kinds";
import type { CauseRevision } from "./schema";

type Statement = Pick<CauseRevision, "kind" | "role" | "status" | "statedAt" | "recordedAt">;

export interface CurrentCauses<T extends Statement> {
  /** Takes the incident's minutes; null until one is stated. */
  primary: T | null;
  contributing: T[];
  ruledOut: T[];
}

/**
 * What the record says now: the latest statement of each kind; the primary is the most recently stated one that
 * is not ruled out. An earlier primary of another kind is superseded: it stays in the history only.
 */
export function currentCauses<T extends Statement>(revisions: readonly T[]): CurrentCauses<T> {
  const latestByKind = new Map<CauseKind, T>();
  for (const revision of [...revisions].sort(byStatement)) latestByKind.set(revision.kind, revision);
  const latest = [...latestByKind.values()].sort(byStatement);
  const standing = latest.filter((cause) => cause.status !== "ruled-out");
  const primary = standing.filter((cause) => cause.role === "primary").at(-1) ?? null;
  return {
    primary,
    contributing: standing
      .filter((cause) => cause.role === "contributing")
      .sort((a, b) => causeRank(a.kind) - causeRank(b.kind)),
    ruledOut: latest.filter((cause) => cause.status === "ruled-out"),
  };
}

export type AiCauseState = "confirmed" | "claimed" | "none";

/** How the record stands on AI: confirmed, only claimed (or suspected, or disputed), or no AI cause recorded. */
export function aiCauseState(
  causes: readonly { kind: CauseKind; status: CauseStatus; claim?: string | null }[],
): AiCauseState {
  const ai = causes.filter((cause) => isAiCause(cause.kind) && cause.status !== "ruled-out");
  if (ai.length === 0) return "none";
  return ai.some((cause) => cause.status === "confirmed" && cause.claim !== "claimed")
    ? "confirmed"
    : "claimed";
}

function byStatement(a: Statement, b: Statement): number {
  return (
    Date.parse(a.statedAt) - Date.parse(b.statedAt) || Date.parse(a.recordedAt) - Date.parse(b.recordedAt)
  );
}
