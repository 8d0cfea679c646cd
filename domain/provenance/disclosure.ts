import { GENERIC_AI, NAME_END, TOOL_NAME, TOOL_SHORT_NAME, toolNamedIn } from "./naming";

/** What a person says in prose about AI's part in this very change. */
export interface Disclosure {
  tool: string | null;
  role: "wrote-code" | "advised";
  quote: string;
}

const AI = `(?:${TOOL_NAME}|${GENERIC_AI}|claude|codex|gemini cli)(?:'s)?`;
const WROTE =
  "(?:co-?)?(?:authored|written|made|created|generated|implemented|developed|produced|drafted|coded|vibe[- ]?coded|built|prepared|done|assisted|refactored|ported|translated|fixed|scaffolded|designed|completed|fleshed out)";
const FOUND =
  "(?:investigated|debugged|spotted|identified|found|diagnosed|discovered|reviewed|suggested|profiled|analy[sz]ed|researched)";
const DONE = `(?:${WROTE}|${FOUND})`;
const HELPED = "(?:by|with|using|via|through|in)";
const HOW =
  "(?:largely|mostly|fully|entirely|partly|partially|primarily|completely|heavily|almost|100\\s?%|in (?:large )?part|jointly|also|originally|initially|\\d+\\s?%)";

const PATTERNS: readonly RegExp[] = [
  // "Authored with Claude.", "Written by me with the help of AI"
  new RegExp(
    `^[\\W_]*(?:(?:${HOW}),? )?${DONE}\\b[^.;:]{0,50}?\\b${HELPED}\\b[^.;]{0,40}?\\b${AI}${NAME_END}`,
    "i",
  ),
  // "This PR was authored with the assistance of ...", "The majority of the code was generated with ..."
  new RegExp(
    `(?:^|[\\W_])(?:this|the|these|all|most|majority|much|some|parts?|half|it|rest|everything|code|tests?|changes|implementation)\\b[^.;]{0,60}?\\b(?:was|were|is|are|been|be)\\b (?:(?:${HOW}),? ?(?:and )?){0,2}${DONE}\\b[^.;]{0,60}?\\b${HELPED}\\b[^.;]{0,45}?\\b${AI}${NAME_END}`,
    "i",
  ),
  // "A larger one made by gemini CLI"
  new RegExp(
    `\\b(?:one|commits?|parts?|bits|half|rest)\\b (?:was |were )?${WROTE} (?:by|with|using) (?:the )?(?:${TOOL_NAME}|claude|codex)${NAME_END}`,
    "i",
  ),
  // "With assistance from Claude Code and Codex."
  new RegExp(
    `(?:^[\\W_]*|\\b${DONE}\\b[^.;]{0,30}?|\\bthis\\b[^.;]{0,40}?)\\bwith (?:the |some |a lot of |much |heavy |significant )?(?:assistance|help|aid|support)\\b (?:from|of|by) (?:an? |the |my friend )?${AI}${NAME_END}`,
    "i",
  ),
  new RegExp(`\\b${DONE}\\b[^.;]{0,40}?\\bwith (?:an? |the )?${AI} (?:assistance|help|support)\\b`, "i"),
  // "AI assistance (Claude) was used for this change."
  new RegExp(`\\b${AI}(?: assistance| help)?(?: \\([^)]*\\))? (?:was|were|has been|have been) used\\b`, "i"),
  // "I used Claude Code to write this", "I had Codex implement it"
  new RegExp(
    `\\b(?:i|we|i've|we've)\\b[^.;]{0,20}? (?:used|asked|had|let|prompted|paired with|worked with|leaned on|relied on) (?:an? |the |some )?(?:${TOOL_NAME}|${GENERIC_AI}|claude|codex|cursor|copilot|gemini)${NAME_END}[^.]{0,60}?\\b(?:to|for|write|wrote|generate|implement|help|create|fix|do|on|in) `,
    "i",
  ),
  // "Claude wrote the tests", "GPT 5.6 Sol identified and implemented"
  new RegExp(
    `^[\\W_]*(?:${TOOL_NAME}|claude|codex|copilot|an? ${GENERIC_AI}) (?:and i )?(?:also )?(?:wrote|did|authored|implemented|identified and implemented|found and fixed|coded) (?:this|the|it|all|most|everything|every|these|a fix|both)\\b`,
    "i",
  ),
  new RegExp(
    `^[\\W_]*(?:${TOOL_NAME}|claude|codex|copilot) (?:helped|assisted) (?:me |us )?(?:to |with |in )?(?:write|writing|investigat|implement|debug|create|fix|draft|refin|the|this)`,
    "i",
  ),
  /^[\W_]*(?:this|it|the code|everything|fully|mostly|largely)?\b[^.;]{0,30}\bvibe[- ]?coded\b/i,
  /\b100\s?% (?:ai|vibe|llm)[- ](?:generated|coded|written)\b/i,
  new RegExp(
    `\\b(?:this|these|the following) (?:pr|pull request|commit|change|patch|code|diff)s?\\b[^.;]{0,20}? (?:is|are|was|were|contains?) (?:${HOW} )?(?:ai|llm)[- ](?:generated|assisted|written|authored)\\b`,
    "i",
  ),
  // "Disclosure: made with the assistance of AI (ampcode.com)"
  new RegExp(
    `\\b(?:disclosure|disclaimer|note|fyi)\\b\\W{1,6}[^.;]{0,40}?\\b${DONE}\\b[^.;]{0,40}?\\b${HELPED}\\b[^.;]{0,40}?\\b${AI}${NAME_END}`,
    "i",
  ),
];

const DENIED = new RegExp(
  `\\b(?:no|not|never|without|zero|nothing|none|isn't|wasn't|weren't|didn't|don't|hasn't)\\b[^.;]{0,40}?\\b(?:${AI}|${DONE} (?:by|with|using))`,
  "i",
);
/** Talk about what AI does in the product, in rules or in templates. */
const ABOUT =
  /\?$|\b(?:users?|customers?|responses?|messages?|prompts?|outputs?|completions?|images?|embeddings?|tokens?|requir(?:e|es|ed|ing)|policy|policies|should|must|if you|if the|whether|when (?:an?|the)|please|support for|label)\b/i;
/** A text about the change, which is not the change; unless the change is named beside it. */
const ABOUT_TEXT =
  /\b(?:summar(?:y|ies)|descriptions?|poem|titles?|release notes|bugbot)\b|copilot at [0-9a-f]{7}/i;
const BESIDE_CHANGE = /\b(?:this|the) (?:change|commit|code|patch|fix|implementation)s? and\b/i;

/** Trailers are read as such. */
const TRAILER = /^[\w-]+-by:/i;

/** A heading that asks for it: "AI usage: ...", "AI Disclosure". */
const SECTION =
  /^[\W_]*(?:ai|llm|genai|ai\/llm|agent)[- ](?:tool )?(?:usage|use|disclosure|assistance|disclaimer|statement|attribution|involvement|contribution|tools? used)s?\b[\W_]*(?::|\?|$)?[\W_]*(.*)$/i;
/** A template's question: "Was this patch authored or co-authored using generative AI tooling?" */
const ASKED = new RegExp(
  `^[\\W_]*(?:was|were|did|have|has|is|does)\\b[^?]*\\b(?:${GENERIC_AI}|ai tooling)${NAME_END}[^?]*\\?$`,
  "i",
);
const SECTION_DENIES =
  /^[\W_]*(?:no|none|n\/?a|not|nothing|zero|never|without|human|i did not|i didn't|\[ \])\b|\[ \]|\bno ai\b|\b(?:was|were) not used\b|\bnot used\b/i;
const SECTION_STATES = new RegExp(
  `\\b(?:${TOOL_SHORT_NAME}|${AI}|opus|sonnet|haiku|fable|yes|used|wrote|did|generated|helped|implemented|drafted|assisted|created|profiled)\\b`,
  "i",
);

/** Sentences in which a person says what AI did for this change. A denial, or talk about AI, is none. */
export function disclosuresIn(
  sentences: readonly string[],
  mayDisclose: (sentence: string) => boolean,
): Disclosure[] {
  return sentences.map(unboxed).flatMap((sentence, index, all) => {
    if (!mayDisclose(sentence)) return [];
    const found = sectionDisclosure(sentence, all[index + 1]) ?? sentenceDisclosure(sentence);
    return found === null ? [] : [found];
  });
}

/** A ticked box is what its words say; an empty one is nobody's statement. */
function unboxed(sentence: string): string {
  return /^\[ ?\]/.test(sentence) ? "" : sentence.replace(/^\[x\]\s*/i, "");
}

function sectionDisclosure(sentence: string, next: string | undefined): Disclosure | null {
  const inline = ASKED.test(sentence) ? "" : SECTION.exec(sentence)?.[1]?.trim();
  if (inline === undefined) return null;
  const said = inline === "" ? (next ?? "") : inline;
  const isStated = said !== "" && !SECTION_DENIES.test(said) && SECTION_STATES.test(said);
  if (!isStated) return null;
  return {
    tool: toolNamedIn(said, { short: true }),
    role: roleOf(said),
    quote: inline === "" ? said : sentence,
  };
}

function sentenceDisclosure(sentence: string): Disclosure | null {
  if (sentence.length > 600 || TRAILER.test(sentence) || !PATTERNS.some((pattern) => pattern.test(sentence)))
    return null;
  if (DENIED.test(sentence) || ABOUT.test(sentence)) return null;
  if (ABOUT_TEXT.test(sentence) && !BESIDE_CHANGE.test(sentence)) return null;
  return { tool: toolNamedIn(sentence, { short: true }), role: roleOf(sentence), quote: sentence };
}

const WROTE_AT_ALL = new RegExp(
  `\\b(?:${WROTE}|wrote|write|writing|implement(?:ed|ing)?|did|code|commits?|majority)\\b`,
  "i",
);
const FOUND_AT_ALL = new RegExp(`\\b(?:${FOUND}|investigat|debug)`, "i");

/** Whether it wrote some of the change, or only told the person something. */
function roleOf(text: string): Disclosure["role"] {
  return FOUND_AT_ALL.test(text) && !WROTE_AT_ALL.test(text) ? "advised" : "wrote-code";
}

const SUBJECT_TAIL = new RegExp(
  `\\b(?:generated|written|made|created|authored|implemented|coded|vibe[- ]coded) (?:by|with|using) (?:${TOOL_NAME}|claude|cline|codex|cursor|copilot|devin|aider)\\)?\\s*(?:\\(#\\d+\\))?$`,
  "i",
);

/** A subject that ends with who made it: "Adding doc comments generated by cline". */
export function subjectDisclosure(subject: string): Disclosure | null {
  const own = subject.replace(/"[^"]*"/g, "");
  if (/^revert\b/i.test(own) || !SUBJECT_TAIL.test(own)) return null;
  return { tool: toolNamedIn(own, { short: true }), role: "wrote-code", quote: subject };
}
