import { rankOf } from "./approvals";
import type { Requirement, Rule } from "./policy";

/** Orders rules by what they ask for, strictest first; equal ones by name, so that their order in a policy is nothing. */
export function byStrictness(a: Rule, b: Rule): number {
  return (
    compareRequirements(b.require, a.require) ||
    Number(b.mode === "enforce") - Number(a.mode === "enforce") ||
    compareTexts(a.name, b.name) ||
    compareTexts(a.id, b.id)
  );
}

/** Negative where `a` asks for less: people first, then their level, their role, their team, and the time they have. */
function compareRequirements(a: Requirement, b: Requirement): number {
  return (
    compareNumbers(peopleOf(a), peopleOf(b)) ||
    rankOf(a.minimumLevel) - rankOf(b.minimumLevel) ||
    Number(a.role !== undefined) - Number(b.role !== undefined) ||
    Number(isBound(a)) - Number(isBound(b)) ||
    compareNumbers(b.withinMinutes ?? Number.POSITIVE_INFINITY, a.withinMinutes ?? Number.POSITIVE_INFINITY)
  );
}

function peopleOf({ approvals }: Requirement): number {
  return approvals === "nobody" ? Number.POSITIVE_INFINITY : approvals;
}

function isBound({ team }: Requirement): boolean {
  return team !== undefined && team !== "any";
}

/** A difference of two infinities is no number, so it is compared. */
function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
