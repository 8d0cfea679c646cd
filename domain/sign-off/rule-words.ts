import { ROLE_WORDS, type Role } from "@/domain/access/roles";
import { AI_ROLE_WORDS } from "@/domain/cause/kinds";
import { CHANGE_KINDS, type ChangeKind, INVOLVEMENT_WORDS } from "@/domain/change/kinds";
import type { Level } from "@/domain/person/levels";
import type {
  ApproverTeam,
  Autonomy,
  Requirement,
  Rule,
  RuleConditions,
  RuleMode,
  TimeWindow,
} from "./policy";
import { approvalsWords, LEVEL_NOUNS, minutesWords } from "./words";

export const MODE_WORDS: Record<RuleMode, string> = { monitor: "Monitors", enforce: "Enforced" };
export const AUTONOMY_WORDS: Record<Autonomy, string> = {
  suggest: "only suggests",
  "act-with-approval": "acts with approval",
  "act-alone": "acts alone",
};
export const TEAM_WORDS: Record<ApproverTeam, string> = {
  any: "any team",
  own: "the author's team",
  another: "another team",
};
export const LEVEL_WORDS: Record<Level | "unknown", string> = {
  junior: "junior",
  mid: "mid-level",
  senior: "senior",
  principal: "principal",
  manager: "manager",
  unknown: "not known",
};

/** A rule as one sentence: of which changes it asks what. */
export function ruleSentence({ when, require }: Rule): string {
  const subject = subjectWords(when);
  return `${subject.charAt(0).toUpperCase()}${subject.slice(1)} ${requirementWords(require)}.`;
}

function requirementWords(require: Requirement): string {
  if (require.approvals === "nobody") return "do not go out, but by break-glass";
  if (require.approvals === 0) return "need no approval";
  return `need ${approvalsWords(require, require.approvals)}`;
}

/** "AI-assisted changes by juniors or mid-level engineers to production" */
function subjectWords(when: RuleConditions): string {
  const clauses = [
    nounOf(when),
    when.aiRoles && `in which AI ${either(when.aiRoles.map((role) => AI_ROLE_WORDS[role]))}`,
    when.tools && `made with ${either(when.tools)}`,
    when.minimumGrade && `on evidence of grade ${when.minimumGrade} or better`,
    when.autonomies && `by an agent that ${either(when.autonomies.map((one) => AUTONOMY_WORDS[one]))}`,
    when.authorLevels && `by ${either(when.authorLevels.map(authorsOf))}`,
    sizeClause(when),
    serviceClause(when),
    when.environments && `to ${either(when.environments)}`,
    when.windows && either(when.windows.map(windowWords)),
  ];
  return clauses.filter(Boolean).join(" ");
}

function nounOf({ involvement, kinds }: RuleConditions): string {
  const isAi = involvement?.length === 1 && involvement[0] === "ai";
  const noun =
    kinds?.length === 1 && kinds[0] === "agent-action"
      ? "agent actions"
      : kinds
        ? `${either(kinds.map(kindName))} changes`
        : "changes";
  if (isAi) return `AI-assisted ${noun}`;
  const part = involvement && ` with AI's part: ${either(involvement.map((one) => INVOLVEMENT_WORDS[one]))}`;
  return `${noun}${part ?? ""}`;
}

const KIND_NAMES = new Map<ChangeKind, string>(CHANGE_KINDS.map(({ kind, name }) => [kind, name]));

function kindName(kind: ChangeKind): string {
  const name = KIND_NAMES.get(kind) ?? kind;
  return name === name.toUpperCase() ? name : name.toLowerCase();
}

function authorsOf(level: Level | "unknown"): string {
  return level === "unknown" ? "people of unknown level" : `${LEVEL_NOUNS[level]}s`;
}

function sizeClause({ minimumLines, minimumFiles }: RuleConditions): string | undefined {
  const parts = [
    minimumLines !== undefined && `${minimumLines} lines or more`,
    minimumFiles !== undefined && `${minimumFiles} ${minimumFiles === 1 ? "file" : "files"} or more`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? undefined : `of ${parts.join(" and ")} (or of unknown size)`;
}

function serviceClause(when: RuleConditions): string | undefined {
  const { services, minimumServiceWeight, minimumBudgetSpentRatio } = when;
  const traits = [
    minimumServiceWeight !== undefined && `weight ${minimumServiceWeight} or more`,
    minimumBudgetSpentRatio !== undefined && spentWords(minimumBudgetSpentRatio),
  ].filter((trait) => trait !== false);
  if (services === undefined && traits.length === 0) return undefined;
  const named = services === undefined ? "a service" : either(services);
  return traits.length === 0 ? `on ${named}` : `on ${named} with ${traits.join(" and ")}`;
}

function spentWords(ratio: number): string {
  return ratio === 1 ? "no error budget left" : `${percentWords(ratio)} or more of its error budget spent`;
}

const percentWords = (ratio: number) => `${Number((ratio * 100).toFixed(1))} %`;
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

export function windowWords(window: TimeWindow): string {
  if ("from" in window) return `between ${instantWords(window.from)} and ${instantWords(window.to)}`;
  const days = window.weekdays.map((day) => WEEKDAYS[day - 1] ?? String(day));
  return `on ${all(days)} from ${window.fromTime} to ${window.toTime} (${window.zone})`;
}

/** As it is written in the policy, without the seconds that say nothing. */
function instantWords(text: string): string {
  return text
    .replace("T", " ")
    .replace(/:00(?:\.0+)?(?=Z|[+-])/, "")
    .replace("Z", " UTC");
}

/** One thing that a rule says, as a label and words: for chips, and for what changed between two versions. */
export interface RuleField {
  field: string;
  label: string;
  words: string;
}

/** Everything that a rule says, in the order in which the editor asks for it. */
export function fieldsOf(rule: Rule): RuleField[] {
  return [...headFields(rule), ...conditionFields(rule.when), ...requirementFields(rule.require)];
}

function headFields({ name, mode, effectiveFrom, effectiveTo }: Rule): RuleField[] {
  return said([
    ["name", "Name", name],
    ["mode", "Mode", mode === "monitor" ? "monitor" : "enforce"],
    ["effectiveFrom", "In effect from", effectiveFrom && instantWords(effectiveFrom)],
    ["effectiveTo", "In effect until", effectiveTo && instantWords(effectiveTo)],
  ]);
}

function conditionFields(when: RuleConditions): RuleField[] {
  const { minimumLines, minimumFiles, minimumServiceWeight, minimumBudgetSpentRatio } = when;
  return said([
    [
      "involvement",
      "AI's part",
      when.involvement && either(when.involvement.map((one) => INVOLVEMENT_WORDS[one])),
    ],
    ["aiRoles", "What AI did", when.aiRoles && either(when.aiRoles.map((role) => AI_ROLE_WORDS[role]))],
    ["tools", "Tool", when.tools && either(when.tools)],
    ["minimumGrade", "Evidence", when.minimumGrade && `${when.minimumGrade} or better`],
    ["autonomies", "Agent", when.autonomies && either(when.autonomies.map((one) => AUTONOMY_WORDS[one]))],
    [
      "authorLevels",
      "Author's level",
      when.authorLevels && either(when.authorLevels.map((one) => LEVEL_WORDS[one])),
    ],
    ["kinds", "Kind", when.kinds && either(when.kinds.map(kindName))],
    ["minimumLines", "Lines", minimumLines !== undefined && `${minimumLines} or more`],
    ["minimumFiles", "Files", minimumFiles !== undefined && `${minimumFiles} or more`],
    ["services", "Service", when.services && either(when.services)],
    [
      "minimumServiceWeight",
      "Weight",
      minimumServiceWeight !== undefined && `${minimumServiceWeight} or more`,
    ],
    [
      "minimumBudgetSpentRatio",
      "Error budget spent",
      minimumBudgetSpentRatio !== undefined && `${percentWords(minimumBudgetSpentRatio)} or more`,
    ],
    ["environments", "Environment", when.environments && either(when.environments)],
    ["windows", "Time", when.windows && either(when.windows.map(windowWords))],
  ]);
}

function requirementFields({ approvals, minimumLevel, role, team, withinMinutes }: Requirement): RuleField[] {
  return said([
    ["approvals", "Approvals", approvals === "nobody" ? "nobody may let it through" : String(approvals)],
    ["minimumLevel", "Approver's level", minimumLevel && orHigher(minimumLevel)],
    ["role", "Approver's role", role && roleName(role)],
    ["team", "Approver's team", team && team !== "any" && TEAM_WORDS[team]],
    ["withinMinutes", "Within", withinMinutes !== undefined && minutesWords(withinMinutes)],
  ]);
}

// A draft may say what is none yet: it is shown as it is, and the server refuses it.
const orHigher = (level: Level) =>
  level === "manager" ? "manager" : `${LEVEL_WORDS[level] ?? level} or higher`;

function roleName(role: string): string {
  return role in ROLE_WORDS ? ROLE_WORDS[role as Role].name.toLowerCase() : role;
}

function said(fields: readonly [string, string, string | false | null | undefined][]): RuleField[] {
  return fields.flatMap(([field, label, words]) => (words ? [{ field, label, words }] : []));
}

/** "a", "a or b", "a, b or c" */
const either = (words: readonly string[]) => joined(words, "or");
const all = (words: readonly string[]) => joined(words, "and");

function joined(words: readonly string[], last: string): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}
