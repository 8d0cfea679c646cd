import { identityOf } from "./identity";
import { mentionsAi } from "./mention";
import {
  GENERIC_AI,
  modelNamedIn,
  NAME_END,
  NO_PART,
  PERSON,
  TOOL_NAME,
  TOOL_SHORT_NAME,
  toolNamedIn,
} from "./naming";
import { AI_TOOLS } from "./tools";

/** What a line of a message says a tool did, or null. */
export interface Signature {
  tool: string | null;
  quote: string;
  role?: "advised";
}

const TRAILER = /^\s*(?:[*-]\s+)?([A-Za-z][A-Za-z-]{2,30})\s*:\s*(.+?)\s*$/;
/** Trailers that name who wrote along: a name and an address, of a person or of an agent. */
const AUTHORSHIP =
  /^(?:co-?(?:authored|developed|created|written|coded|generated)-by|co-?author|authored-by|signed-off-by|written-by|committed-by|(?:pair-)?programmed-with)$/i;
/** Trailers that name whose idea it was. */
const ADVICE = /^(?:suggested|proposed|inspired|advised)-by$/i;
/** Trailers that name what helped: a tool, a model, or a person. */
const ASSISTANCE =
  /^(?:(?:ai-|llm-)?assisted-by|(?:ai-|llm-|commit-|code-)?generated-(?:by|with)|(?:ai-)?(?:made|built|created|written|authored|developed)-with|helped-by|created-by|made-by|ai-(?:tool|model|agent|assistant|assistance|used)|(?:implemented|drafted|prepared|coded|fixed|refactored|ported|translated)-(?:by|with)|coding-agent|agent|llm|generated-using|x-ai-\w+)$/i;
/** Trailers that ask whether, and are answered with a yes. */
const FLAG = /^(?:gen-?)?ai-(?:assisted|generated|authored|coauthored)$/i;
/** QEMU's proposal asks what for. */
const PURPOSE = /^ai-used-for$/i;
const AFFIRMED = /^(?:yes|true|y|1|on|partial(?:ly)?|most(?:ly)?|full(?:y)?|heav(?:y|ily))\b/i;
const IDENTITY = /^"?(.*?)"?\s*<([^<>]*)>/;
/** One trailer may name several: "Ann Lee <ann@x>, Claude <noreply@y>". */
const FURTHER = /(?<=>)\s*(?:[,;&]|and\b)\s*(?=\S[^<>]*<)/i;
const DENIAL = /^(?:no|none|n\/a|false|never|not|human|-)\b/i;

/** Reads a trailer such as `Co-authored-by: Claude <noreply@anthropic.com>` or `Assisted-by: Claude Opus 4.7`. */
export function trailerSignature(line: string): Signature | null {
  const colon = line.indexOf(":");
  if (colon < 3) return null;
  const [, key = "", value = ""] = TRAILER.exec(line) ?? [];
  if (key === "") return null;
  const quote = line.trim();
  if (AUTHORSHIP.test(key)) return authorshipSignature(value, quote);
  if (ADVICE.test(key)) return adviceSignature(value, quote);
  if (DENIAL.test(value)) return null;
  if (PURPOSE.test(key)) return { tool: toolNamedIn(value, { short: true }), quote };
  const isFlag = FLAG.test(key);
  if (!isFlag && !ASSISTANCE.test(key)) return null;
  if (!/-(?:by|with)$/i.test(key) && TALK.test(value)) return null;
  const named = IDENTITY.exec(value);
  if (named) {
    const identity = identityOf(named[1] ?? "", named[2] ?? "");
    return identity.kind === "agent" ? { tool: identity.tool, quote } : null;
  }
  if (isFlag && AFFIRMED.test(value)) return { tool: toolNamedIn(value, { short: true }), quote };
  const tool = ASSISTED.test(value.replace(PERSON, "")) ? toolNamedIn(value, { short: true }) : null;
  if (tool !== null || GENERIC.test(value))
    return { tool: tool ?? toolNamedIn(value, { short: true }), quote };
  // An agent that no list knows, by its model, as the kernel wants it ("Hermes Agent:gpt-5.6"), or by its session.
  const isAgent = modelNamedIn(value) !== null || BARE_MODEL.test(value) || UNLISTED.test(value);
  return isAgent ? { tool: toolNamedIn(value, { short: true }), quote } : null;
}

/** "Agent: decided to ...": a sentence and no name. */
const TALK = /\b(?:is|are|was|were|be|the|to|now|when|that|which)\b/i;
const BARE_MODEL = /^(?:codestral|devstral)\b/i;
const UNLISTED = /^[\w.-]+\/[0-9a-f-]{8,}$|clanker/i;
const ASSISTED = new RegExp(
  `^[\\W_]*(?:the |an? )?(?:${TOOL_SHORT_NAME}|(?:opus|sonnet|haiku|fable)\\b)`,
  "i",
);
const GENERIC = new RegExp(
  `^[\\W_]*(?:(?:an?|some|generic|unnamed|unknown|local|private|internal) )*(?:${GENERIC_AI}|(?:claude|gpt|gemini)-[\\w.-]+|(?:deepseek|qwen|kimi|llama)[- ][\\w.-]+)${NAME_END}`,
  "i",
);

function authorshipSignature(value: string, quote: string): Signature | null {
  for (const one of value.split(FURTHER)) {
    const named = IDENTITY.exec(one);
    // "Signed-off-by: Gemini, your friendly neighborhood code agent." has no address.
    const identity = identityOf(
      named?.[1] ?? one.split(/[,(]/)[0]?.replace(/\.$/, "") ?? "",
      named?.[2] ?? "",
    );
    if (identity.kind === "agent") return { tool: identity.tool, quote };
  }
  return null;
}

/** A person's name without an address may be a tool's first name, so only a full name counts. */
function adviceSignature(value: string, quote: string): Signature | null {
  const named = IDENTITY.exec(value);
  if (named) {
    const identity = identityOf(named[1] ?? "", named[2] ?? "");
    return identity.kind === "agent" ? { tool: identity.tool, quote, role: "advised" } : null;
  }
  const tool = WHOLE.test(value) ? toolNamedIn(value, { short: false }) : null;
  return tool !== null ? { tool, quote, role: "advised" } : null;
}

const WHOLE = new RegExp(`^(?:${TOOL_NAME})(?:\\s*\\(.*\\))?$`, "i");

const SIGNED =
  "^(?:\\s*:robot(?:_face)?:)?[\\W_]*(?:automated (?:pr|pull request|commit|change|fix) |(?:(?:this )?(?:pr|pull request|commit|change) (?:was )?)?(?:automatically |auto-?)?(?:generated|created|made|written|built|authored|implemented|coded|crafted|developed|assisted|opened|submitted)\\s+(?:automatically )?)(?:with|by|using|via)\\s+";
const SIGNATURE = new RegExp(
  `${SIGNED}(?:yours truly,? )?(?:the )?[*_\`[]*(?:${TOOL_SHORT_NAME})${NAME_END}${NO_PART}`,
  "i",
);
const SIGN_OFF = new RegExp(
  `^\\s*(?:—|–|--|~)\\s*(?:your(?:s| )[^.,:]{0,40})?(?:${TOOL_SHORT_NAME})[\\s.!*_]*$`,
  "i",
);
const TRANSCRIPT =
  /^\W*(?:(?:ai|agent|coding agent|llm|chat|session) )?(?:agent |ai )?(?:transcript|session|thread|conversation)(?: (?:log|link|url))?\s*:\s*(?:<|\[)?https?:\/\//i;
const AGENT_TRANSCRIPT =
  /^\W*(?:ai|agent|coding agent|llm)[- ](?:transcript|session|thread|conversation|chat log)s?(?:[- ](?:id|url|link))?\s*:\s*(\S*)\s*$/i;
/** "Claude transcript: https://...", wherever it is kept. */
const TOOL_TRANSCRIPT = new RegExp(
  `^\\W*(?:${TOOL_NAME})(?: code)? (?:transcript|session|thread|conversation|chat|share)s?(?: (?:log|link|url))?\\s*:\\s*(?:<|\\[)?https?://`,
  "i",
);
/** Checkpoints are kept of sessions with agents, whichever they are. */
const CHECKPOINT = /^entire-checkpoint:\s*\w{6,}\s*$/i;
/** What wrote the description of a change says nothing about the change. */
const OF_DESCRIPTION =
  /\b(?:description|summary|poem|release notes|changelog|bugbot)\b|copilot at [0-9a-f]{7}/i;

/** The footer that Claude Code began and other agents took over, whatever the agent is called. */
const FOOTER = /^🤖\s*generated with\s*\[[^\]]+\]\(/iu;
/** The same in any other language: nothing but a few words around a tool's name with a link. */
const FOREIGN_FOOTER = /^\W*🤖[^[\]\n]{0,40}\[([^\]]+)\]\(https?:[^\s)]*\)[^\n]{0,30}$/u;
/** A sentence that goes on after the link talks about links. */
const TALK_OF_LINK = /https?:\S+ +(?:is|are|was|were|in|to|for|and|or|as|when|which|that|from|opens?)\b/i;

function isOfDescription(text: string): boolean {
  return OF_DESCRIPTION.test(text);
}

const HEAD = new RegExp(SIGNED, "i");
const ROBOT = "🤖";

/** Whether a line that names nothing in its plain text may be a tool's own: all others need no closer reading. */
export function mayBeSigned(line: string): boolean {
  const quote = line.includes("<") ? withoutTags(line) : line;
  if (HEAD.test(quote) || SIGN_OFF.test(quote) || quote.includes(ROBOT)) return true;
  return quote.length < line.length && mentionsAi(quote);
}

function withoutTags(line: string): string {
  return line.replace(/<\/?[a-z][^@<>]*>/gi, "").trim();
}

/** Reads a line that a tool leaves by itself: "Generated with [Claude Code](...)", a session's link, a sign-off. */
export function lineSignature(line: string, next: string | undefined): Signature | null {
  const quote = withoutTags(line);
  if (quote === "" || isOfDescription(`${quote} ${/\[[^\]]*$/.test(quote) ? (next ?? "") : ""}`)) return null;
  const session = TALK_OF_LINK.test(quote) ? null : sessionTool(quote);
  if (session !== null) return { tool: session, quote };
  // A link may stand in a tag, as behind the "Open in Cursor" button.
  const linked = quote.length < line.length ? sessionTool(line) : null;
  if (linked !== null) return { tool: linked, quote: line.trim() };
  if (CHECKPOINT.test(quote)) return { tool: null, quote };
  if (
    isAgentTranscript(quote, next) ||
    TOOL_TRANSCRIPT.test(quote) ||
    (TRANSCRIPT.test(quote) && /\bagent|\bai\b/i.test(quote))
  ) {
    const both = `${quote} ${next?.trim() ?? ""}`;
    return { tool: toolNamedIn(both, { short: false }) ?? sessionTool(both), quote: both.trim() };
  }
  const foreign = FOREIGN_FOOTER.exec(quote)?.[1] ?? "";
  const isFooter = FOOTER.test(quote) || toolNamedIn(foreign, { short: true }) !== null;
  if (!isFooter && !SIGNATURE.test(quote.replace(PERSON, "")) && !SIGN_OFF.test(quote)) return null;
  const tool = toolNamedIn(quote, { short: true });
  return tool === null && !isFooter ? null : { tool, quote };
}

/** A link or an id, here or on the next line, and no sentence about sessions. */
function isAgentTranscript(quote: string, next: string | undefined): boolean {
  const said = AGENT_TRANSCRIPT.exec(quote)?.[1];
  return said !== undefined && /https?:|\d/.test(said === "" ? (next ?? "") : said);
}

function sessionTool(text: string): string | null {
  return AI_TOOLS.find((tool) => tool.sessions?.some((pattern) => pattern.test(text)))?.id ?? null;
}

const MERGED_BRANCH =
  /^Merge (?:pull request #\d+ from [\w.-]+\/|branch '|remote-tracking branch 'origin\/)([\w./-]+)/;

/** The branch that a merge's subject names; null for other messages. */
export function mergedBranch(message: string): string | null {
  return message.startsWith("Merge ") ? (MERGED_BRANCH.exec(message)?.[1] ?? null) : null;
}

export function branchTool(branch: string): string | null {
  const bare = branch.replace(/^(?:refs\/heads\/|origin\/)/, "");
  return AI_TOOLS.find((tool) => tool.branches?.some((pattern) => pattern.test(bare)))?.id ?? null;
}

const LABEL_AI = new RegExp(
  `^(?:ai|llm|genai|agent|claude(?:[-_ ]code)?|copilot|codex|cursor|devin|gemini|aider|jules)[-_ :/]*(?:assisted|generated|authored|written|code|coauthored|co-authored|contribution|pr)$|^(?:assisted|generated|written|authored)[-_ ](?:by|with)[-_ :]+(?:${TOOL_SHORT_NAME}|ai|llm)$|^(?:vibe[-_ ]?coded|ai-assisted|codex|jules|devin-pr)$`,
  "i",
);

/** What a label of the change says about AI's part; a label about a product area ("ai", "copilot") says nothing. */
export function labelSignature(label: string): Signature | null {
  if (!LABEL_AI.test(label.trim())) return null;
  return { tool: toolNamedIn(label.replace(/[-_:/]/g, " "), { short: true }), quote: label };
}
