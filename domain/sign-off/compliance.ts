import { addDays, type Day, dayOf, dayStartMs, mondayOf } from "@/domain/calendar/day";
import type { SignOffState } from "./states";

/** AI-assisted production changes that went live in a span and for which the policy asked a sign-off, by how it stands. */
export interface ComplianceCounts {
  required: number;
  satisfied: number;
  late: number;
  /** Live without, those included that somebody had declined. */
  missing: number;
  /** Let through by break-glass. */
  waived: number;
}

/** Below so many changes a share says more about chance than about anybody's habits. */
export const COMPLIANCE_MIN = 10;

/** The states that make each count, as the ledger's filter names them. */
export const COMPLIANCE_STATES: Record<keyof ComplianceCounts, readonly SignOffState[]> = {
  required: ["satisfied", "late", "missing", "declined", "waived"],
  satisfied: ["satisfied"],
  late: ["late"],
  missing: ["missing", "declined"],
  waived: ["waived"],
};

export function noCompliance(): ComplianceCounts {
  return { required: 0, satisfied: 0, late: 0, missing: 0, waived: 0 };
}

/** Adds requests of one state; what lapsed was asked for by nobody any more. */
export function addState(counts: ComplianceCounts, state: SignOffState, requests: number): void {
  if (state === "lapsed" || state === "waiting") return;
  counts.required += requests;
  counts[state === "declined" ? "missing" : state] += requests;
}

/** Share signed in time: satisfied / required, a ratio 0..1; null where there are too few to tell. */
export function complianceRatio({ required, satisfied }: ComplianceCounts): number | null {
  return required < COMPLIANCE_MIN ? null : satisfied / required;
}

/** Break-glass of a span, and what became of looking at it the week after. */
export interface BreakGlassCounts {
  opened: number;
  /** By the end of the week after the one it was opened in. */
  reviewedInTime: number;
  reviewedLate: number;
  /** Not looked at, and the week after is not over yet. */
  due: number;
  overdue: number;
}

export function noBreakGlass(): BreakGlassCounts {
  return { opened: 0, reviewedInTime: 0, reviewedLate: 0, due: 0, overdue: 0 };
}

/** Until when a break-glass has to be looked at, epoch ms: the end of the calendar week after its own. */
function reviewDueMs(openedMs: number, zone: string): number {
  const week: Day = mondayOf(dayOf(openedMs, zone));
  return dayStartMs(addDays(week, 14), zone);
}

export function addBreakGlass(
  counts: BreakGlassCounts,
  one: { openedMs: number; reviewedMs: number | null },
  { zone, nowMs }: { zone: string; nowMs: number },
): void {
  const dueMs = reviewDueMs(one.openedMs, zone);
  counts.opened += 1;
  if (one.reviewedMs === null) counts[nowMs < dueMs ? "due" : "overdue"] += 1;
  else counts[one.reviewedMs < dueMs ? "reviewedInTime" : "reviewedLate"] += 1;
}
