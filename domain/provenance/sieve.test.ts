import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { detectAiInvolvement, detectReadingAll } from "./detect";
import { identityOf, readIdentity } from "./identity";
import { literalPrefixes } from "./literal-prefixes";
import { mentionsAi } from "./mention";
import type { ProvenanceInput } from "./schema";
import { AI_TOOLS } from "./tools";

/** What tools and people write, and what stands around it: cut, joined and wrapped at random below. */
const PIECES = [
  [
    "Claude",
    "claude code",
    "Cursor",
    "cursor agent",
    "GPT-5",
    "gpt 4o",
    "Amp",
    "aider",
    "AI",
    "LLMs",
    "gen-ai",
  ],
  ["an AI coding agent", "Opus 4.5", "copilot", "Codex", "Devin", "Jules", "Warp", "Oz", "continue", "v0"],
  ["Co-authored-by: ", "Assisted-by: ", "Generated-by: ", "Signed-off-by: ", "AI-Tool: ", "Helped-by: "],
  ["Generated with [", "Made with ", "This PR was written by ", "— ", "-- ", "🤖 ", "](https://x.test)"],
  [
    "I used ",
    " to write this",
    "with the help of ",
    "AI usage: ",
    "Agent transcript: ",
    "was generated with ",
  ],
  ["<noreply@anthropic.com>", "<ann@acme.test>", "<223556219+Copilot@users.noreply.github.com>", "[bot]"],
  ["https://claude.ai/code/session_0123456", "Session: https://agent.test/1", "Amp-Thread-ID: T-1", "[x] "],
  [
    "\n",
    "\n\n",
    " ",
    "  ",
    "\n> ",
    "\r\n",
    "\r",
    "\t",
    "<!--",
    "-->",
    "```",
    "<sub>",
    "</sub>",
    "\u00a0",
    "_",
  ],
  [
    "Fix the cart",
    "no ",
    "The main domain failed. ",
    "12",
    "#",
    "* ",
    "- ",
    ".",
    ":",
    "é",
    "\u212a",
    "\u2028",
  ],
].flat();
const written = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => pieces.join(""));
const LEADS = [
  "Made with ",
  "Co-authored-by: ",
  "Assisted-by: ",
  "-- ",
  "I used ",
  "AI usage: ",
  "Built <b>by</b> ",
];
const TAILS = [
  "",
  ".",
  " <noreply@x.test>",
  " to write this",
  "\nagent",
  " wrote the tests",
  "[bot] <a@b.test>",
];
const TOOLS = [
  "Amp",
  "Oz",
  "continue",
  "Claude",
  "crush",
  "Goose",
  "an LLM",
  "Ann Lee",
  "cur<b>sor",
  "v0",
  "Warp",
];
const line = fc
  .tuple(fc.constantFrom(...LEADS), fc.constantFrom(...TOOLS), fc.constantFrom(...TAILS))
  .map((parts) => parts.join(""));
const lines = fc.array(fc.oneof(line, written), { maxLength: 4 }).map((all) => ["Fix", ...all].join("\n"));
const text = fc.oneof(
  { weight: 8, arbitrary: written },
  { weight: 8, arbitrary: lines },
  fc.string({ unit: "binary", maxLength: 60 }),
);
const name = fc.constantFrom(
  "Ann Lee",
  "Claude",
  "Cursor Agent",
  "dependabot[bot]",
  "acme-ai[bot]",
  "v0[bot]",
  "",
);
const email = fc.constantFrom(
  "ann@acme.test",
  "noreply@anthropic.com",
  "1+x[bot]@users.noreply.github.com",
  "",
);

const input: fc.Arbitrary<ProvenanceInput> = fc.record(
  {
    message: text,
    authorName: name,
    authorEmail: email,
    committerName: fc.constant("GitHub"),
    committerEmail: fc.constant("noreply@github.com"),
    labels: fc.array(text, { maxLength: 2 }),
    branch: text,
  },
  { requiredKeys: ["message", "authorName", "authorEmail", "committerName", "committerEmail"] },
);

test("what is skipped holds no statement: the answer is that of reading every line closely", () => {
  let found = 0;
  fc.assert(
    fc.property(input, (one) => {
      const full = detectReadingAll(one);
      found += full.involvement === "ai" ? 1 : 0;
      expect(detectAiInvolvement(one)).toEqual(full);
    }),
    { numRuns: 6000 },
  );
  expect(found).toBeGreaterThan(1000);
});

test("an identity looked up is the identity read", () => {
  const called = fc.oneof(name, text);
  fc.assert(
    fc.property(called, fc.oneof(email, text), (one, address) => {
      expect(identityOf(one, address)).toEqual(readIdentity(one, address));
    }),
    { numRuns: 2000 },
  );
});

/** Look-arounds and wildcards are made plain, because no text can be made up for them. */
const generated = (source: string) =>
  fc.stringMatching(new RegExp(`^(?:${source.replace(/\(\?[=!][^)]*\)\)?/g, "").replace(/\\b|\^/g, "")})$`), {
    maxLength: 40,
  });

describe("every form of a tool's name, and every line of its sessions, is a mention", () => {
  const forms = AI_TOOLS.flatMap(({ id, names, sessions }) => [
    [id, names] as const,
    ...(sessions ?? []).map(({ source }) => [id, source] as const),
  ]);
  test.each(forms)("%s: %s", (_, source) => {
    fc.assert(
      fc.property(generated(source), (form) => {
        expect(mentionsAi(`Fix the cart, ${form.trim()}`)).toBe(true);
        expect(mentionsAi(form.toUpperCase())).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

test("beginnings are read off a pattern", () => {
  expect(literalPrefixes("(?:google )?gemini [\\d.]+|qwen ?\\d")).toEqual([
    "google gemini ",
    "gemini ",
    "qwen",
  ]);
  expect(literalPrefixes("amp(?:code| code)")).toEqual(["ampcode", "amp code"]);
  expect(literalPrefixes("^\\W*g(?:pt|tp)[- ]?4")).toEqual([
    "gpt-4",
    "gpt 4",
    "gpt4",
    "gtp-4",
    "gtp 4",
    "gtp4",
  ]);
  expect(literalPrefixes("\\bdevin(?= wrote)")).toEqual(["devin"]);
  expect(literalPrefixes(".*claude")).toEqual([""]);
});

test("plain commits mention nothing: aims, failures, agents of browsers and people's trailers", () => {
  for (const message of [
    "Aim for less: the main container failed again",
    "Keep the user agent of the session: it expired",
    "Decline orders that are inclined to fail",
    "Co-authored-by: Ann Lee <ann@acme.test>",
  ]) {
    expect(mentionsAi(message), message).toBe(false);
  }
});
