import { claimsAi, roleOf, subjectClaimsAi } from "./claims";
import { GENERIC_AI, NAME_END, TOOL_NAME, TOOL_SHORT_NAME, toolNamedIn } from "./naming";

/** What a person says in prose about AI's part in this very change. */
export interface Disclosure {
  tool: string | null;
  role: "wrote-code" | "advised";
  quote: string;
}

const AI = `(?:${TOOL_NAME}|${GENERIC_AI}|claude|codex|gemini cli)`;

/** Trailers are read as such. */
const TRAILER = /^[\w-]+-by:/i;

/** A heading that asks for it: "AI usage: ...", "AI Disclosure". */
const SECTION =
  /^[\W_]*(?:ai|llm|genai|ai\/llm|agent)[- ](?:tool )?(?:(?:usage|use|assistance) )?(?:usage|use|disclosure|assistance|disclaimer|statement|attribution|involvement|contribution|assisted|generated|tools?(?: used)?)s?\b(?:\s*(?:\?|:|—|–|-(?!\w))|\s*(?:\*\*|__)|\s*$)[\W_]*(.*)$/i;
/** A template's question: "Was this patch authored or co-authored using generative AI tooling?" */
const ASKED = new RegExp(
  `^[\\W_]*(?:was|were|did|have|has|is|does)\\b[^?]*\\b(?:${GENERIC_AI}|ai tooling)${NAME_END}[^?]*\\?$`,
  "i",
);
const SECTION_DENIES =
  /^[\W_]*(?:no|none|n\/?a|not|nothing|zero|never|without|human|i did not|i didn't|\[ \])\b|\[ \]|\bno ai\b|\b(?:was|were) not used\b|\bnot used\b/i;
const BY_HAND = /\b(?:by hand|hand[- ]?written|my own|by myself)\b/i;
const SAID_OF_AI = new RegExp(`\\b(?:${AI})${NAME_END}`, "i");
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
  const answer = inline === "" ? (next ?? "") : inline;
  // "Generated-by: No" answers as well.
  const said = answer.replace(/^[\w-]+-by:\s*/i, "");
  const isByHand = BY_HAND.test(said) && !SAID_OF_AI.test(said);
  const isStated = said !== "" && !isByHand && !SECTION_DENIES.test(said) && SECTION_STATES.test(said);
  if (!isStated) return null;
  return {
    tool: toolNamedIn(said, { short: true }),
    role: roleOf(said),
    quote: inline === "" ? answer : sentence,
  };
}

function sentenceDisclosure(sentence: string): Disclosure | null {
  if (sentence.length > 600 || TRAILER.test(sentence) || !claimsAi(sentence)) return null;
  return { tool: toolNamedIn(sentence, { short: true }), role: roleOf(sentence), quote: sentence };
}

/** A subject that says who made it. */
export function subjectDisclosure(subject: string): Disclosure | null {
  const own = subject.replace(/"[^"]*"/g, "");
  if (/^revert\b/i.test(own) || !subjectClaimsAi(own)) return null;
  return { tool: toolNamedIn(own, { short: true }), role: "wrote-code", quote: subject };
}
