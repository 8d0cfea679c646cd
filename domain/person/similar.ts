import type { Handle } from "./handle";

/** How likely two records are one person, by what they are called; the machine only suggests. */
export const SIMILARITIES = ["likely", "possible"] as const;
export type Similarity = (typeof SIMILARITIES)[number];

export interface Called {
  id: string;
  name: string;
  email: string | null;
  onRoster: boolean;
  handles: readonly Handle[];
}

export interface Suggestion {
  personId: string;
  similarity: Similarity;
  reasons: string[];
}

interface Clue {
  /** Two people who share a key are alike in one way. */
  key: string;
  weight: number;
  /** How the clue is told where it is the one, and where it is the other. */
  words: string;
  /** What a whole name is shortened to: two names that are only shortened alike, Ann Lee and Ann Lund, are not alike. */
  isShortened?: boolean;
}

const LIKELY_FROM = 3;
const POSSIBLE_FROM = 2;
const SUGGESTIONS_MAX = 3;
/** A key of many people says nothing of any of them. */
const SHARED_BY_MAX = 8;
/** Parts before an @ that say nothing of who has the address. */
const ROLE_PARTS =
  /^(?:info|admin|dev|devops|mail|me|hello|hi|git|github|gitlab|work|contact|support|team|root|user|test)$/;
const SHORTEST_LOGIN = 4;

/**
 * Whom on record each of `strangers` may be, likeliest first, with reasons in words. Two who fit equally well are both
 * told and neither is more than possible: a suggestion that is one of several is a question.
 */
export function suggestSame(
  strangers: readonly Called[],
  everybody: readonly Called[],
): Map<string, Suggestion[]> {
  const byKey = new Map<string, { person: Called; clue: Clue }[]>();
  for (const person of everybody) {
    for (const clue of cluesOf(person)) {
      const others = byKey.get(clue.key) ?? [];
      others.push({ person, clue });
      byKey.set(clue.key, others);
    }
  }
  return new Map(
    strangers.flatMap((stranger) => {
      const found = suggestionsFor(stranger, byKey);
      return found.length === 0 ? [] : [[stranger.id, found]];
    }),
  );
}

function suggestionsFor(
  stranger: Called,
  byKey: ReadonlyMap<string, { person: Called; clue: Clue }[]>,
): Suggestion[] {
  const scores = new Map<string, { person: Called; weight: number; reasons: Map<string, string> }>();
  for (const clue of cluesOf(stranger)) {
    const sharing = (byKey.get(clue.key) ?? []).filter(
      ({ person, clue: theirs }) =>
        isCandidate(stranger, person) && !(clue.isShortened && theirs.isShortened),
    );
    if (sharing.length > SHARED_BY_MAX) continue;
    for (const { person, clue: theirs } of sharing) {
      const score = scores.get(person.id) ?? { person, weight: 0, reasons: new Map() };
      const weight = Math.min(clue.weight, theirs.weight);
      score.weight += weight;
      const pair = `${clue.words} ${theirs.words}`;
      if (!score.reasons.has(pair)) score.reasons.set(pair, reasonOf(clue, theirs));
      scores.set(person.id, score);
    }
  }
  const ranked = [...scores.values()]
    .filter(({ weight }) => weight >= POSSIBLE_FROM)
    .sort((a, b) => b.weight - a.weight || Number(b.person.onRoster) - Number(a.person.onRoster))
    .slice(0, SUGGESTIONS_MAX);
  const [best, second] = ranked;
  // Somebody off the roster who fits as well is most likely one more name of the same person.
  const isOpen =
    best !== undefined &&
    second !== undefined &&
    second.weight >= best.weight &&
    second.person.onRoster === best.person.onRoster;
  return ranked.map(({ person, weight, reasons }) => ({
    personId: person.id,
    similarity: weight >= LIKELY_FROM && !isOpen ? "likely" : "possible",
    reasons: [...reasons.values()],
  }));
}

/** Nobody is suggested to be themselves; of two off the roster the one with a proper name stays. */
function isCandidate(stranger: Called, person: Called): boolean {
  if (person.id === stranger.id) return false;
  if (person.onRoster) return true;
  const rank = (one: Called) => `${/\s/.test(one.name) ? "0" : "1"} ${one.id}`;
  return rank(person) < rank(stranger);
}

function reasonOf({ key, words }: Clue, theirs: Clue): string {
  const [kind = ""] = key.split(" ");
  if (kind === "name") {
    const [name, other] = [words, theirs.words].map((text) => text.replace(/^the name /, ""));
    return name === other ? `same name: ${name}` : `same name: ${name} and ${other}`;
  }
  const both = words === theirs.words ? words : `${words} and ${theirs.words}`;
  return `${kind === "local" ? "same before the @" : "alike"}: ${both}`;
}

function cluesOf(person: Called): Clue[] {
  const clues = new Map<string, Clue>();
  const add = (key: string, weight: number, words: string, isShortened = false) => {
    const known = clues.get(key);
    if (!known || known.weight < weight) clues.set(key, { key, weight, words, isShortened });
  };
  for (const name of namesOf(person)) {
    const parts = partsOf(name);
    if (parts.length < 2) continue;
    add(`name ${[...parts].sort().join(" ")}`, 3, `the name ${name}`);
    for (const { login, isShortened } of loginsOf(parts))
      add(`login ${login}`, 2, `the name ${name}`, isShortened);
  }
  for (const email of emailsOf(person)) {
    const local = email.split("@")[0]?.split("+")[0] ?? "";
    if (ROLE_PARTS.test(local)) continue;
    add(`local ${local}`, 2, `the address ${email}`);
    addLogin(local, `the address ${email}`);
  }
  for (const { kind, handle } of person.handles) {
    if (kind === "login") addLogin(handle, `the login ${handle}`);
  }
  return [...clues.values()];

  function addLogin(text: string, words: string) {
    const bare = bareOf(text);
    if (bare.length >= SHORTEST_LOGIN && !ROLE_PARTS.test(bare)) add(`login ${bare}`, 3, words);
  }
}

function namesOf({ name, handles }: Called): string[] {
  const told = handles.filter(({ kind }) => kind === "name").map(({ handle }) => handle);
  return [...new Set([name, ...told])];
}

function emailsOf({ email, handles }: Called): string[] {
  const told = handles.filter(({ kind }) => kind === "email").map(({ handle }) => handle);
  return [...new Set([...(email === null ? [] : [email.toLowerCase()]), ...told])];
}

/** Letters without their marks, in lower case: "Müller, Jörg" is jorg and muller. */
function partsOf(name: string): string[] {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part.length > 1);
}

/** A login without separators and the digits at its end: ann-lee2 is annlee. */
function bareOf(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .replace(/\d+$/, "");
}

/** What people make of their names: annlee and leeann, and shortened alee, annl, leea. */
function loginsOf(parts: readonly string[]): { login: string; isShortened: boolean }[] {
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  const whole = [`${first}${last}`, `${last}${first}`];
  const shortened = [`${first.charAt(0)}${last}`, `${first}${last.charAt(0)}`, `${last}${first.charAt(0)}`];
  return [
    ...whole.map((login) => ({ login, isShortened: false })),
    ...shortened.map((login) => ({ login, isShortened: true })),
  ].filter(({ login }) => login.length >= SHORTEST_LOGIN);
}
