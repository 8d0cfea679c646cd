import { MINUTE_MS } from "@/domain/calendar/zone";
import { LEVELS, type Level } from "@/domain/person/levels";
import type { GovernedChange } from "./conditions";
import type { Requirement } from "./policy";

export interface ChangeAuthor {
  personId: string | null;
  /** In effect when the change was made; null where it is not known. */
  level: Level | null;
  teamId?: string | null | undefined;
}

export interface Approval {
  personId: string;
  /** In effect when they approved. */
  level: Level | null;
  teamId?: string | null | undefined;
  roles?: readonly string[] | undefined;
  /** The whole revision that they looked at. */
  revision: string | null;
  at: string;
  withdrawnAt?: string | null | undefined;
}

/** An approval that stands, with its instant in epoch ms. */
export interface StandingApproval<A extends Approval = Approval> {
  approval: A;
  atMs: number;
}

/**
 * The approvals that count at an instant: given by then and not withdrawn, for this very revision, and never by whoever
 * made the change or had an agent make it.
 */
export function standingApprovals<A extends Approval>(
  change: GovernedChange,
  author: ChangeAuthor,
  approvals: readonly A[],
  atMs: number,
): StandingApproval<A>[] {
  const standing: StandingApproval<A>[] = [];
  for (const approval of approvals) {
    if (approval.revision !== change.revision) continue;
    if (approval.personId === author.personId || isPrompter(change, approval.personId)) continue;
    const givenMs = Date.parse(approval.at);
    if (!(givenMs <= atMs)) continue;
    if (approval.withdrawnAt != null && Date.parse(approval.withdrawnAt) <= atMs) continue;
    standing.push({ approval, atMs: givenMs });
  }
  return standing;
}

/** Whether somebody had an agent make it, and so signs it no more than its author does. */
export function isPrompter({ prompterIds }: Pick<GovernedChange, "prompterIds">, personId: string): boolean {
  return prompterIds?.includes(personId) ?? false;
}

const NOBODY: readonly number[] = [];

/** When each of the people whose approval meets what a rule asks of an approver first gave it, in order. */
export function qualifiedTimes(
  require: Requirement,
  author: ChangeAuthor,
  standing: readonly StandingApproval[],
): readonly number[] {
  if (standing.length === 0) return NOBODY;
  const people = new Map<string, number>();
  for (const { approval, atMs } of standing) {
    if (!qualifies(require, author, approval)) continue;
    const known = people.get(approval.personId);
    if (known === undefined || atMs < known) people.set(approval.personId, atMs);
  }
  return [...people.values()].sort((a, b) => a - b);
}

/** Whether somebody's approval is of the level, role and team that a rule asks for. */
export function qualifies(
  require: Requirement,
  author: ChangeAuthor,
  approval: Pick<Approval, "level" | "teamId" | "roles">,
): boolean {
  const { minimumLevel, role, team } = require;
  if (minimumLevel !== undefined && rankOf(approval.level) < rankOf(minimumLevel)) return false;
  if (role !== undefined && !(approval.roles?.includes(role) ?? false)) return false;
  if (team === undefined || team === "any") return true;
  // Where a team is not known it is neither the same one nor another.
  if (author.teamId == null || approval.teamId == null) return false;
  return (approval.teamId === author.teamId) === (team === "own");
}

export function rankOf(level: Level | null | undefined): number {
  return level == null ? -1 : LEVELS.indexOf(level);
}

/** When what a rule asks for is due, epoch ms; null where it says nothing of a time, or nobody asked yet. */
export function dueMs(require: Requirement, change: GovernedChange): number | null {
  if (require.withinMinutes === undefined || change.requestedAt == null) return null;
  return Date.parse(change.requestedAt) + require.withinMinutes * MINUTE_MS;
}
