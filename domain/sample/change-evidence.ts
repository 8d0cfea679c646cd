import type { SAMPLE_TOOLS } from "./company";
import { pickWeighted } from "./random";

type Random = () => number;
export type SampleTool = (typeof SAMPLE_TOOLS)[number];

/** The texts in which a tool of the sample leaves its mark on a change; all may be empty, as they often are. */
export interface LeftEvidence {
  /** Added to the commit's message. */
  trailer: string | null;
  note: string | null;
  label: string | null;
  /** The commit is the tool's own account's. */
  account: { name: string; email: string } | null;
  /** What the change's form says. */
  declared: { role: "wrote-code" | "advised" | "acted"; tool: string; statement: string } | null;
}

export const NO_EVIDENCE: LeftEvidence = {
  trailer: null,
  note: null,
  label: null,
  account: null,
  declared: null,
};

type Form = "note" | "trailer" | "account" | "label" | "declared" | "sentence" | "nothing";

/** How the invented tools sign: none of them has a name that a list could know, so each uses a general form. */
const FORMS: Readonly<Record<SampleTool, readonly (readonly [Form, number])[]>> = {
  "Kestrel Assistant": [
    ["note", 40],
    ["trailer", 40],
    ["label", 5],
    ["nothing", 15],
  ],
  Inline: [
    ["trailer", 30],
    ["label", 20],
    ["declared", 15],
    ["sentence", 5],
    ["nothing", 30],
  ],
  Pair: [
    ["trailer", 55],
    ["sentence", 10],
    ["declared", 10],
    ["nothing", 25],
  ],
  "Runbook Agent": [
    ["account", 45],
    ["trailer", 25],
    ["label", 20],
    ["nothing", 10],
  ],
};

export const TRAILERS: Readonly<Record<SampleTool, string>> = {
  "Kestrel Assistant": "🤖 Generated with [Kestrel Assistant](https://assistant.kestrel.example)",
  Inline: "Assisted-by: AI assistant (Inline)",
  Pair: "Co-authored-by: pair-ai[bot] <pair-ai[bot]@users.noreply.kestrel.example>",
  "Runbook Agent": "Generated-by: AI agent (Runbook Agent)",
};

/** The account under which the agent commits and acts. */
export const AGENT_ACCOUNT = {
  name: "runbook-ai[bot]",
  email: "runbook-ai[bot]@users.noreply.kestrel.example",
} as const;

/** What a tool that wrote a change left behind; `found` keeps to the forms that leave something. */
export function evidenceOf(
  random: Random,
  tool: SampleTool,
  options: { mustShow: boolean; path: string },
): LeftEvidence {
  const forms = FORMS[tool].filter(([form]) => !options.mustShow || form !== "nothing");
  const form = pickWeighted(random, forms);
  if (form === "trailer") return { ...NO_EVIDENCE, trailer: TRAILERS[tool] };
  if (form === "note") return { ...NO_EVIDENCE, note: authorshipLog(random, tool, options.path) };
  if (form === "label") return { ...NO_EVIDENCE, label: "ai-assisted" };
  if (form === "account") return { ...NO_EVIDENCE, account: AGENT_ACCOUNT };
  if (form === "sentence")
    return { ...NO_EVIDENCE, trailer: "I used an AI assistant to write the tests of this change." };
  if (form === "declared") return { ...NO_EVIDENCE, declared: declaration("wrote-code", tool) };
  return NO_EVIDENCE;
}

const STATEMENTS = {
  "wrote-code": "wrote most of the change, read line by line",
  advised: "proposed the values, set by hand",
  acted: "ran the step by itself",
} as const;

/** What the form of the change says of the tool. */
export function declaration(
  role: "wrote-code" | "advised" | "acted",
  tool: string,
): LeftEvidence["declared"] {
  return { role, tool, statement: `${tool} ${STATEMENTS[role]}.` };
}

/** An authorship log as git-ai writes them into refs/notes/ai. */
function authorshipLog(random: Random, tool: string, path: string): string {
  const lines = 4 + Math.floor(60 * random());
  const prompt = Math.floor(random() * 0xffffffff)
    .toString(16)
    .padStart(8, "0");
  const log = {
    schema_version: "authorship/3.0.0",
    prompts: {
      [prompt]: {
        agent_id: { tool, id: prompt, model: "kestrel-writer-2" },
        accepted_lines: lines,
        total_additions: lines + 3,
      },
    },
  };
  return `${path}\n  ${prompt} 1-${lines}\n---\n${JSON.stringify(log)}`;
}
