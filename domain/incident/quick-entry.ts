import { type BuiltInCauseKind, CAUSE_KINDS, parseCauseKind } from "@/domain/cause/kinds";
import { type ImpactLevel, parseSeverity, type Severity } from "./severity";

/** How much of a service is lost: a level of the workspace, or an explicit ratio 0..1. */
export type ImpactAmount = { level: ImpactLevel } | { fraction: number };

type Span = {
  /** The token as typed. */
  text: string;
  start: number;
  end: number;
  /** Nothing typed after this can belong to it any more. */
  settled: boolean;
};

export type QuickToken = Span &
  (
    | { kind: "severity"; severity: Severity }
    | { kind: "service"; name: string; amount: ImpactAmount | null }
    | { kind: "start"; when: string }
    | { kind: "cause"; name: string }
    | { kind: "words" }
  );

type Word = { text: string; start: number; end: number };

const LEVEL_WORDS: Record<string, ImpactLevel> = {
  major: "major",
  full: "major",
  down: "major",
  partial: "partial",
  degraded: "degraded",
  slow: "degraded",
};

/**
 * Reads the one line of the log dialog: "sev2 @payments major @checkout 30% from 20 min ago #dns". Every word belongs
 * to exactly one token, in the order typed; what is not understood comes back as words. Times are left as text.
 */
export function parseQuickLine(line: string): QuickToken[] {
  const words = wordsOf(line);
  const tokens: QuickToken[] = [];
  let at = 0;
  while (at < words.length) {
    const taken = takeToken(line, words, at);
    tokens.push(taken.token);
    at = taken.next;
  }
  return tokens;
}

type Taken = { token: QuickToken; next: number };

function takeToken(line: string, words: Word[], at: number): Taken {
  const word = words[at]!;
  const severity = severityOf(word.text);
  if (severity !== null) return single(line, words, at, { kind: "severity", severity });
  if (word.text.startsWith("#")) return single(line, words, at, { kind: "cause", name: word.text.slice(1) });
  if (word.text.startsWith("@")) return takeService(line, words, at);
  if (/^(from|since)$/i.test(word.text)) return takeStart(line, words, at);
  let last = at;
  while (last + 1 < words.length && !opensToken(words[last + 1]!.text)) last += 1;
  return {
    token: { kind: "words", ...spanOf(line, words, at, last, last + 1 < words.length) },
    next: last + 1,
  };
}

type Single = { kind: "severity"; severity: Severity } | { kind: "cause"; name: string };

function single(line: string, words: Word[], at: number, what: Single): Taken {
  return { token: { ...what, ...spanOf(line, words, at, at, words[at]!.end < line.length) }, next: at + 1 };
}

function takeService(line: string, words: Word[], at: number): Taken {
  const name = words[at]!.text.slice(1);
  const following = words[at + 1]?.text;
  const amount = following === undefined ? null : parseAmount(following);
  if (amount === null) {
    // "@payments" alone may still get its level; a word that cannot become one ends it.
    const settled = following !== undefined && !mayBecomeAmount(following);
    return {
      token: { kind: "service", name, amount, ...spanOf(line, words, at, at, settled) },
      next: at + 1,
    };
  }
  const last = words[at + 2]?.text === "%" && /\d$/.test(following ?? "") ? at + 2 : at + 1;
  const whole = last === at + 2 ? parseAmount(`${following}%`) : amount;
  const isBareNumber = last === at + 1 && /\d$/.test(following ?? "");
  const settled = isBareNumber ? words.length > last + 1 : words[last]!.end < line.length;
  return {
    token: { kind: "service", name, amount: whole, ...spanOf(line, words, at, last, settled) },
    next: last + 1,
  };
}

function takeStart(line: string, words: Word[], at: number): Taken {
  let last = at;
  while (last + 1 < words.length && !opensToken(words[last + 1]!.text)) last += 1;
  const span = spanOf(line, words, at, last, last + 1 < words.length);
  return { token: { kind: "start", when: span.text.replace(/^\S+\s*/, ""), ...span }, next: last + 1 };
}

/** "major", "30%", "30" (per cent), "0.3" (a ratio); null where it is none of these. */
export function parseAmount(text: string): ImpactAmount | null {
  const level = LEVEL_WORDS[text.toLowerCase()];
  if (level) return { level };
  const match = /^(\d{1,3}(?:[.,]\d+)?|[.,]\d+)(%?)$/.exec(text);
  if (!match) return null;
  const value = Number(match[1]!.replace(",", "."));
  const ratio = match[2] === "%" || value > 1 ? value / 100 : value;
  return ratio <= 1 ? { fraction: ratio } : null;
}

/** The amount as the line spells it: "major", "30 %". */
export function amountText(amount: ImpactAmount): string {
  return "level" in amount ? amount.level : `${Number((amount.fraction * 100).toFixed(2))} %`;
}

export type Fragment = { kind: "service" | "cause"; query: string; start: number; end: number };

/** The "@…" or "#…" that the caret stands in or right after, for which completions are offered. */
export function fragmentAt(line: string, caret: number): Fragment | null {
  const word = wordsOf(line).find((one) => one.start < caret && caret <= one.end);
  const mark = word?.text[0];
  if (!word || (mark !== "@" && mark !== "#")) return null;
  return {
    kind: mark === "@" ? "service" : "cause",
    query: word.text.slice(1),
    start: word.start,
    end: word.end,
  };
}

/** Candidates that match what was typed, best first: beginning, beginning of a word, anywhere, letters in order. */
export function rankMatches<T>(
  query: string,
  items: readonly T[],
  namesOf: (item: T) => readonly string[],
): T[] {
  const needle = query.toLowerCase();
  return items
    .map((item, index) => ({
      item,
      index,
      rank: Math.min(...namesOf(item).map((name) => rankOf(needle, name.toLowerCase()))),
    }))
    .filter((entry) => entry.rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map((entry) => entry.item);
}

const NO_MATCH = 9;

function rankOf(needle: string, name: string): number {
  if (name === needle) return 0;
  if (name.startsWith(needle)) return 1;
  const at = name.indexOf(needle);
  if (at > 0) return /[^a-z0-9]/.test(name[at - 1]!) ? 2 : 3;
  let from = 0;
  for (const letter of needle) {
    const found = name.indexOf(letter, from);
    if (found < 0) return NO_MATCH;
    from = found + 1;
  }
  return 4;
}

/** The kind that "#…" names exactly (a slug or a word people use for it); null where it names none. */
export function causeNamed(name: string): BuiltInCauseKind | null {
  const kind = parseCauseKind(name);
  return CAUSE_KINDS.find((entry) => entry.kind === kind)?.kind ?? null;
}

function severityOf(word: string): Severity | null {
  if (!/^(?:(?:sev|s|p)-?[1-5]|sev-?(?:unknown|\?))$/i.test(word)) return null;
  return parseSeverity(word) ?? "unknown";
}

function opensToken(word: string): boolean {
  return /^[@#]/.test(word) || severityOf(word) !== null || /^(from|since)$/i.test(word);
}

function mayBecomeAmount(word: string): boolean {
  return Object.keys(LEVEL_WORDS).some((level) => level.startsWith(word.toLowerCase()));
}

function wordsOf(line: string): Word[] {
  return [...line.matchAll(/\S+/g)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function spanOf(line: string, words: Word[], first: number, last: number, settled: boolean): Span {
  const { start } = words[first]!;
  const { end } = words[last]!;
  return { text: line.slice(start, end), start, end, settled };
}
