import { DAY_MS, MINUTE_MS, offsetMsAt } from "@/domain/calendar/zone";
import type { AiRole } from "@/domain/cause/kinds";
import type { ChangeKind, Involvement } from "@/domain/change/kinds";
import type { Level } from "@/domain/person/levels";
import { EVIDENCE_GRADES, type EvidenceGrade } from "@/domain/provenance/grades";
import { environmentTest } from "./environments";
import type { Autonomy, RuleConditions, TimeWindow } from "./policy";

/** A change as a policy sees it. */
export interface GovernedChange {
  /** The whole revision that would go out; null for a change that has none. */
  revision: string | null;
  involvement: Involvement;
  aiRole?: AiRole | null | undefined;
  aiTool?: string | null | undefined;
  aiGrade?: EvidenceGrade | null | undefined;
  kind: ChangeKind;
  additions?: number | null | undefined;
  deletions?: number | null | undefined;
  files?: number | null | undefined;
  environment: string;
  services: readonly GovernedService[];
  autonomy?: Autonomy | null | undefined;
  /** The people at whose word an agent made it. */
  prompterIds?: readonly string[] | undefined;
  /** When approval was asked for; what is due, is due from here. */
  requestedAt?: string | null | undefined;
  breakGlass?: readonly BreakGlass[] | undefined;
}

interface GovernedService {
  slug: string;
  weight?: number | undefined;
  budgetSpentRatio?: number | null | undefined;
}

/** Somebody let the change through for a while, whatever the policy says. */
interface BreakGlass {
  by: string;
  from: string;
  until: string;
  endedAt?: string | null | undefined;
}

export type Condition = (change: GovernedChange, authorLevel: Level | null, atMs: number) => boolean;

/** The conditions of a rule as tests of a change, the cheap ones first. */
export function conditionsOf(when: RuleConditions): Condition[] {
  return [
    ...plainConditions(when),
    ...sizeConditions(when),
    ...serviceConditions(when),
    ...timeConditions(when),
  ];
}

function plainConditions(when: RuleConditions): Condition[] {
  const tests: Condition[] = [];
  const { involvement, aiRoles, tools, minimumGrade, authorLevels, kinds, environments, autonomies } = when;
  if (involvement) tests.push((change) => involvement.includes(change.involvement));
  if (kinds) tests.push((change) => kinds.includes(change.kind));
  if (authorLevels) tests.push((_, level) => authorLevels.includes(level ?? "unknown"));
  if (environments) {
    const takesIn = environmentTest(environments);
    tests.push(({ environment, kind }) => takesIn(environment, kind));
  }
  if (aiRoles) tests.push(({ aiRole }) => aiRole != null && aiRoles.includes(aiRole));
  if (tools) {
    const names = new Set(tools.map((name) => name.toLowerCase()));
    tests.push(({ aiTool }) => aiTool != null && names.has(aiTool.toLowerCase()));
  }
  if (minimumGrade) {
    const worst = EVIDENCE_GRADES.indexOf(minimumGrade);
    tests.push(({ aiGrade }) => aiGrade != null && EVIDENCE_GRADES.indexOf(aiGrade) <= worst);
  }
  if (autonomies) tests.push(({ autonomy }) => autonomy != null && autonomies.includes(autonomy));
  return tests;
}

/** A change whose size nobody knows may be large, so a rule for large ones takes it in. */
function sizeConditions({ minimumLines, minimumFiles }: RuleConditions): Condition[] {
  const tests: Condition[] = [];
  if (minimumLines !== undefined) {
    tests.push(({ additions, deletions }) => {
      const isKnown = additions != null && deletions != null;
      return !isKnown || additions + deletions >= minimumLines;
    });
  }
  if (minimumFiles !== undefined) tests.push(({ files }) => files == null || files >= minimumFiles);
  return tests;
}

/** One service of the change that fits is enough. A service without an objective has no budget to spend. */
function serviceConditions(when: RuleConditions): Condition[] {
  const fits = serviceTest(when);
  return fits === null ? [] : [(change) => change.services.some(fits)];
}

/** Whether a service is one that a rule is about; null where a rule is about changes of all services and of none. */
export function serviceTest(when: RuleConditions): ((service: GovernedService) => boolean) | null {
  const { services, minimumServiceWeight, minimumBudgetSpentRatio } = when;
  const isAsked =
    services !== undefined || minimumServiceWeight !== undefined || minimumBudgetSpentRatio !== undefined;
  if (!isAsked) return null;
  const slugs = services === undefined ? null : new Set(services);
  return ({ slug, weight, budgetSpentRatio }) =>
    (slugs === null || slugs.has(slug)) &&
    (minimumServiceWeight === undefined || (weight ?? 0) >= minimumServiceWeight) &&
    (minimumBudgetSpentRatio === undefined || (budgetSpentRatio ?? -1) >= minimumBudgetSpentRatio);
}

function timeConditions(when: RuleConditions): Condition[] {
  const isOpen = windowTest(when);
  return isOpen === null ? [] : [(_change, _level, atMs) => isOpen(atMs)];
}

/** Whether an instant lies in one of a rule's windows of time; null where it has none. */
export function windowTest({ windows }: RuleConditions): ((atMs: number) => boolean) | null {
  if (windows === undefined) return null;
  const tests = windows.map(isWithin);
  return (atMs) => tests.some((test) => test(atMs));
}

function isWithin(window: TimeWindow): (atMs: number) => boolean {
  if ("from" in window) {
    const [fromMs, toMs] = [Date.parse(window.from), Date.parse(window.to)];
    return (atMs) => atMs >= fromMs && atMs < toMs;
  }
  const { weekdays, zone } = window;
  const [fromMinute, toMinute] = [minuteOf(window.fromTime), minuteOf(window.toTime)];
  return (atMs) => {
    const wallMs = atMs + offsetMsAt(atMs, zone);
    const dayNumber = Math.floor(wallMs / DAY_MS);
    const minute = Math.floor((wallMs - dayNumber * DAY_MS) / MINUTE_MS);
    if (fromMinute < toMinute) return isOn(dayNumber) && minute >= fromMinute && minute < toMinute;
    // Over midnight: the evening of the day named, and the small hours of the one after.
    return (isOn(dayNumber) && minute >= fromMinute) || (isOn(dayNumber - 1) && minute < toMinute);
  };

  /** Monday is 1 and Sunday 7; the first day of the epoch was a Thursday. */
  function isOn(dayNumber: number): boolean {
    return weekdays.includes(((((dayNumber + 3) % 7) + 7) % 7) + 1);
  }
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}
