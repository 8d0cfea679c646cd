import type { Approval, ChangeAuthor } from "./approvals";
import { standingApprovals } from "./approvals";
import type { GovernedChange } from "./conditions";
import { evaluatePolicy, matchingRules } from "./evaluate";
import type { Evaluation } from "./evaluation";
import type { Policy, Rule } from "./policy";
import type { SignOffState } from "./states";

/** Somebody's word against a revision. */
export interface Decline extends Approval {
  name: string;
}

/** What a policy is asked about, with everybody's word on it. */
export interface Assessable {
  change: GovernedChange;
  author: ChangeAuthor;
  approvals: readonly Approval[];
  declines: readonly Decline[];
  /** When it went live, ISO 8601; null while it has not. */
  liveAt: string | null;
  /** Nothing will come of it: closed without a merge, or out of time. */
  isOver: boolean;
}

export interface Assessment {
  /** Null where nothing is asked for. */
  state: Exclude<SignOffState, "lapsed"> | null;
  evaluation: Evaluation;
  /** When the last sign-off that was needed came, or the one that declined it. */
  decidedAt: string | null;
}

/** The same as `evaluatePolicy`, where somebody's declining holds it back whoever else approves. */
export function evaluateSubject(subject: Assessable, policy: Policy, at: string): Evaluation {
  const { change, author, approvals } = subject;
  const found = evaluatePolicy({ policy, change, author, approvals, at });
  if (found.decision !== "satisfied" && found.decision !== "required") return found;
  const decline = standingDecline(subject, at);
  if (decline === null) return found;
  const rules = matchingRules({ policy, change, author, at });
  const enforced = rules.find(({ mode }) => mode === "enforce");
  const rule = enforced ?? rules[0];
  return {
    ...found,
    decision: "required",
    rule: rule === undefined ? found.rule : { id: rule.id, name: rule.name, mode: rule.mode },
    missing: found.missing ?? nothingMore(rule),
    holds: enforced !== undefined,
    late: false,
    reason: declinedWords(found.rule?.name ?? "", change, decline, enforced !== undefined),
  };
}

function nothingMore(rule: Rule | undefined): NonNullable<Evaluation["missing"]> {
  return {
    approvals: 0,
    minimumLevel: rule?.require.minimumLevel ?? null,
    role: rule?.require.role ?? null,
    team: rule?.require.team ?? "any",
    dueAt: null,
  };
}

function declinedWords(rule: string, change: GovernedChange, { name }: Decline, holds: boolean): string {
  const what = change.revision === null ? "it" : `revision ${change.revision.slice(0, 7)}`;
  const mode = holds ? "" : " The rule only monitors, so nothing is held.";
  return `“${rule}” asks for a sign-off, and ${name} declined ${what}.${mode}`;
}

/** The first word against the final revision that stands at an instant. */
function standingDecline({ change, author, declines }: Assessable, at: string): Decline | null {
  const atMs = Date.parse(at);
  const [first] = standingApprovals(change, author, declines, atMs).sort((a, b) => a.atMs - b.atMs);
  return first?.approval ?? null;
}

/** How a subject stands by the policy that decides about it: the one in force when it went live, or now. */
export function assess(subject: Assessable, policy: Policy, now: string): Assessment {
  const at = subject.liveAt ?? now;
  const evaluation = evaluateSubject(subject, policy, at);
  if (subject.isOver || evaluation.decision === "not-required") {
    return { state: null, evaluation, decidedAt: null };
  }
  if (evaluation.decision === "waived") return { state: "waived", evaluation, decidedAt: null };
  if (evaluation.decision === "satisfied") {
    const decidedAt = sinceSatisfied(subject, policy, at);
    return { state: evaluation.late ? "late" : "satisfied", evaluation, decidedAt };
  }
  const decline = standingDecline(subject, now);
  if (subject.liveAt === null) {
    const state = decline === null ? "waiting" : "declined";
    return { state, evaluation, decidedAt: decline?.at ?? null };
  }
  // Live without what was asked for: whatever came since is looked at as if it had been there, and is late.
  const caughtUp = asOfLive(subject, subject.liveAt, now);
  const after = evaluateSubject(caughtUp, policy, subject.liveAt);
  if (after.decision === "satisfied") {
    return { state: "late", evaluation: after, decidedAt: lastOf(subject, now) };
  }
  if (decline !== null) return { state: "declined", evaluation: after, decidedAt: decline.at };
  return { state: "missing", evaluation: after, decidedAt: null };
}

/** Words given since are as of the instant it went live; those taken back by now are gone. */
function asOfLive(subject: Assessable, liveAt: string, now: string): Assessable {
  const [liveMs, nowMs] = [Date.parse(liveAt), Date.parse(now)];
  const moved = <A extends Approval>(words: readonly A[]): A[] =>
    words
      .filter(({ at, withdrawnAt }) => {
        if (!(Date.parse(at) <= nowMs)) return false;
        return withdrawnAt == null || Date.parse(withdrawnAt) > nowMs;
      })
      .map((one) => ({ ...one, at: Date.parse(one.at) > liveMs ? liveAt : one.at, withdrawnAt: null }));
  return { ...subject, approvals: moved(subject.approvals), declines: moved(subject.declines) };
}

/** The earliest of the instants of its approvals by which everything that is asked for was there. */
function sinceSatisfied({ change, author, approvals }: Assessable, policy: Policy, at: string): string {
  const atMs = Date.parse(at);
  const standing = standingApprovals(change, author, approvals, atMs).sort((a, b) => a.atMs - b.atMs);
  for (const { atMs: untilMs } of standing) {
    const there = standing.flatMap((one) => (one.atMs <= untilMs ? [one.approval] : []));
    const { decision } = evaluatePolicy({ policy, change, author, approvals: there, at });
    if (decision === "satisfied") return new Date(untilMs).toISOString();
  }
  return change.requestedAt ?? at;
}

function lastOf({ change, author, approvals }: Assessable, now: string): string {
  const standing = standingApprovals(change, author, approvals, Date.parse(now));
  return new Date(Math.max(...standing.map(({ atMs }) => atMs))).toISOString();
}
