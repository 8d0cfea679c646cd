import {
  type Approval,
  type ChangeAuthor,
  dueMs,
  qualifiedTimes,
  type StandingApproval,
  standingApprovals,
} from "./approvals";
import { type Condition, conditionsOf, type GovernedChange } from "./conditions";
import type { Decision, Evaluation, Missing } from "./evaluation";
import type { Policy, Rule } from "./policy";
import { byStrictness } from "./strictness";
import { reasonOf } from "./words";

export interface EvaluationInput {
  policy: Policy;
  change: GovernedChange;
  author: ChangeAuthor;
  approvals: readonly Approval[];
  /** The instant to decide for, ISO 8601. */
  at: string;
}

interface CompiledRule {
  rule: Rule;
  conditions: Condition[];
  fromMs: number;
  toMs: number;
}

/** A policy is read once; a changed one is another object. */
const compiled = new WeakMap<Policy, CompiledRule[]>();

/** What is decided, before it is put into words. */
export interface Decided {
  decision: Decision;
  rule: Rule | null;
  holds: boolean;
  late: boolean;
  /** How many people gave what that rule asks for. */
  given: number;
}

/**
 * Whether a change may go out by a policy. Every rule in effect that matches has to be met, so that one more rule never
 * lets anything through; the strictest of those that are not is named.
 * @throws RangeError where `at` or an instant of a rule cannot be read
 */
export function evaluatePolicy(input: EvaluationInput): Evaluation {
  const decided = decidePolicy(input);
  return decided.rule === null ? NOTHING_MATCHES : outcome(decided, decided.rule, input);
}

/** The same without its words, for whoever asks of a hundred thousand changes. */
export function decidePolicy({ policy, change, author, approvals, at }: EvaluationInput): Decided {
  const atMs = Date.parse(at);
  if (Number.isNaN(atMs)) throw new RangeError(`"${at}" is no instant.`);
  // They are in order of strictness, so the first found is the one to name; what holds goes before what monitors.
  let strictest: Rule | null = null;
  let lacking: Rule | null = null;
  let standing: readonly StandingApproval[] = [];
  let given = 0;
  let late = false;
  for (const one of compile(policy)) {
    if (!matches(one, change, author, atMs)) continue;
    const { rule } = one;
    if (strictest === null) {
      strictest = rule;
      if (approvals.length > 0) standing = standingApprovals(change, author, approvals, atMs);
    }
    const times = qualifiedTimes(rule.require, author, standing);
    if (isMet(rule, times)) late ||= isLate(rule, change, times);
    else if (lacking === null || (lacking.mode === "monitor" && rule.mode === "enforce")) {
      lacking = rule;
      given = times.length;
    }
  }
  if (strictest === null) return NOTHING_DECIDED;
  if (lacking === null) return { decision: "satisfied", rule: strictest, holds: false, late, given };
  const isWaived = change.breakGlass?.some((one) => isOpen(one, atMs)) ?? false;
  const decision = isWaived ? "waived" : "required";
  const holds = !isWaived && lacking.mode === "enforce";
  return { decision, rule: lacking, holds, late: false, given };
}

const NOTHING_DECIDED: Decided = {
  decision: "not-required",
  rule: null,
  holds: false,
  late: false,
  given: 0,
};

/** The rules in effect that match, strictest first, whether or not they are met. */
export function matchingRules({ policy, change, author, at }: Omit<EvaluationInput, "approvals">): Rule[] {
  const atMs = Date.parse(at);
  return compile(policy).flatMap((one) => (matches(one, change, author, atMs) ? [one.rule] : []));
}

/** The matching rules that lack something still, strictest first. */
export function lackingRules({ policy, change, author, approvals, at }: EvaluationInput): Rule[] {
  const standing = standingApprovals(change, author, approvals, Date.parse(at));
  return matchingRules({ policy, change, author, at }).filter(
    (rule) => !isMet(rule, qualifiedTimes(rule.require, author, standing)),
  );
}

const NOTHING_MATCHES: Evaluation = {
  decision: "not-required",
  rule: null,
  missing: null,
  reason: "No rule asks for a sign-off of this change.",
  holds: false,
  late: false,
};

function compile(policy: Policy): CompiledRule[] {
  const known = compiled.get(policy);
  if (known) return known;
  const rules = [...policy.rules].sort(byStrictness).map((rule) => ({
    rule,
    conditions: conditionsOf(rule.when),
    fromMs: instantOr(rule.effectiveFrom, Number.NEGATIVE_INFINITY),
    toMs: instantOr(rule.effectiveTo, Number.POSITIVE_INFINITY),
  }));
  compiled.set(policy, rules);
  return rules;
}

function instantOr(text: string | null | undefined, open: number): number {
  if (text == null) return open;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new RangeError(`"${text}" is no instant.`);
  return ms;
}

function matches(one: CompiledRule, change: GovernedChange, author: ChangeAuthor, atMs: number): boolean {
  if (atMs < one.fromMs || atMs >= one.toMs) return false;
  for (const holds of one.conditions) if (!holds(change, author.level, atMs)) return false;
  return true;
}

function isMet({ require }: Rule, times: readonly number[]): boolean {
  return require.approvals !== "nobody" && times.length >= require.approvals;
}

/** The approval that made the number full came after it was due. */
function isLate({ require }: Rule, change: GovernedChange, times: readonly number[]): boolean {
  if (require.approvals === "nobody" || require.approvals === 0) return false;
  const due = dueMs(require, change);
  const fullMs = times[require.approvals - 1];
  return due !== null && fullMs !== undefined && fullMs > due;
}

function isOpen(glass: NonNullable<GovernedChange["breakGlass"]>[number], atMs: number): boolean {
  if (glass.endedAt != null && Date.parse(glass.endedAt) <= atMs) return false;
  return Date.parse(glass.from) <= atMs && atMs < Date.parse(glass.until);
}

function outcome(
  { decision, holds, late, given }: Decided,
  rule: Rule,
  { change, author }: EvaluationInput,
): Evaluation {
  const missing = decision === "satisfied" ? null : missingOf(rule, change, given);
  return {
    decision,
    rule: { id: rule.id, name: rule.name, mode: rule.mode },
    missing,
    reason: reasonOf(decision, rule, missing, change, author),
    holds,
    late,
  };
}

function missingOf({ require }: Rule, change: GovernedChange, given: number): Missing {
  const due = dueMs(require, change);
  return {
    approvals: require.approvals === "nobody" ? "nobody" : require.approvals - given,
    minimumLevel: require.minimumLevel ?? null,
    role: require.role ?? null,
    team: require.team ?? "any",
    dueAt: due === null ? null : new Date(due).toISOString(),
  };
}
