import { literalPrefixes } from "./literal-prefixes";
import { AI_TOOLS } from "./tools";

/** A gap between words may be a wrapped line, which may be quoted with ">". */
export function patternOf(beginning: string): string {
  return beginning.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "[\\s>]+");
}

/** Those that no other one begins, sorted so that the engine can tell them apart by their first letters. */
export function shortest(beginnings: readonly string[]): string[] {
  const all = [...new Set(beginnings)].sort();
  return all.filter((one) => !all.some((other) => other !== one && one.startsWith(other)));
}

const NAMES = AI_TOOLS.flatMap(({ names, sessions }) => [
  names,
  ...(sessions ?? []).map(({ source }) => source),
]);
/** Names that people use in a sentence without the rest. */
const BARE = ["claude", "cline", "codex", "cursor", "copilot", "devin", "aider", "gemini", "vibe"];
const GENERIC = ["coding agent", "large language model", "artificial intelligence"];
/** Tools whose names are words: they are meant where one says what something was written by. */
export const WORDS_THAT_ARE_TOOLS = "Amp|Kiro|Antigravity|Goose";
const HEADINGS =
  "disclosure|assistance|disclaimer|statement|attribution|involvement|contribution|tool|us(?:ag)?e";
const THREADS = "transcript|session|thread|conversation|chat log";

/**
 * What every sentence or line that says something about AI's part holds, so that all others need no closer reading.
 * It is only ever a necessary condition, taken from the rules' own patterns; the rules decide.
 */
const MENTION = new RegExp(
  `\\b_*(?:${[
    ...shortest([...NAMES.flatMap(literalPrefixes), ...BARE, ...GENERIC]).map(patternOf),
    // "AI" and "LLM" are words of their own, not the beginning of "aim".
    "(?:gen)?(?:ai|llm)s?(?![a-z0-9])",
    `(?:by|with|using|in|of|from)[\\s>]+(?:${WORDS_THAT_ARE_TOOLS})(?![a-z0-9])`,
    "entire-checkpoint:",
    `agent[-\\s>]+(?:${HEADINGS}|${THREADS})`,
    `(?:${THREADS})s?(?:\\s+(?:log|link|url))?\\s*:\\s*(?:<|\\[)?https?:`,
  ].join("|")})`,
  "i",
);

/** Whether the text names AI or a tool, or holds what only a session of a tool leaves. */
export function mentionsAi(text: string): boolean {
  return MENTION.test(text);
}
