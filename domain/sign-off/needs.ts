import type { Level } from "@/domain/person/levels";
import type { ApproverTeam } from "./policy";

export interface Needed {
  missingApprovals: number | null;
  minimumLevel: Level | null;
  approverRole: string | null;
  approverTeam: ApproverTeam;
}

const COUNTS = ["no", "one", "two", "three", "four", "five"];

const NOUNS: Record<Level, readonly [string, string]> = {
  junior: ["engineer", "engineers"],
  mid: ["mid-level engineer", "mid-level engineers"],
  senior: ["senior", "seniors"],
  principal: ["principal", "principals"],
  manager: ["manager", "managers"],
};

/** What is still missing, as briefly as it can be said: "Needs one senior of another team." */
export function needsSentence({
  missingApprovals,
  minimumLevel,
  approverRole,
  approverTeam,
}: Needed): string {
  if (missingApprovals === null) return "Nobody can sign it.";
  if (missingApprovals === 0) return "Has what it needs.";
  const [one, several] = minimumLevel === null ? ["other person", "other people"] : NOUNS[minimumLevel];
  const noun = missingApprovals === 1 ? one : several;
  const role = approverRole === null ? "" : ` with the role ${approverRole.replaceAll("_", " ")}`;
  const team =
    approverTeam === "another" ? " of another team" : approverTeam === "own" ? " of the author's team" : "";
  return `Needs ${COUNTS[missingApprovals] ?? missingApprovals} ${noun}${role}${team}.`;
}
