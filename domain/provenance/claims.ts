import { WORDS_THAT_ARE_TOOLS } from "./mention";
import { GENERIC_AI, MODEL_NAMED, NAME_END, NO_PART, PERSON, TOOL_NAME } from "./naming";

/** What stands in a marked sentence for a tool's name, for "AI" and its like, and for "AI-generated" and its like. */
const TOOL = "qToolq";
const GENERIC = "qAnyq";
const ADJECTIVE = "qMadeq";
const PERSON_MARK = "qPersonq";

const BEFORE = "(?<![A-Za-z0-9-])";
const MADE = "(?:generated|assisted|written|authored|coded)";
const HOW =
  "(?:largely|mostly|fully|entirely|partly|partially|primarily|completely|heavily|almost|100\\s?%|in (?:large )?part|jointly|also|originally|initially|\\d+\\s?%)";
const ADJECTIVES = new RegExp(
  `${BEFORE}(?:ai|llm|gen-?ai|${TOOL_NAME})-${MADE}(?![\\w-])|(?<=\\b(?:is|are|was|were|been|${HOW}) )(?:ai|llm|${TOOL_NAME}) ${MADE}\\b|^[\\W_]*(?:ai|llm) ${MADE}(?=[\\W_]*$)`,
  "gi",
);
const NAMES = new RegExp(`${BEFORE}(?:${TOOL_NAME}|claude|codex|gemini cli)${NAME_END}`, "gi");
const GENERICS = new RegExp(`${BEFORE}(?:${GENERIC_AI})${NAME_END}`, "gi");
/** Names that are words as well: with a capital, where one says what something was written by. */
const WORDS = new RegExp(
  `(?<=\\b(?:[Bb]y|[Ww]ith|[Uu]sing|in|of|from) )(?:Cursor|Gemini|Windsurf|${WORDS_THAT_ARE_TOOLS})(?=[\\W_]*$|[,;)]| and\\b)`,
  "g",
);
/** "Claude Code (Opus 4.5)" and "Claude, Codex and Cursor" are read as one name. */
const IN_BRACKETS = new RegExp(
  `(?<=${TOOL}|${GENERIC}) \\([^()]{0,40}(?:${TOOL}|${MODEL_NAMED})[^()]{0,40}\\)`,
  "g",
);
const ONE_OF_SEVERAL = new RegExp(`${TOOL}(?:(?:,? and |, | \\+ | ?/ ?)${TOOL})+`, "g");

/** The sentence with a mark in the place of every name of AI, so that what is said of it can be read. */
export function marked(sentence: string): string {
  return sentence
    .replace(PERSON, PERSON_MARK)
    .replace(ADJECTIVES, ADJECTIVE)
    .replace(NAMES, TOOL)
    .replace(GENERICS, GENERIC)
    .replace(WORDS, TOOL)
    .replace(IN_BRACKETS, "")
    .replace(ONE_OF_SEVERAL, TOOL);
}

const AI = `(?:${TOOL}|${GENERIC})(?![A-Za-z0-9])${NO_PART}`;
const NAMED = `${TOOL}(?![A-Za-z0-9])${NO_PART}`;
const WROTE =
  "(?:co-?)?(?:authored|written|made|created|generated|implemented|developed|produced|drafted|coded|vibe[- ]?coded|built|prepared|done|assisted|refactored|ported|translated|fixed|scaffolded|designed|completed|fleshed out|rewritten|converted|migrated|paired|pair[- ]programmed|performed|carried out|one[- ]?shot(?:ted)?)";
const FOUND =
  "(?:investigated|debugged|spotted|identified|found|diagnosed|discovered|reviewed|suggested|profiled|analy[sz]ed|researched)";
const DONE = `(?:${WROTE}|${FOUND})`;
const HELPED = "(?:by|with|using|via|through)";
const HELP = "(?:assistance|help|aid|support)";
/** What a change is made of. */
const PIECE =
  "(?:code|changes?|patch(?:es)?|commits?|fix(?:es)?|tests?|docs|documentation|doc(?:string| comment)s?|comments|benchmarks?|type hints|implementation|conversion|cleanup|rewrite|refactor(?:ing)?|boilerplate|draft|version|solution|script|regex|translations|port|migration|(?:root[- ]cause )?analysis)";
/** Words that mean this change or some of it. */
const WORK = `(?:(?<=^|: )${PIECE}(?: and ${PIECE})?|this (?:pr|pull request|diff|mr|patch|work|one)|(?:the |these |this |all |most|majority|bulk|much|some|parts?|half|rest)[^.;,]{0,25}?\\b(?:${PIECE}|of (?:this|it|the work)|work|rest|bulk|majority|half))`;
const WAS = `\\b(?:was|were|is|are|been|be)\\b (?:(?:${HOW}|automatically|auto),? ?(?:and )?){0,2}`;
/** A gap in which no other clause begins. */
const gap = (most: number) =>
  `(?:(?!\\b(?:while|when|after|before|for|who|which|that|because|against|(?<!thanks )to|(?!using)\\w+ing)\\b)[^.;]){0,${most}}?`;
/** "Note that" begins a sentence about anything; what follows a colon is the note. */
const NOTE = "(?:note|nb|fyi|disclosure|disclaimer)\\b[\\s*_)]{0,4}[:–—-][\\s*_]{0,4}";
const LEAD = `^[\\W_]*(?:${NOTE})?(?:(?:${HOW}),? )?`;
const END = "(?=[\\W_]*$|\\s*[,;(]|\\s+(?:and|under (?:my|the)|with (?:my|human))\\b)";
const START = `^[\\W_]*(?:${NOTE})?`;
const I = "\\b(?:i|we|i've|we've)\\b[^.;]{0,20}?";
const TO_WRITE =
  "(?:write|generate|implement|help|create|fix|do|add|draft|port|convert|refactor|rewrite|find|debug|migrate|translate)";
const claim = (source: string) => new RegExp(source, "i");

const CLAIMS: readonly RegExp[] = [
  // "Authored with Claude.", "Written by me with the help of AI"
  claim(`${LEAD}${DONE}\\b${gap(50)}\\b${HELPED}\\b${gap(40)}\\b${AI}`),
  // "This PR was authored with the assistance of ...", "The majority of the code was generated with ..."
  claim(
    `(?:^|[\\W_])(?:${WORK})\\b[^.;]{0,60}?${WAS}(?:${DONE}|added)\\b[^.;]{0,60}?\\b${HELPED}\\b${gap(45)}\\b${AI}`,
  ),
  claim(
    `(?:^|[\\W_])(?:this|these|it|everything|the whole thing)\\b[^.;]{0,60}?\\b(?:was|were|been)\\b (?:(?:${HOW}|automatically|auto)[,-]? ?(?:and )?){0,2}(?:${DONE}|opened|submitted)\\b[^.;]{0,60}?\\b${HELPED}\\b${gap(45)}\\b${AI}`,
  ),
  // "The parser was written by Claude": of code one says so, of answers that they were generated.
  claim(
    `^[\\W_]*the [^.;,]{1,40} (?:was|were) (?:${HOW} )?(?:written|authored|coded|drafted|implemented|refactored|ported) (?:by|with|using) ${AI}${END}`,
  ),
  claim(`^[^.;]{0,30}, (?:written|coded|implemented|done|made) (?:by|with) ${AI}[\\W_]*$`),
  // "Code generated by ChatGPT and adapted by hand.", "Patch by Claude Opus 4.6, tested by me", "Docs by Claude."
  claim(
    `${LEAD}(?:the |all |\\w+ and )?(?:(?:unit|regression|initial|first|original|automated|automatic|mechanical|main|tedious|trivial) )*${PIECE},? (?:(?:largely|mostly|partly|also) )?(?:(?:${DONE}|added|provided) )?(?:(?:by|with|using|via)|courtesy of) ${AI}${END}`,
  ),
  claim(`^[\\W_]*courtesy of ${NAMED}[\\W_]*$`),
  // "Bug found by Claude while ...", "Issue spotted by Codex."
  claim(`^[\\W_]*(?:the )?(?:bug|issue|problem|race|regression|leak|crash) ${FOUND} (?:by|with|using) ${AI}`),
  claim(
    `^[\\W_]*(?:the|this) (?:bug|issue|problem|race|regression|leak|crash|root cause)\\b[^.;,]{0,20} (?:was|were) ${DONE}(?: and ${DONE})? (?:by|with|using) ${AI}${END}`,
  ),
  // "A larger one made by gemini CLI"
  claim(
    `\\b(?:one|commits?|parts?|bits|half|rest)\\b (?:was |were )?${WROTE} (?:by|with|using) (?:the )?${NAMED}${END}`,
  ),
  // "With assistance from Claude Code and Codex."
  claim(
    `(?:^[\\W_]*|\\b${DONE}\\b[^.;]{0,30}?|\\bthis\\b[^.;]{0,40}?)\\bwith (?:the |some |a lot of |much |heavy |significant )?${HELP}\\b (?:from|of|by) (?:an? |the |my friend )?${AI}`,
  ),
  claim(`^[\\W_]*in (?:close )?collaboration with ${AI}[^.;]{0,20}[\\W_]*$`),
  claim(
    `^[\\W_]*with (?:an? |the )?(?:${AI}|(?:${TOOL}|${GENERIC})(?:'s)? ${HELP})(?=[\\W_]*$|, (?:i|we)\\b)`,
  ),
  claim(`\\b${DONE}\\b[^.;]{0,40}?\\bwith (?:an? |the )?(?:${TOOL}|${GENERIC})(?:'s)? ${HELP}\\b`),
  // "AI assistance (Claude) was used for this change."
  claim(`\\b${AI}(?: \\([^)]*\\))? (?:was|were|has been|have been) used\\b`),
  // "I used Claude Code to write this"
  claim(
    `${I} (?:used|consulted|prompted|(?:paired|worked) with|leaned(?: \\w+)? on|relied(?: \\w+)? on|made use of) (?:an? |the |some )?(?:${NAMED}|${AI}|cursor\\b)[^.]{0,60}?\\b(?:to(?! (?:test|verify|check|try|run|reproduce|confirm|validate)\\b)|for|(?:while|when) \\w+ing|(?:in|on) (?:\\w+ing|(?:the )?(?:making|creation|preparation|development)|this|these|it|parts?|some|most|all|the (?:[\\w-]+ ){0,2}?${PIECE}))\\b`,
  ),
  claim(
    `${I} (?:wrote|made|built|did|implemented|fixed|developed) (?:this|it|the \\w+) (?:together )?with ${AI}`,
  ),
  // "I had Codex implement it", "Got ChatGPT to write the regex."
  claim(
    `(?:^[\\W_]*(?:got|had|asked|let)|${I} (?:asked|had|let|got)) (?:an? |the |some )?(?:${AI}|cursor\\b)[^.]{0,20}?\\b(?:${TO_WRITE}|loose)\\b`,
  ),
  // "Used Claude Code to port the tests."
  claim(
    `^[\\W_]*(?:also |mostly )?used (?:an? |the )?${AI}[^.;]{0,20}? (?:to (?:help )?(?!do|add|help)${TO_WRITE}|for (?:the |this |these |most |all |some )?[^.;]{0,20}?\\b${PIECE})\\b`,
  ),
  /^[\W_]*i used the following tools? to (?:write|generate|modify)\b[^:]{0,40}:\s*\w/i,
  // "Claude wrote the tests", "GPT 5.6 Sol identified and implemented"
  claim(
    `${START}(?:an? )?${AI} (?:and i )?(?:also )?(?:wrote|did|made|created|generated|authored|implemented|identified and implemented|found and fixed|coded|drafted|produced|refactored|ported|converted|migrated|performed) (?:this|it|all|most|everything|every|these|a fix|both|some of|the (?:[\\w-]+ ){0,2}?(?:${PIECE}|parts?|bulk|work|lifting|majority|test data))\\b`,
  ),
  claim(
    `${START}(?:an? )?${AI} (?:helped|assisted)(?: (?:me|us)\\b| (?:to |with |in )?(?:write|writing|investigat|implement|debug|create|fix|draft|refin|prepar|the |this )|[\\W_]*$)`,
  ),
  claim(
    `^[\\W_]*(?:i )?(?:had|got|received) (?:an? |some |a lot of |a bit of )?(?:help|assistance) (?:from|by|of) ${AI}`,
  ),
  claim(`^[\\W_]*worked (?:on (?:this |it )?with ${AI}${END}|with ${AI} on (?:this|it)\\b)`),
  claim(`^[\\W_]*${NAMED} and i (?:paired|worked) on (?:this|it)\\b`),
  // "Copilot suggested the fix.", "GPT-5 was consulted", "Thanks to Claude Code for the fix."
  claim(
    `^[\\W_]*${NAMED} (?:suggested|proposed|found|spotted|caught|identified|diagnosed|pointed out) (?:(?:this|the) (?:fix|bug|issue|problem|race|change|solution|approach|idea|(?:root )?cause)\\b|(?:this|it)(?=[\\W_]*$|,? and\\b| while\\b))`,
  ),
  claim(`\\b${AI} (?:was|were) consulted\\b`),
  claim(
    `^[\\W_]*(?:thanks|credits?|kudos|props|h/t) (?:(?:go )?to )?${NAMED}(?: \\([^)]*\\))? (?:for|who) [^.;]{0,30}?\\b(?:${PIECE}|writing|finding|spotting|wrote|found)\\b`,
  ),
  // "Committed via Claude Code"
  claim(`^[\\W_]*(?:(?:committed|sent|pushed|submitted|done) )?(?:via|from) ${NAMED}[\\W_]*$`),
  // "AI-assisted.", "(AI-generated, human-reviewed)", "LLM-generated tests, cleaned up by hand"
  claim(
    `${LEAD}(?:this is )?(?:an? )?${ADJECTIVE}(?: (?:unit |regression )?${PIECE})?(?:[\\W_]*$|\\s*\\([^)]*${TOOL}| (?:with|by|using) ${TOOL}|[,;] ?(?:but |and )?(?:human|hand|manual|then |i |cleaned|review|edited|tested|polished|fixed))`,
  ),
  claim(
    `^[\\W_]*(?:contains|includes) (?:some )?(?:${ADJECTIVE} (?:${PIECE}|work)\\b|${PIECE} ${DONE}\\b${gap(40)}\\b${AI})`,
  ),
  claim(`^[\\W_]*this (?:is|was) (?:${HOW} )?an? ${ADJECTIVE} ${PIECE}\\b`),
  claim(
    `\\b(?:this|these|the following) (?:pr|pull request|commit|change|patch|code|diff|draft)s?\\b[^.;]{0,20}? (?:is|are|was|were|contains?|includes?) (?:${HOW} )?${ADJECTIVE}\\b`,
  ),
  claim(`(?:^|[\\W_])(?:${WORK})\\b[^.;]{0,30}? (?:is|are|was|were) (?:${HOW} )?${ADJECTIVE}\\b`),
  claim(
    `^[\\W_]*this (?:pr|pull request|commit|change|patch)\\b[^.;]{0,20}? (?:contains?|includes?) ${PIECE} ${DONE}\\b[^.;]{0,40}?\\b${AI}`,
  ),
  claim("^[\\W_]*(?:this|it|the code|everything|fully|mostly|largely)?\\b[^.;]{0,30}\\bvibe[- ]?coded\\b"),
  claim(`\\b100\\s?% (?:vibe[- ](?:coded|generated|written)\\b|${ADJECTIVE})`),
  // "Disclosure: made with the assistance of AI (ampcode.com)"
  claim(`\\b${NOTE}[^.;]{0,40}?\\b${DONE}\\b[^.;]{0,40}?\\b${HELPED}\\b${gap(40)}\\b${AI}`),
  // The same in other languages: "Ce commit a été généré avec ...", "Mit Hilfe von ... erstellt", "由 ... 生成"
  new RegExp(
    `(?<!\\p{L})(?:généré|genere|écrit|créé|réalisé|développé|generado|escrito|creado|hecho|desarrollado|gerado|criado|feito|desenvolvido|generato|scritto|creato)e?s?(?!\\p{L})[^.;]{0,30}?\\b(?:avec|par|con|por|com|da|usando)\\b[^.;]{0,25}?\\b${TOOL}\\b`,
    "iu",
  ),
  claim(
    `\\b(?:mit|von|durch)\\b[^.;]{0,25}?\\b${TOOL} (?:erstellt|geschrieben|generiert|erzeugt|entwickelt|umgesetzt)\\b`,
  ),
  claim(
    `(?:由|使用|通过|借助|用)\\s*${TOOL}\\s*(?:自动|辅助|协助|帮助)?\\s*(?:生成|编写|完成|创建|实现|开发)|${TOOL}\\s*(?:によって|により|を使用して|を使って|で)\\s*(?:自動)?(?:生成|作成|実装|記述)|${TOOL}\\s*(?:으로|로|를 사용하여)\\s*(?:생성|작성|구현)`,
  ),
];

const DENIED = claim(
  `\\b(?:no|not|never|without|zero|nothing|none|isn't|wasn't|weren't|didn't|don't|hasn't)\\b[^.;]{0,40}?\\b(?:${TOOL}|${GENERIC}|${ADJECTIVE}|${DONE} (?:by|with|using))`,
);
/** Talk about what AI does in the product, in rules or in templates. */
const ABOUT =
  /\?$|\b(?:users?|customers?|responses?|messages?|prompts?|outputs?|completions?|images?|embeddings?|tokens?|requir(?:e|es|ed|ing)|policy|policies|should|must|if you|if the|whether|when (?:an?|the)|please|support for|label|at runtime|on demand|on the fly|(?:and|but) (?:it|the \w+) (?:crashed|refused|failed|hung)|says?|claims?|which (?:commits|changes|prs|lines|parts|code|files))\b|\b(?:for example|e\.g\.|for instance|example)\b|^[\W_]*(?:changes|commits|pull requests|prs|patches|code|files|lines|contributions|texts?) (?:that|which)\b/i;
/** A text about the change, which is not the change; unless the change is named beside it. */
const ABOUT_TEXT =
  /\b(?:summar(?:y|ies)|descriptions?|poem|titles?|release notes|bugbot)\b|copilot at [0-9a-f]{7}/i;
const BESIDE_CHANGE = /\b(?:this|the) (?:change|commit|code|patch|fix|implementation)s?\b|\band the code\b/i;

/** Whether the sentence says that AI took part in this very change. */
export function claimsAi(sentence: string): boolean {
  const text = marked(sentence);
  if (!CLAIMS.some((pattern) => pattern.test(text)) || DENIED.test(text) || ABOUT.test(text)) return false;
  return !ABOUT_TEXT.test(sentence) || BESIDE_CHANGE.test(text);
}

const TAIL = `(?:${TOOL}|cursor|devin)\\)?\\s*(?:\\(#\\d+\\))?$`;
/** A subject that says who made it: "Adding doc comments generated by cline", "Fix the parser (AI-assisted)". */
const SUBJECT_CLAIMS: readonly RegExp[] = [
  claim(
    `^(?:[\\w-]+(?:\\([^)]*\\))?!?: )?(?:add|new|create|update|write)\\w* (?:(?!for |on |of |in |to |from )[\\w-]+ ){0,3}?(?:${PIECE}|types|stubs|config|workflow) (?:generated|written|made|created|authored) (?:by|with|using) ${TAIL}`,
  ),
  claim(`[,(] ?(?:largely |mostly )?${WROTE} (?:by|with|using) ${TAIL}`),
  claim(`\\b(?:rewritten|improved|refactored|translated|vibe[- ]coded) (?:by|with|using) ${TAIL}`),
  claim(`[[(](?:${HOW} )?(?:${ADJECTIVE}|vibe[- ]?coded)[\\])]|^vibe[- ]?coded\\b`),
  claim(
    `^(?:[\\w-]+(?:\\([^)]*\\))?!?: )?${ADJECTIVE} (?:unit )?(?:tests?|docs|documentation|docstrings|comments|implementation|code|fix)(?: for\\b|[\\s\\W]*$| \\()`,
  ),
];
/** A product that works with such texts: "Detect commits written by Claude". */
const SUBJECT_ABOUT =
  /\b(?:detect|parse|show|count|strip|remove|handle|support|label|mark|reject|ban|ignore|exclude|skip|allow|hide|render|validate|check|eval|benchmark|dataset)(?:s|d|ed|ing|ped|ping)?\b/i;

export function subjectClaimsAi(subject: string): boolean {
  const text = marked(subject);
  return !SUBJECT_ABOUT.test(text) && SUBJECT_CLAIMS.some((pattern) => pattern.test(text));
}

const WROTE_AT_ALL = claim(
  `\\b(?:${WROTE}|wrote|write|writing|implement(?:ed|ing)?|did|code|commits?|majority)\\b`,
);
const FOUND_AT_ALL = claim(`\\b(?:${FOUND}|investigat|debug|consulted)`);

/** Whether it wrote some of the change, or only told the person something. */
export function roleOf(text: string): "wrote-code" | "advised" {
  return FOUND_AT_ALL.test(text) && !WROTE_AT_ALL.test(text) ? "advised" : "wrote-code";
}
