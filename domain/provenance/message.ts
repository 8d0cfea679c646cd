/** A commit message taken apart for reading: without comments and without code. */
export interface ReadableMessage {
  subject: string;
  lines: string[];
}

/** What signs is short; beyond these lengths there is data, and a pattern would only search it slowly. */
const MESSAGE_MAX = 200_000;
export const LINE_MAX = 4000;

/** Cursor's agent marks its own descriptions by a comment, which is therefore read. */
const COMMENT = /<!--(?!\s*cursor_agent_pr_body_begin)[\s\S]*?-->/gi;
const FENCE = /^\s*(```|~~~)/;
/** What announces other words than the message's own: "removes lines such as", "Original message:", "For example:". */
const ANNOUNCES =
  /\b(?:such as|e\.g\.|for example|for instance|examples?|example [\w ]{1,20}|original (?:commit |pr )?(?:message|description)|(?:these|this|the following|following) (?:lines?|trailers?|footers?|texts?)|like(?: this| these)?)\s*:?\s*$/i;
const QUOTATION = /^(?:>| {4}|\t)/;
/** Shells that do not know the escape leave it in the message. */
const ESCAPED_BREAK = /(?:\\n){1,3}(?=(?:co-authored|assisted|generated|signed-off)-by:|🤖)/gi;
const LIST_ITEM = /^\s*(?:[*+-]|\d+[.)])\s+/;

export function readMessage(message: string): ReadableMessage {
  const text = message.slice(0, MESSAGE_MAX).replace(/\r\n?/g, "\n");
  const [subject = ""] = text.split("\n", 1);
  const whole = text.replace(COMMENT, "").replace(ESCAPED_BREAK, "\n");
  const lines = withoutExamples(withoutCode(whole.split("\n"))).map((line) => line.slice(0, LINE_MAX));
  return { subject, lines };
}

/** Sentences of the text, with wrapped lines joined; quotations of other messages left out. */
export function sentencesOf(lines: readonly string[]): string[] {
  return paragraphsOf(lines).flatMap(sentencesOfParagraph);
}

/** Whether the lines are other than they stand: a comment or code is left out, or they end as of old. */
export function needsReading(message: string): boolean {
  return /<!--|```|~~~|\r(?!\n)|\\n/.test(message);
}

/** Leaves out fenced blocks; a fence that is never closed hides nothing. */
function withoutCode(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let block: string[] | null = null;
  for (const line of lines) {
    if (FENCE.test(line)) {
      block = block === null ? [] : null;
    } else if (block === null) kept.push(line);
    else block.push(line);
  }
  return [...kept, ...(block ?? [])];
}

/** Blanks what is quoted after being announced, and all that a revert quotes: other changes' words. */
function withoutExamples(lines: readonly string[]): string[] {
  const isRevert = /^revert\b/i.test(lines[0] ?? "");
  let isAnnounced = false;
  return lines.map((line, index) => {
    const isQuoted = QUOTATION.test(line);
    if (isQuoted && index > 0 && (isAnnounced || (isRevert && line.startsWith(">")))) return "";
    // "or" stands between two examples.
    if (line.trim() !== "" && !isQuoted && !/^(?:or|and)\W*$/i.test(line)) isAnnounced = ANNOUNCES.test(line);
    return line;
  });
}

/** Joins wrapped lines; a heading, a list item, a trailer or a blank line begins anew. */
function paragraphsOf(lines: readonly string[]): string[] {
  const paragraphs: string[] = [];
  let isOpen = false;
  lines.forEach((raw, index) => {
    const line = raw.replace(/^\s*>+\s?/, "").trimEnd();
    const begins = !isOpen || LIST_ITEM.test(line) || /^\s*(?:#|---|[\w-]+-by:)/i.test(line);
    const bare = line.replace(LIST_ITEM, "").trim();
    if (bare !== "" && begins) paragraphs.push(bare);
    else if (bare !== "") paragraphs.push(`${paragraphs.pop() ?? ""} ${bare}`);
    // The subject stands alone, and so does a heading.
    isOpen = bare !== "" && index > 0 && !/^#/.test(bare);
  });
  return paragraphs;
}

function sentencesOfParagraph(paragraph: string): string[] {
  return paragraph
    .split(/(?<=[^\d\s][.!?][)*_]*)\s+(?=[^a-z])|(?<=\d\.)\s+(?=[A-Z][a-z])/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

/** The trailers at the very end, which are a bot's own; what it quotes from release notes stands before them. */
export function closingTrailers(lines: readonly string[]): string[] {
  const trailers: string[] = [];
  for (const line of lines.toReversed()) {
    if (line.trim() === "" || /^-{3,}$/.test(line.trim())) continue;
    if (!/^[A-Za-z][\w-]+:\s/.test(line)) break;
    trailers.unshift(line);
  }
  return trailers;
}
