import { literalPrefixes } from "./literal-prefixes";
import { patternOf, shortest } from "./mention";
import { AI_TOOLS } from "./tools";

/** Any generative AI, not by its name. */
export const GENERIC_AI =
  "(?:(?:generative |gen-?|agentic )?(?:ai|llm)s?|large language models?|artificial intelligence|coding agents?)(?:[- ](?:(?:coding|code|programming|pair[- ]programming) )?(?:assistant|agent|tool|tooling|model|assistance|help|chat ?bot)s?)?(?! (?:(?:safety|research|platform) )?(?:team|infra|platform|org|group|lab|engineer|feature|gateway|sdk|service|provider)s?\\b)";

const plainNames = AI_TOOLS.map((tool) => tool.names).join("|");
/** A tool by its full name, as a sentence names it. */
export const TOOL_NAME = `(?:${plainNames})`;
/** In a place where only a tool can stand, its short name will do. */
export const TOOL_SHORT_NAME = `(?:${plainNames}|${AI_TOOLS.flatMap(shortNames).join("|")})`;

/** As an author it may bear anything after its name; inside a text its name ends with the word. */
function shortNames({ authorNames }: (typeof AI_TOOLS)[number]): string[] {
  return authorNames === undefined ? [] : [authorNames.replaceAll("|.*", "|").replaceAll(".*", "\\S*")];
}

/** A first name before a surname: "Claude Martin"; but "Claude Code" and "Gemini Pro". */
export const PERSON =
  /\b(?:Claude|Gemini|Devin|Jules)(?= (?!(?:Code|Opus|Sonnet|Haiku|Fable|Mythos|Instant|Agents?|Desktop|Max|Pro|Flash|Ultra|Nano|Chat|Team|Web|App|Action|Bot|Assist|Wrote|Via|And|With|For|On|Did|Helped)(?![a-z]))[A-Z][a-z]+)/g;
/** "With Claude support", "by Claude's API", "by the Copilot team": no part of the tool's, after its name. */
export const NO_PART =
  "(?! (?:(?!(?:and|or|for|on|in|to|by|with)\\b)[\\w-]+ )?(?:badge|support|sdk|api|users?|team|integration|provider|label|theme|plugin|extension|connector|desktop|key|account|in mind|is|are|will|can|may)\\b)(?!'s (?!help|assistance|aid|support|work))";

/** Ends a name: no letter, digit or hyphen follows, so that "claude-mem" is not Claude; underscores may be emphasis. */
export const NAME_END = "(?![A-Za-z0-9-]*[A-Za-z0-9])";
const BY_NAME = AI_TOOLS.map((tool) => {
  const short = [tool.names, ...shortNames(tool)].join("|");
  return {
    id: tool.id,
    full: new RegExp(`(?:^|[^A-Za-z0-9-])(?:${tool.names})${NAME_END}`, "i"),
    short: new RegExp(`(?:^|[^A-Za-z0-9-])(?:${short})${NAME_END}`, "i"),
    beginnings: literalPrefixes(short),
  };
});
/** Where a tool's name may begin, and which tools' names begin so. */
const ROOTS = shortest(BY_NAME.flatMap(({ beginnings }) => beginnings));
const ROOT = new RegExp(`(?:\\b|_)(?=(${ROOTS.map(patternOf).join("|")}))`, "gi");
const TOOLS_OF_ROOT = new Map(
  ROOTS.map((root) => [
    root,
    BY_NAME.filter(({ beginnings }) => beginnings.some((one) => one.startsWith(root))),
  ]),
);

function toolsBegunIn(text: string): Set<(typeof BY_NAME)[number]> {
  const roots = [...text.matchAll(ROOT)].map(([, root = ""]) => root.toLowerCase().replace(/[\s>]+/g, " "));
  return new Set(roots.flatMap((root) => TOOLS_OF_ROOT.get(root) ?? []));
}

const BARE_MODEL = /\b(?:opus|sonnet|haiku|fable)\b/i;

/** The first tool that the text names, by full names or, where only a tool can stand, by short ones; or null. */
export function toolNamedIn(text: string, { short }: { short: boolean }): string | null {
  const begun = toolsBegunIn(text);
  let best: { id: string; at: number } | null = null;
  for (const tool of BY_NAME) {
    if (!begun.has(tool)) continue;
    const { id, full, short: brief } = tool;
    const at = text.search(short ? brief : full);
    if (at >= 0 && (best === null || at < best.at)) best = { id, at };
  }
  if (best === null && short && BARE_MODEL.test(text)) return "claude";
  return best?.id ?? null;
}

const MODEL =
  /\b(?:claude[ -])?(?:opus|sonnet|haiku|fable)[ -]?\d[\d.]*(?:-\d{1,2}\b)?|\bclaude[ -]\d[\d.]*[ -](?:opus|sonnet|haiku)|\bg(?:pt|tp)[ -]?\d[\w.-]*(?: (?:sol|mini|pro|turbo|codex))?|\bgemini[ -]\d[\d.]*(?:[ -](?:pro|flash|ultra))?|\b(?:qwen|grok|deepseek|kimi|glm|minimax|llama|mistral|devstral|codestral)[ -]?[\w.]*\d[\w.-]*|\bo[134](?:-mini|-pro)?\b/i;

/** The model that the text names, as it stands there; or null. */
export function modelNamedIn(text: string): string | null {
  return MODEL.exec(text)?.[0].replace(/[.-]$/, "") ?? null;
}

/** A model's name within a text, as the source of a regular expression. */
export const MODEL_NAMED = MODEL.source;
