import type { Approval, ChangeAuthor } from "./approvals";
import type { GovernedChange } from "./conditions";
import { decidePolicy } from "./evaluate";
import type { Policy, Rule } from "./policy";
import { REVIEW_COST, type ReviewCost } from "./review-cost";

/** A change of the past, as it stood when it went live. */
export interface PastChange {
  id: string;
  change: GovernedChange;
  author: ChangeAuthor;
  approvals: readonly Approval[];
  /** When it went live, ISO 8601. */
  at: string;
  /** Incidents that it caused or contributed to, with what they cost. */
  incidents: readonly { id: string; impactMinutes: number }[];
  /** Stands for several that every policy compared decides alike, with the time that one approval of each takes. */
  alike?: { count: number; reviewMinutes: number };
}

interface ReplayCounts {
  changes: number;
  /** Changes for which some rule asked for a sign-off. */
  required: number;
  satisfied: number;
  late: number;
  /** Let through by break-glass. */
  waived: number;
  missing: number;
  /** Of the missing ones, those that a rule in force would have held back. */
  held: number;
  heldHarmless: number;
  /** Time of all approvals asked for, hours. */
  reviewerHours: number;
}

export interface Replay extends ReplayCounts {
  /** Incidents of which a causing change would have been held, each once, with what they cost. */
  caught: { incidentId: string; changeId: string; impactMinutes: number }[];
  caughtImpactMinutes: number;
  /** Incidents with a causing change among those replayed. */
  incidents: number;
  byRule: { ruleId: string; name: string; required: number; held: number }[];
}

export function reviewMinutes({ additions, deletions }: GovernedChange, cost: ReviewCost): number {
  const lines = (additions ?? 0) + (deletions ?? 0);
  return Math.min(cost.minutesMax, cost.minutes + (lines / 100) * cost.minutesPerHundredLines);
}

/**
 * What a policy would have done with changes of the past: each is decided at the instant that it went live, by the
 * approvals that it had then. It says what the policy would have held, not what holding it would have prevented: a
 * reviewer may let the fault through.
 */
export function replayPolicy(
  policy: Policy,
  past: Iterable<PastChange>,
  cost: ReviewCost = REVIEW_COST,
): Replay {
  const replayer = replayerOf(policy, cost);
  for (const one of past) replayer.add(one);
  return replayer.result();
}

/** The same change by change, for whoever has to let others have their turn between them. */
export function replayerOf(policy: Policy, cost: ReviewCost) {
  const counts = emptyCounts();
  const caught = new Map<string, { incidentId: string; changeId: string; impactMinutes: number }>();
  const incidents = new Set<string>();
  const byRule = new Map<string, { ruleId: string; name: string; required: number; held: number }>();
  const people = new Map(policy.rules.map((rule) => [rule.id, peopleAsked(rule)]));
  return { add, result };

  function add(one: PastChange): void {
    const count = one.alike?.count ?? 1;
    counts.changes += count;
    for (const { id } of one.incidents) incidents.add(id);
    const { decision, rule, holds, late } = decidePolicy({ policy, ...one });
    if (decision === "not-required" || rule === null) return;
    const minutes = one.alike?.reviewMinutes ?? reviewMinutes(one.change, cost);
    counts.required += count;
    counts.reviewerHours += ((people.get(rule.id) ?? 0) * minutes) / 60;
    const tally = byRule.get(rule.id) ?? { ruleId: rule.id, name: rule.name, required: 0, held: 0 };
    byRule.set(rule.id, tally);
    tally.required += count;
    if (decision === "satisfied") counts[late ? "late" : "satisfied"] += count;
    else if (decision === "waived") counts.waived += count;
    else counts.missing += count;
    if (!holds) return;
    counts.held += count;
    tally.held += count;
    if (one.incidents.length === 0) counts.heldHarmless += count;
    for (const { id, impactMinutes } of one.incidents) {
      if (!caught.has(id)) caught.set(id, { incidentId: id, changeId: one.id, impactMinutes });
    }
  }

  function result(): Replay {
    const found = [...caught.values()].sort((a, b) => b.impactMinutes - a.impactMinutes);
    return {
      ...counts,
      caught: found,
      caughtImpactMinutes: found.reduce((sum, { impactMinutes }) => sum + impactMinutes, 0),
      incidents: incidents.size,
      byRule: [...byRule.values()].sort((a, b) => b.required - a.required),
    };
  }
}

/**
 * A policy as if each of its rules had been enforced all along: what is replayed is what it would do, not since when.
 * Windows of time stay: a freeze on Fridays is one of every Friday.
 */
export function asEnforced({ rules }: Policy): Policy {
  return {
    rules: rules.map((rule) => ({ ...rule, mode: "enforce", effectiveFrom: null, effectiveTo: null })),
  };
}

function peopleAsked({ require }: Rule): number {
  return require.approvals === "nobody" ? 0 : require.approvals;
}

function emptyCounts(): ReplayCounts {
  return {
    changes: 0,
    required: 0,
    satisfied: 0,
    late: 0,
    waived: 0,
    missing: 0,
    held: 0,
    heldHarmless: 0,
    reviewerHours: 0,
  };
}
