import { type Day, dayOf, dayStartMs, weekdayOf } from "@/domain/calendar/day";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "@/domain/calendar/zone";
import type { Level } from "@/domain/person/levels";
import type { Approval, ChangeAuthor } from "@/domain/sign-off/approvals";
import type { GovernedChange } from "@/domain/sign-off/conditions";
import { evaluatePolicy } from "@/domain/sign-off/evaluate";
import type { Evaluation } from "@/domain/sign-off/evaluation";
import type { Policy, Rule } from "@/domain/sign-off/policy";
import { PRESETS } from "@/domain/sign-off/presets";
import type { SignOffState } from "@/domain/sign-off/states";
import { SAMPLE_WORKSPACE } from "./company";
import { PUBLIC_MARKS } from "./public-record";
import { logNormal, pick, pickWeighted, randomStream } from "./random";
import { type KnownPerson, levelAt, type Reviewers } from "./reviewers";

type Random = () => number;
const WEEK_MS = 7 * DAY_MS;
const { timeZone: ZONE } = SAMPLE_WORKSPACE;

/** The day from which the record has the rule; what follows from it here is generated. */
export const MANDATE_DAY: Day = PUBLIC_MARKS.findLast(({ kind }) => kind === "policy")?.day ?? "2026-03-10";
const ENFORCED_FROM: Day = "2026-04-06";

export interface SamplePolicyVersion {
  version: number;
  effectiveFrom: Day;
  rules: Rule[];
  reason: string;
}

const { about: _about, ...SENIOR_RULE } = PRESETS.find(({ id }) => id === "junior-and-mid-need-a-senior")!;

export const SAMPLE_POLICIES: readonly SamplePolicyVersion[] = [
  {
    version: 1,
    effectiveFrom: MANDATE_DAY,
    rules: [{ ...SENIOR_RULE, mode: "monitor" }],
    reason: "Watch for four weeks what the rule asks for before it holds anything back.",
  },
  {
    version: 2,
    effectiveFrom: ENFORCED_FROM,
    rules: [{ ...SENIOR_RULE, mode: "enforce" }],
    reason: "Enforce the rule: a third of what it asked for had gone live without a sign-off.",
  },
];

const POLICIES: readonly (Policy & { version: number; fromMs: number })[] = SAMPLE_POLICIES.map(
  ({ version, effectiveFrom, rules }) => ({ version, rules, fromMs: dayStartMs(effectiveFrom, ZONE) }),
);
const MANDATE_MS = POLICIES[0]!.fromMs;

export function samplePolicyAt(atMs: number) {
  return POLICIES.findLast(({ fromMs }) => fromMs <= atMs);
}

/** A change of the generated ledger, as the policy sees it. */
export interface AskedChange extends GovernedChange {
  atMs: number;
  mergedMs: number | null;
  title: string;
  service: string;
  author: ChangeAuthor;
  /** Whether it broke something, which nobody knew then. */
  broke: boolean;
  /** Whether the code host has an approval of it on record. */
  reviewed: boolean;
}

export interface SampleSignOff {
  person: KnownPerson;
  level: Level;
  atMs: number;
  comment: string | null;
}

interface SampleBreakGlass {
  person: KnownPerson;
  reason: string;
  openedMs: number;
  expiresMs: number;
  reviewed: { atMs: number; by: KnownPerson; note: string } | null;
}

export interface SampleRequest {
  policy: { version: number; rules: readonly Rule[] };
  state: SignOffState;
  evaluation: Evaluation;
  requestedMs: number;
  signOff: SampleSignOff | null;
  glass: SampleBreakGlass | null;
}

type Fate = "before" | "after" | "glass" | "none";

/**
 * What the policy asked of one change of the past and what came of it, decided by the rules of the product; null where no
 * rule matches. The same for the same change and people, so that a later clock only adds.
 */
export function signOffOf(change: AskedChange, reviewers: Reviewers, nowMs: number): SampleRequest | null {
  const policy = samplePolicyAt(change.atMs);
  if (policy === undefined) return null;
  const { author, atMs } = change;
  const at = new Date(atMs).toISOString();
  if (evaluatePolicy({ policy, change, author, approvals: [], at }).decision === "not-required") return null;
  const random = randomStream(`sign-off ${change.revision ?? `${at} ${change.title}`}`);
  const fate = fateOf(random, change, policy.version);
  const { signOff, requestedMs } = signed(random, { change, fate, reviewers, nowMs });
  const glass = fate === "glass" ? brokenGlass(random, change, reviewers, nowMs) : null;
  const governed: GovernedChange = {
    ...change,
    requestedAt: new Date(requestedMs).toISOString(),
    breakGlass: glass === null ? [] : [windowOf(glass)],
  };
  const approvals = signOff === null ? [] : [approvalOf(signOff, change.revision)];
  const evaluation = evaluatePolicy({ policy, change: governed, author, approvals, at });
  const since = evaluatePolicy({
    policy,
    change: governed,
    author,
    approvals,
    at: new Date(nowMs).toISOString(),
  });
  return {
    policy,
    state: stateOf(evaluation, since),
    evaluation: evaluation.decision === "required" && since.decision === "satisfied" ? since : evaluation,
    requestedMs,
    signOff,
    glass,
  };
}

/** Of what is live: as it was then, and whether what it lacked has come since. */
function stateOf(atLive: Evaluation, since: Evaluation): SignOffState {
  if (atLive.decision === "waived") return "waived";
  if (atLive.decision === "satisfied") return atLive.late ? "late" : "satisfied";
  return since.decision === "satisfied" ? "late" : "missing";
}

/** While it only monitors many go out without; enforced, what slips through is what asks no gate. */
function fateOf(random: Random, change: AskedChange, version: number): Fate {
  // Of what broke something more had gone out without a second look, and that is where a sign-off was missing or came late.
  if (change.broke && change.kind !== "agent-action") {
    return change.reviewed
      ? "before"
      : pickWeighted<Fate>(random, [
          ["before", 22],
          ["after", 30],
          ["glass", 12],
          ["none", 36],
        ]);
  }
  if (version === 1) {
    return pickWeighted<Fate>(random, [
      ["before", 56],
      ["after", 13],
      ["none", 31],
    ]);
  }
  const strain = weeksSince(change.atMs) / 38;
  if (change.kind === "agent-action") {
    return pickWeighted<Fate>(random, [
      ["before", 70 - 14 * strain],
      ["after", 12],
      ["glass", 6 + 8 * strain],
      ["none", 12 + 6 * strain],
    ]);
  }
  return pickWeighted<Fate>(random, [
    ["before", 94 - 7 * strain],
    ["after", 2 + 3 * strain],
    ["glass", 1 + 3 * strain],
    ["none", 3 + strain],
  ]);
}

function weeksSince(atMs: number): number {
  return Math.max(0, (atMs - MANDATE_MS) / WEEK_MS);
}

/** Typical time from the request to the sign-off, minutes: more to sign each month, and nobody more to sign it. */
function waitMedianMinutes(atMs: number): number {
  return 34 * (1 + 0.105 * weeksSince(atMs));
}

function signed(
  random: Random,
  given: { change: AskedChange; fate: Fate; reviewers: Reviewers; nowMs: number },
): { signOff: SampleSignOff | null; requestedMs: number } {
  const { change, fate, reviewers, nowMs } = given;
  const beforeMs = (change.mergedMs ?? change.atMs) - Math.round(90 + 400 * random()) * SECOND_MS;
  const afterMs = change.atMs + Math.round(logNormal(random, 300, 0.9)) * MINUTE_MS;
  const signedMs = fate === "after" ? afterMs : beforeMs;
  const day = dayOf(signedMs, ZONE);
  const person = reviewers.signerFor(random, change.service, day, change.author.personId);
  const hasty = random() < hasteOf(person, reviewers, signedMs);
  const waitMs = hasty
    ? Math.round(35 + 70 * random()) * SECOND_MS
    : Math.round(logNormal(random, waitMedianMinutes(change.atMs), 0.95) * 60) * SECOND_MS;
  const earliestMs = Math.min(MANDATE_MS, change.atMs - MINUTE_MS);
  const from = (ms: number) => Math.max(earliestMs, hasty ? ms : intoOfficeHours(random, ms));
  if (fate === "before") {
    const comment = hasty ? pick(random, HASTY_COMMENTS) : random() < 0.3 ? pick(random, COMMENTS) : null;
    return {
      requestedMs: from(signedMs - waitMs),
      signOff: { person, level: levelAt(person, day), atMs: signedMs, comment },
    };
  }
  const requestedMs = from(Math.min(beforeMs, change.atMs - MINUTE_MS) - waitMs / 2);
  if (fate !== "after" || afterMs >= nowMs) return { signOff: null, requestedMs };
  return {
    requestedMs,
    signOff: { person, level: levelAt(person, day), atMs: afterMs, comment: AFTERWARDS },
  };
}

function hasteOf(person: KnownPerson, reviewers: Reviewers, atMs: number): number {
  return (reviewers.isHasty(person) ? 0.16 : 0.012) * (1 + weeksSince(atMs) / 20);
}

/** Nobody asks at night: what would have been asked then was asked the afternoon before. */
function intoOfficeHours(random: Random, atMs: number): number {
  let day = dayOf(atMs, ZONE);
  const hour = (atMs - dayStartMs(day, ZONE)) / HOUR_MS;
  if (weekdayOf(day) <= 5 && hour >= 8 && hour < 19) return atMs;
  const afternoon = 15 + 3 * random();
  if (weekdayOf(day) <= 5 && hour >= 19) return Math.round(dayStartMs(day, ZONE) + afternoon * HOUR_MS);
  let startMs = dayStartMs(day, ZONE);
  do {
    startMs = dayStartMs(dayOf(startMs - HOUR_MS, ZONE), ZONE);
    day = dayOf(startMs, ZONE);
  } while (weekdayOf(day) >= 6);
  return Math.round(startMs + afternoon * HOUR_MS);
}

function brokenGlass(
  random: Random,
  change: AskedChange,
  reviewers: Reviewers,
  nowMs: number,
): SampleBreakGlass {
  const openedMs = change.atMs - Math.round(5 + 35 * random()) * MINUTE_MS;
  const day = dayOf(openedMs, ZONE);
  const chance = random();
  const days = chance < 0.68 ? 1 + 5.5 * random() : 8 + 14 * random();
  const atMs = Math.round(openedMs + days * DAY_MS);
  const by = reviewers.managerFor(random, change.service, day);
  return {
    person: reviewers.onCallFor(random, change.service, day),
    reason: pick(random, GLASS_REASONS),
    openedMs,
    expiresMs: openedMs + 4 * HOUR_MS,
    reviewed: chance < 0.84 && atMs < nowMs ? { atMs, by, note: pick(random, REVIEW_NOTES) } : null,
  };
}

function windowOf({ person, openedMs, expiresMs }: SampleBreakGlass) {
  return {
    by: person.id,
    from: new Date(openedMs).toISOString(),
    until: new Date(expiresMs).toISOString(),
  };
}

function approvalOf({ person, level, atMs }: SampleSignOff, revision: string | null): Approval {
  return {
    personId: person.id,
    level,
    teamId: person.teamId,
    roles: [],
    revision,
    at: new Date(atMs).toISOString(),
  };
}

const HASTY_COMMENTS = ["Looks good.", "Fine.", "OK", null] as const;
const AFTERWARDS = "Signed after it went live.";
const COMMENTS = [
  "Read line by line; asked for one more test, which is there.",
  "Checked against the runbook.",
  "The generated tests only repeat the code; the two that matter were added by hand.",
  "Tried on staging.",
  "Smaller than it looks, most of it is moved.",
  "Please watch the error rate after the deployment.",
] as const;
const GLASS_REASONS = [
  "Fixes a running incident; nobody who may sign could be reached.",
  "Rollback is not possible, this goes forward.",
  "The sale begins in an hour.",
  "Certificate runs out tonight.",
  "The queue of sign-offs is longer than the deadline.",
] as const;
const REVIEW_NOTES = [
  "Right to go ahead; signed off in hindsight.",
  "Could have waited for the morning. Spoken about in the team.",
  "The on-call list for sign-offs had a gap; it is closed.",
] as const;
