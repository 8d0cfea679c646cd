import type { Level } from "@/domain/person/levels";
import type { ApproverTeam, Rule } from "./policy";

/** What a policy says of a change. */
export type Decision = "not-required" | "satisfied" | "required" | "waived";

/** What a rule still lacks. */
export interface Missing {
  /** How many more people; "nobody" can give it where the rule lets nothing through. */
  approvals: number | "nobody";
  minimumLevel: Level | null;
  role: string | null;
  team: ApproverTeam;
  dueAt: string | null;
}

export interface Evaluation {
  decision: Decision;
  /** The rule that decided: the strictest of those that lack something, or else of those that match. */
  rule: { id: string; name: string; mode: Rule["mode"] } | null;
  missing: Missing | null;
  /** One sentence for a person. */
  reason: string;
  /** Whether what is missing holds the change back; false where only monitoring rules lack something. */
  holds: boolean;
  /** Whether what was asked for came, but after it was due. */
  late: boolean;
}
