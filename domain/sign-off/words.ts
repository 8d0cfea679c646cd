import { AI_ROLE_WORDS } from "@/domain/cause/kinds";
import { type ChangeKind, INVOLVEMENT_WORDS } from "@/domain/change/kinds";
import type { Level } from "@/domain/person/levels";
import { LEVELS } from "@/domain/person/levels";
import type { ChangeAuthor } from "./approvals";
import type { GovernedChange } from "./conditions";
import type { Decision, Missing } from "./evaluation";
import type { Requirement, Rule } from "./policy";

/** The decision as one sentence: which rule, what it asks for, of what change, and what is not there yet. */
export function reasonOf(
  decision: Decision,
  rule: Rule,
  missing: Missing | null,
  change: GovernedChange,
  author: ChangeAuthor,
): string {
  const asks = `“${rule.name}” ${asksFor(rule.require)} for ${changeWords(change, author)}`;
  if (decision === "satisfied") return `${asks}, and has it.`;
  if (decision === "waived") return `${asks}; somebody let it through by break-glass.`;
  const lacks =
    missing === null || missing.approvals === "nobody" ? "" : `; ${lackOf(missing.approvals, change)}`;
  const mode = rule.mode === "monitor" ? " The rule only monitors, so nothing is held." : "";
  return `${asks}${lacks}.${mode}`;
}

/** What is still missing, for a person: "the approval of a senior or higher of another team". */
export function missingWords({ approvals, minimumLevel, role, team }: Missing): string {
  if (approvals === "nobody") return "nobody can let it through but by break-glass";
  const count = approvals === 1 ? "the approval of" : `the approvals of ${approvals}`;
  const who = { minimumLevel: minimumLevel ?? undefined, role: role ?? undefined, team, approvals };
  return `${count} ${approverWords(who, approvals)}`;
}

/** What a rule asks for, after its name: "asks for the approval of a senior or higher of another team within 60 minutes". */
function asksFor(require: Requirement): string {
  if (require.approvals === "nobody") return "lets nothing through";
  if (require.approvals === 0) return "asks for no approval";
  return `asks for ${approvalsWords(require, require.approvals)}`;
}

/** "the approval of a senior or higher of another team within 60 minutes" */
export function approvalsWords(require: Requirement, approvals: number): string {
  const count = approvals === 1 ? "the approval of" : `the approvals of ${approvals}`;
  const who = approverWords(require, approvals);
  const time = require.withinMinutes === undefined ? "" : ` within ${minutesWords(require.withinMinutes)}`;
  return `${count} ${who}${time}`;
}

function approverWords({ minimumLevel, role, team }: Requirement, count: number): string {
  const one = count === 1;
  const level = levelOrHigher(minimumLevel, one);
  const holding = role === undefined ? "" : ` with the role ${role.replaceAll("_", " ")}`;
  const of = team === "another" ? " of another team" : team === "own" ? " of the author's team" : "";
  return `${level}${holding}${of}`;
}

function levelOrHigher(level: Level | undefined, one: boolean): string {
  if (level === undefined) return one ? "another person" : "other people";
  const noun = LEVEL_NOUNS[level] ?? level;
  const higher = level === LEVELS.at(-1) ? "" : " or higher";
  return one ? `a ${noun}${higher}` : `${noun}s${higher}`;
}

export const LEVEL_NOUNS: Record<Level, string> = {
  junior: "junior",
  mid: "mid-level engineer",
  senior: "senior",
  principal: "principal",
  manager: "manager",
};

export function minutesWords(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? "a day" : `${minutes / 1440} days`;
  if (minutes % 60 === 0) return minutes === 60 ? "an hour" : `${minutes / 60} hours`;
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}

function changeWords(change: GovernedChange, author: ChangeAuthor): string {
  const role = change.aiRole == null ? "" : `, ${AI_ROLE_WORDS[change.aiRole]}`;
  return `${KIND_NOUNS[change.kind]} (${INVOLVEMENT_WORDS[change.involvement]}${role})${byWhom(change, author)}`;
}

/** An agent has no level, and nobody else may stand behind what it does. */
function byWhom({ kind }: GovernedChange, { personId, level }: ChangeAuthor): string {
  if (level !== null) return ` by a ${LEVEL_NOUNS[level]}`;
  return kind === "agent-action" && personId === null ? "" : " by somebody of unknown level";
}

const KIND_NOUNS: Record<ChangeKind, string> = {
  code: "a code change",
  deployment: "a deployment",
  config: "a configuration change",
  dns: "a DNS change",
  infrastructure: "an infrastructure change",
  "feature-flag": "a feature flag change",
  "data-migration": "a data migration",
  "agent-action": "an agent’s action",
};

function lackOf(count: number, change: GovernedChange): string {
  const revision = change.revision === null ? "" : ` for revision ${change.revision.slice(0, 7)}`;
  return count === 1 ? `one is missing${revision}` : `${count} are missing${revision}`;
}
