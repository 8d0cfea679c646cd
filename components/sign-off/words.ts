import { levelWord, sizeText } from "@/components/change/words";
import type { ChipTone } from "@/components/ui/chip";
import { formatDuration } from "@/domain/calendar/duration";
import { changeRef, shortRevision } from "@/domain/change/ref";
import type { BreakGlass } from "@/domain/sign-off/break-glass-schema";
import type { SignOffRequest, SignOffStanding } from "@/domain/sign-off/request-schema";
import type { SignOffState } from "@/domain/sign-off/states";

export const STATE_TONES: Record<SignOffState, ChipTone> = {
  waiting: "info",
  satisfied: "good",
  late: "warn",
  missing: "bad",
  declined: "bad",
  waived: "bad",
  lapsed: "mute",
};

/** What a state means, on hover and to those who are read to. */
export const STATE_MEANINGS: Record<SignOffState, string> = {
  waiting: "It is not live yet, and a sign-off is missing.",
  satisfied: "Signed before it went live, and in time.",
  late: "Signed, but after it was due or had gone live.",
  missing: "It is live and was never signed.",
  declined: "Somebody declined this very revision.",
  waived: "It was let through by break-glass.",
  lapsed: "No sign-off is asked for any more.",
};

/** Why a sign-off does not count; null where it does. */
export const STANDING_WORDS: Record<SignOffStanding, string | null> = {
  counts: null,
  void: "void: a push came after it",
  withdrawn: "taken back",
  own: "does not count: it is the author's own",
  prompted: "does not count: the agent worked at their word",
  "too-low": "does not count: of too low a level then",
  "other-team": "does not count: of the wrong team",
  "without-role": "does not count: without the role",
  "off-roster": "does not count: nobody on the roster",
  later: "does not count yet: it is dated ahead",
};

/** A word is still worth something: nothing is signed yet, or what was said can be changed. */
export function isOpen({ state }: Pick<SignOffRequest, "state">): boolean {
  return state === "waiting" || state === "declined" || state === "missing";
}

/** How long it waits, or waited until somebody decided or it went live. */
export function waitedMs(request: SignOffRequest, nowMs: number): number {
  const until = request.state === "waiting" ? null : (request.decidedAt ?? request.liveAt);
  return Math.max(0, (until === null ? nowMs : Date.parse(until)) - Date.parse(request.requestedAt));
}

/** "31 min", "4 h 12 min": never seconds, which nobody's queue is about. */
export function waitingText(ms: number): string {
  return ms < 60_000 ? "just now" : formatDuration(Math.floor(ms / 60_000) * 60_000);
}

/** Past the goal is bad, past half of the way to it a warning; without a goal nothing is judged. */
export function waitingTone(request: SignOffRequest, nowMs: number): ChipTone {
  if (request.state !== "waiting" || request.dueAt === null) return "mute";
  const [from, due] = [Date.parse(request.requestedAt), Date.parse(request.dueAt)];
  if (nowMs >= due) return "bad";
  return nowMs >= from + (due - from) / 2 ? "warn" : "mute";
}

/** "Ines Duarte, mid" or "deploy agent, for Kofi Osei and Ines Duarte". */
export function authorText({ author, prompters }: SignOffRequest): string {
  const who = author === null ? "author not known" : `${author.name}, ${levelWord(author.level)}`;
  if (prompters.length === 0) return who;
  const names = prompters.map(({ name }) => name);
  const listed = [names.slice(0, -1).join(", "), ...names.slice(-1)].filter(Boolean).join(" and ");
  return `${author?.name ?? "an agent"}, for ${listed}`;
}

/** What a person calls it by: "#311" or the head of its revision. */
export const refOf = (request: SignOffRequest): string | null => changeRef(request);

/** The size in words; an action of an agent has none. */
export const requestSize = (request: SignOffRequest): string | null => sizeText(request);

/** What is left of an error budget; `isLong` says how far it is overspent, too. */
export function budgetText(spentRatio: number, isLong: boolean): { text: string; isOver: boolean } {
  if (spentRatio > 1) {
    return { text: `budget overspent${isLong ? `, ${percent(spentRatio)} used` : ""}`, isOver: true };
  }
  // Down, so that what is nearly spent never reads as more than is left.
  return { text: `budget ${Math.floor((1 - spentRatio) * 100)} % left`, isOver: false };
}

/** What a break-glass lets through. */
export function aboutText({
  title,
  repository,
  revision,
}: Pick<BreakGlass, "title" | "repository" | "revision">): string {
  if (title !== null) return title;
  const at = revision === null ? "" : ` at ${shortRevision(revision)}`;
  return `${repository ?? "a change"}${at}`;
}

/** Reasons of a risk as one line: each begins a sentence where it comes from. */
export function reasonsText(reasons: readonly string[]): string {
  return reasons.map((one) => one.replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase())).join("; ");
}

const percent = (ratio: number) => `${Math.round(ratio * 100).toLocaleString("en-US")} %`;
