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

/** An approval that stands: one for each person, whichever of theirs came first. */
export interface StandingApproval extends Approval {
  atMs: number;
}

/**
 * The approvals that count at an instant: given by then and not withdrawn, for this very revision, and never by whoever
 * made the change or had an agent make it.
 */
export function standingApprovals(
  change: GovernedChange,
  author: ChangeAuthor,
  approvals: readonly Approval[],
  atMs: number,
): StandingApproval[] {
  const standing: StandingApproval[] = [];
  for (const approval of approvals) {
    if (approval.revision !== change.revision) continue;
    if (approval.personId === author.personId || isPrompter(change, approval.personId)) continue;
    const givenMs = Date.parse(approval.at);
    if (!(givenMs <= atMs)) continue;
    if (approval.withdrawnAt != null && Date.parse(approval.withdrawnAt) <= atMs) continue;
    standing.push({ ...approval, atMs: givenMs });
  }
  return standing;
}

/** Whether somebody had an agent make it, and so signs it no more than its author does. */
export function isPrompter({ promptedBy }: Pick<GovernedChange, "promptedBy">, personId: string): boolean {
  return promptedBy?.includes(personId) ?? false;
}

/** The people whose approval meets what a rule asks of an approver, each with the earliest instant it did. */
export function qualified(
  require: Requirement,
  author: ChangeAuthor,
  standing: readonly StandingApproval[],
): Map<string, number> {
  const people = new Map<string, number>();
  for (const approval of standing) {
    if (!qualifies(require, author, approval)) continue;
    const known = people.get(approval.personId);
    if (known === undefined || approval.atMs < known) people.set(approval.personId, approval.atMs);
  }
  return people;
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
