import type { Evaluation } from "@/domain/sign-off/evaluation";
import type { GateAnswer, GateSubject } from "./schema";

/** What is not there yet keeps its name; a declined one lacks nobody, and is held back all the same. */
export function decisionOf({ decision, missing }: Evaluation): GateSubject["decision"] {
  return decision === "required" && missing?.approvals === 0 ? "declined" : decision;
}

const WEIGHTS: Record<GateSubject["decision"], number> = {
  declined: 0,
  required: 0,
  waived: 1,
  satisfied: 2,
  "not-required": 3,
};

/** What is held first, then what lacks something under a rule that monitors, then the rest as it came. */
export function byWeight(a: GateSubject, b: GateSubject): number {
  return Number(b.holds) - Number(a.holds) || WEIGHTS[a.decision] - WEIGHTS[b.decision];
}

/** Several changes go out together, so what holds one of them holds all. In words, by what is worst among them. */
export function decideTogether(
  subjects: readonly GateSubject[],
): Pick<GateAnswer, "decision" | "reason" | "rule" | "missing" | "heldCount"> {
  const [first] = [...subjects].sort(byWeight);
  if (first === undefined) {
    const reason = "It brings nothing new: what is deployed has all of it already.";
    return { decision: "allow", reason, rule: null, missing: null, heldCount: 0 };
  }
  const heldCount = subjects.filter(({ holds }) => holds).length;
  const { rule, missing } = first;
  const decision = heldCount > 0 ? "hold" : "allow";
  const reason = subjects.length === 1 ? first.reason : reasonOfMany(subjects, heldCount, first);
  return { decision, reason, rule, missing, heldCount };
}

function reasonOfMany(subjects: readonly GateSubject[], heldCount: number, first: GateSubject): string {
  if (heldCount > 0) return `${lackWords(heldCount, subjects.length)} a sign-off. ${first.reason}`;
  const monitored = subjects.filter(({ decision }) => decision === "required" || decision === "declined");
  if (monitored.length === 0)
    return `None of the ${subjects.length} changes that it brings lacks a sign-off.`;
  const lack = lackWords(monitored.length, subjects.length);
  return `${lack} a sign-off under a rule that only monitors. ${first.reason}`;
}

function lackWords(count: number, all: number): string {
  if (count === all) return `Each of the ${all} changes that it brings lacks`;
  return `Of the ${all} changes that it brings, ${count === 1 ? "one lacks" : `${count} lack`}`;
}
