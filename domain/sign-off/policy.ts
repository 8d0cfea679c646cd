// The parts of a policy without their parsers: pages draw from here and need no zod for it.
import type { AiRole } from "@/domain/cause/kinds";
import type { ChangeKind, Involvement } from "@/domain/change/kinds";
import type { Level } from "@/domain/person/levels";
import type { EvidenceGrade } from "@/domain/provenance/grades";

/** In monitor mode a rule says what it would have required and holds nothing. */
export const RULE_MODES = ["monitor", "enforce"] as const;
export type RuleMode = (typeof RULE_MODES)[number];

/** How far an agent may go by itself, least first. */
export const AUTONOMIES = ["suggest", "act-with-approval", "act-alone"] as const;
export type Autonomy = (typeof AUTONOMIES)[number];

/** Where an approver has to come from, seen from the author. */
export const APPROVER_TEAMS = ["any", "own", "another"] as const;
export type ApproverTeam = (typeof APPROVER_TEAMS)[number];

/** A stretch of time: between two instants, or every week between two readings of the clock in a zone. */
export type TimeWindow =
  | { from: string; to: string }
  | { weekdays: readonly number[]; fromTime: string; toTime: string; zone: string };

/** Everything that is named has to hold; what is left out holds for every change. */
export interface RuleConditions {
  involvement?: readonly Involvement[] | undefined;
  aiRoles?: readonly AiRole[] | undefined;
  tools?: readonly string[] | undefined;
  /** Evidence of this grade or a better one. */
  minimumGrade?: EvidenceGrade | undefined;
  authorLevels?: readonly (Level | "unknown")[] | undefined;
  services?: readonly string[] | undefined;
  /** A service of at least this weight. */
  minimumServiceWeight?: number | undefined;
  kinds?: readonly ChangeKind[] | undefined;
  /** Lines added and deleted, together. */
  minimumLines?: number | undefined;
  minimumFiles?: number | undefined;
  environments?: readonly string[] | undefined;
  autonomies?: readonly Autonomy[] | undefined;
  windows?: readonly TimeWindow[] | undefined;
  /** Share of a service's error budget that is spent, 0..1 and beyond. */
  minimumBudgetSpentRatio?: number | undefined;
}

export interface Requirement {
  /** People who have to approve. "nobody" lets nothing through but break-glass: a freeze. */
  approvals: number | "nobody";
  minimumLevel?: Level | undefined;
  /** A role of the workspace that the approver holds, such as policy_owner. */
  role?: string | undefined;
  team?: ApproverTeam | undefined;
  /** Minutes from the request in which the approvals are due. */
  withinMinutes?: number | undefined;
}

export interface Rule {
  id: string;
  name: string;
  mode: RuleMode;
  /** In effect from this instant to the other, which is not included; null is open. */
  effectiveFrom?: string | null | undefined;
  effectiveTo?: string | null | undefined;
  when: RuleConditions;
  require: Requirement;
}

export interface Policy {
  rules: readonly Rule[];
}
