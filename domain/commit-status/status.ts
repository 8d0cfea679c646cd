import type { Missing } from "@/domain/sign-off/evaluation";
import type { Rule } from "@/domain/sign-off/policy";
import type { SignOffState } from "@/domain/sign-off/states";
import { missingWords } from "@/domain/sign-off/words";

/** As GitHub knows them; "failure" and "pending" keep a protected branch from being merged to. */
export const COMMIT_STATES = ["success", "pending", "failure", "error"] as const;
export type CommitState = (typeof COMMIT_STATES)[number];

/** How far it got to the host. */
export const POST_STATUSES = ["waiting", "sent", "failed"] as const;
export type PostStatus = (typeof POST_STATUSES)[number];

/** The name under which the host shows it, and under which a branch protection may require it. */
export const SIGN_OFF_CONTEXT = "faultline/sign-off";

/** GitHub refuses a longer one. */
export const DESCRIPTION_MAX = 140;

/** What of a request for sign-off a host is told. */
export interface ToldRequest {
  state: SignOffState;
  mode: Rule["mode"];
  ruleName: string;
  /** Null is nobody at all who could. */
  missingApprovals: number | null;
  minimumLevel: Missing["minimumLevel"];
  approverRole: string | null;
  approverTeam: Missing["team"];
}

/** What stands beside the commit. A rule that only monitors holds nothing, so it never stands in anybody's way. */
export function commitStatusOf(request: ToldRequest): { state: CommitState; description: string } {
  const { state, mode, ruleName } = request;
  const rule = `“${ruleName}”`;
  const holding = (words: string, held: CommitState) =>
    mode === "enforce"
      ? { state: held, description: shortened(`${words}.`) }
      : { state: "success" as const, description: shortened(`${words}; the rule only monitors.`) };
  switch (state) {
    case "satisfied":
      return { state: "success", description: shortened(`Signed off, as ${rule} asks.`) };
    case "late":
      return { state: "success", description: shortened(`Signed off late; ${rule} asks for it sooner.`) };
    case "waived":
      return { state: "success", description: shortened(`Let through by break-glass, against ${rule}.`) };
    case "lapsed":
      return { state: "success", description: "No rule asks for a sign-off of it any more." };
    case "declined":
      return holding("Somebody declined this revision", "failure");
    case "missing":
      return holding(`Went live without what ${rule} asks for`, "failure");
    case "waiting":
      return holding(`Missing: ${missingWords(missingOf(request))}`, "pending");
  }
}

function missingOf({ missingApprovals, minimumLevel, approverRole, approverTeam }: ToldRequest): Missing {
  return {
    approvals: missingApprovals ?? "nobody",
    minimumLevel,
    role: approverRole,
    team: approverTeam,
    dueAt: null,
  };
}

function shortened(text: string): string {
  const letters = [...text];
  if (letters.length <= DESCRIPTION_MAX) return text;
  return `${letters
    .slice(0, DESCRIPTION_MAX - 1)
    .join("")
    .trimEnd()}…`;
}
