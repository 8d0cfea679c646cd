import { describe, expect, test } from "vitest";
import { detectAiInvolvement } from "./detect";

const PERSON = {
  authorName: "Ann Lee",
  authorEmail: "ann@acme.test",
  committerName: "GitHub",
  committerEmail: "noreply@github.com",
};
const ofMessage = (message: string) => detectAiInvolvement({ ...PERSON, message });
const ofTrailer = (trailer: string) => ofMessage(`Fix the cart\n\nIt lost items.\n\n${trailer}`);
const ofAuthor = (authorName: string, authorEmail: string) =>
  detectAiInvolvement({ ...PERSON, authorName, authorEmail, message: "Fix the cart" });

describe("a tool's signature is evidence, with its line quoted", () => {
  test.each([
    ["Co-Authored-By: Claude Opus 5 (1M context) <noreply@anthropic.com>", "claude"],
    ["Co-authored-by: Cursor <cursoragent@cursor.com>", "cursor"],
    ["Co-authored-by: Codex <noreply@openai.com>", "codex"],
    ["co-authored-by: aider (openai/gpt-4o) <aider@aider.chat>", "aider"],
    ["Co-authored-by: OpenCode (glm-5) <noreply@opencode.ai>", "opencode"],
    ["Co-authored-by: Amp <amp@ampcode.com>", "amp"],
    ["Co-authored-by: Junie <junie@jetbrains.com>", "junie"],
    ["Co-Authored-By: Warp <agent@warp.dev>", "warp"],
    ["Co-authored-by: Gemini <noreply@google.com>", "gemini"],
    ["Co-Authored-By: Gemini 2.5 Flash", "gemini"],
    ["Co-authored-by: Qwen-Coder <qwen-coder@alibabacloud.com>", "qwen-code"],
    [
      "Co-authored-by: factory-droid[bot] <138933559+factory-droid[bot]@users.noreply.github.com>",
      "factory-droid",
    ],
    ["Co-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>", "copilot"],
    [
      "Co-authored-by: copilot-swe-agent[bot] <198982749+Copilot@users.noreply.github.com>",
      "copilot-swe-agent",
    ],
    ["Co-authored-by: opencode-agent[bot] <opencode-agent[bot]@users.noreply.github.com>", "opencode"],
    ["Co-authored-by: Copilot <198982749+Copilot@users.noreply.github.com>", "copilot-swe-agent"],
    ["Co-authored-by: junie-agent <247260674+junie-agent@users.noreply.github.com>", "junie"],
    ["Co-authored-by: Ann Lee <ann@acme.test>, Claude <noreply@anthropic.com>", "claude"],
    ["Co-authored-by: v0agent <it+v0agent@vercel.com>", "v0"],
    ["Co-authored-by: kdeps (Ollama - llama3.2) <noreply@kdeps.com>", null],
    ["Co-authored-by: AI Assistant <ai@acme.test>", null],
    ["Assisted-by: Hermes Agent:gpt-5.6-sol", "openai"],
    ["Assisted-by: unnamed deepseek model", "deepseek"],
    ["Assisted-by: GLM 5.1", null],
    ["Assisted-by: devx/c380b28c-ab53-4c64-a5d7-b1e4b72559e9", null],
    ["LLM-assisted-by: Claude", "claude"],
    ["AI-used-for: code, tests (Claude Code)", "claude"],
    ["Entire-Checkpoint: 01KXGTTNGCEACC83QZEJ5YAF0D", null],
    ["Claude transcript: https://gistpreview.github.io/?0b9a3e127b60", "claude"],
    ["Devin Session: https://acme.devinenterprise.com/sessions/1a2b3c4d5e6f", "devin"],
    ['<a href="https://cursor.com/agents?id=bc-1"><picture>Open in Web</picture></a>', "cursor"],
    [":robot: Generated with [Claude Code](https://claude.com/claude-code)", "claude"],
    ["🤖 Generado con [Claude Code](https://claude.ai/code)", "claude"],
    ["_PR developed with Cursor + claude-4.6-opus_", "cursor"],
    ["Assisted-by: Claude:claude-opus-4-7 Sashiko:claude-haiku-4-5", "claude"],
    ["Assisted-by: GitHub Copilot", "copilot"],
    ["Assisted-by: Codex:GPT-5.5", "codex"],
    ["Generated-by: ChatGPT 5", "openai"],
    ["AI-Tool: Gemini", "gemini"],
    ["Made-with: Cursor", "cursor"],
    ["Claude-Session: https://claude.ai/code/session_01GrHZSypDfMnym1tM5XJAFZ", "claude"],
    ["Amp-Thread-ID: https://ampcode.com/threads/T-019cb9fe-b11b-753f-99e7-8ecc52b73ec4", "amp"],
    ["Link to Devin run: https://app.devin.ai/sessions/0123abcd", "devin"],
    ["Co-authored-by: Goose <opensource@block.xyz>", "goose"],
    ["Co-authored-by: goose <271095942+aaif-goose@users.noreply.github.com>", "goose"],
    ["Co-authored-by: Kiro AI Assistant", "kiro"],
    ["Co-authored-by: Kiro Agent <244629292+kiro-agent@users.noreply.github.com>", "kiro"],
    ["Co-authored-by: Amazon Q <amazon-q@amazon.com>", "amazon-q"],
    ["Co-authored-by: QoderAI (Qwen 3.5 Max) <qoder_ai@qoder.com>", "qoder"],
    ["Co-authored-by: TRAE CLI <noreply@bytedance.com>", "trae"],
    ["Co-authored-by: Pi <noreply@pi.dev>", "pi"],
    ["Co-authored-by: Sisyphus <clio-agent@sisyphuslabs.ai>", "sisyphus"],
    ["Ultraworked with [Sisyphus](https://github.com/code-yeongyu/oh-my-opencode)", "sisyphus"],
    ["Agent-Logs-Url: https://github.com/acme/shop/sessions/0123-abcd", "copilot-swe-agent"],
    ["Assisted-by: Someagent:gpt-5.2 coccinelle", "openai"],
    ["Assisted-by: Claude:claude-3-opus coccinelle sparse", "claude"],
    ["AI-Assisted: true", null],
    ["Ai-generated: yes, with Cursor Agent", "cursor"],
    ["🤖 Generated with [Claude Code](https://claude.com/claude-code)", "claude"],
    ["Generated with [Codex](https://openai.com/codex/).", "codex"],
    ["💘 Generated with Crush", "crush"],
    ["<sub>Made with [Cursor](https://cursor.com)</sub>", "cursor"],
  ])("%s", (line, tool) => {
    const found = ofTrailer(line);
    expect(found).toMatchObject({ involvement: "ai", role: "wrote-code", tool });
    expect(found.evidence[0]).toMatchObject({ grade: "trailer", foundIn: "message" });
    expect(line).toContain(found.evidence[0]?.quote);
  });

  test("an agent that no list knows is found by the footer it took over, without a tool", () => {
    expect(ofTrailer("🤖 Generated with [Somebot](https://somebot.example)")).toMatchObject({
      involvement: "ai",
      tool: null,
    });
  });

  test("whose idea it was has advised", () => {
    expect(ofTrailer("Suggested-by: GitHub Copilot")).toMatchObject({ tool: "copilot", role: "advised" });
  });

  test("a break that a shell did not know separates the trailer all the same", () => {
    expect(ofMessage(String.raw`Fix\n\nCo-Authored-By: Claude <noreply@anthropic.com>`).tool).toBe("claude");
  });

  test("the model is told where it is stated", () => {
    expect(ofTrailer("Co-Authored-By: Claude Opus 4.6 <noreply@anthropic.com>").model).toBe(
      "Claude Opus 4.6",
    );
    expect(ofTrailer("Co-Authored-By: Claude <noreply@anthropic.com>").model).toBeNull();
  });

  test("a squashed message's repeated trailer is one statement", () => {
    const line = "Co-Authored-By: Claude <noreply@anthropic.com>";
    expect(ofTrailer(`${line}\n\n---------\n\n${line.toLowerCase()}`).evidence).toHaveLength(1);
  });
});

describe("an agent's own account is its author", () => {
  test.each([
    ["Devin AI", "158243242+devin-ai-integration[bot]@users.noreply.github.com", "devin"],
    ["Cursor Agent", "cursoragent@cursor.com", "cursor"],
    ["google-labs-jules[bot]", "161369871+google-labs-jules[bot]@users.noreply.github.com", "jules"],
    ["Claude", "noreply@anthropic.com", "claude"],
    ["Ann Lee (aider)", "ann@acme.test", "aider"],
    ["Copilot", "198982749+Copilot@users.noreply.github.com", "copilot-swe-agent"],
    ["Claude", "242468646+Claude@users.noreply.github.com", "claude"],
    ["openai-code-agent[bot]", "242516109+Codex@users.noreply.github.com", "codex"],
    ["acme-ai[bot]", "123+acme-ai[bot]@users.noreply.github.com", null],
  ])("%s", (name, email, tool) => {
    const found = ofAuthor(name, email);
    expect(found).toMatchObject({ involvement: "ai", tool });
    expect(found.evidence[0]).toMatchObject({ grade: "author", foundIn: "author" });
  });
});

describe("a person is a person, whatever they are called", () => {
  test.each([
    ["Claude Warren", "claude@xenei.test"],
    ["Claude", "claude.dupont@example.com"],
    ["Devin Lai", "devin@example.com"],
    ["Jules", "jules@users.noreply.github.com"],
    ["Aiden Amp", "aiden@acme.ai"],
    ["Omid M", "omid@anthropic.com"],
    ["Gemini Patel", "gp@google.com"],
    ["Tabnine Fan", "fan@acme.test"],
    ["Li Wei", "li.wei@moonshot.ai"],
  ])("%s <%s>", (name, email) => {
    expect(ofAuthor(name, email).involvement).toBe("none-found");
    expect(ofTrailer(`Co-authored-by: ${name} <${email}>`).involvement).toBe("none-found");
    expect(ofTrailer(`Assisted-by: ${name} <${email}>`).involvement).toBe("none-found");
  });

  test("who only commits for another has not written it", () => {
    const found = detectAiInvolvement({
      ...PERSON,
      committerName: "Ann Lee (aider)",
      committerEmail: "ann@acme.test",
      message: "Fix the cart",
    });
    expect(found.involvement).toBe("none-found");
  });
});

describe("other bots are automation, not AI", () => {
  test.each([
    ["dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"],
    ["renovate[bot]", "29139614+renovate[bot]@users.noreply.github.com"],
    ["github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com"],
    ["gemini-cli-robot", "gemini-cli-robot@google.com"],
    ["dotnet bot", "dotnet-bot@dotnetfoundation.org"],
  ])("%s", (name, email) => {
    expect(ofAuthor(name, email)).toMatchObject({ involvement: "automation", evidence: [] });
  });

  const dependabot = {
    ...PERSON,
    authorName: "dependabot[bot]",
    authorEmail: "49699333+dependabot[bot]@users.noreply.github.com",
  };

  test("release notes that it quotes are other people's words", () => {
    const message = `Bump sdk

<li>Generated with Claude Code</li>
This release was written with Claude Code.
> Co-authored-by: Claude <noreply@anthropic.com>

Signed-off-by: dependabot[bot] <support@github.com>`;
    expect(detectAiInvolvement({ ...dependabot, message }).involvement).toBe("automation");
  });

  test("an agent that wrote along is found in its closing trailers", () => {
    const message = "Bump sdk\n\nCo-authored-by: Claude <noreply@anthropic.com>";
    expect(detectAiInvolvement({ ...dependabot, message })).toMatchObject({
      involvement: "ai",
      tool: "claude",
    });
  });
});

describe("what a person declares about this change counts, as declared", () => {
  test.each([
    ["This PR was authored with the assistance of an AI coding agent.", null],
    ["Authored with Claude Code (Opus 5).", "claude"],
    ["The majority of the code was generated with Claude Sonnet 4.5, and I reviewed it.", "claude"],
    ["AI usage: Codex wrote the tests, I wrote the rest.", "codex"],
    ["AI assistance was used to prepare this change and PR description.", null],
    ["I used Claude Code to write the migration and checked it by hand.", "claude"],
    ["Written by hand with help from ChatGPT.", "openai"],
    [
      "### Was this patch authored or co-authored using generative AI tooling?\nYes, Claude Opus 4.6.",
      "claude",
    ],
    ["- [x] This change was generated with AI", null],
  ])("%s", (text, tool) => {
    const found = ofMessage(`Fix the cart\n\n${text}`);
    expect(found).toMatchObject({ involvement: "ai", tool });
  });

  test("advice alone is told apart from code", () => {
    expect(ofMessage("Fix\n\nThis bug was diagnosed with help from ChatGPT.")).toMatchObject({
      involvement: "ai",
      role: "advised",
      evidence: [{ grade: "declared" }],
    });
  });
});

describe("talk about AI, and a denial, are not use of AI", () => {
  test.each([
    "AI Disclosure: No AI was used.",
    "AI-Assisted: false",
    "Assisted-by: review:2026",
    "Helped-by: Trae Young <trae@acme.test>",
    "Co-authored-by: Pi <pi@acme.test>",
    "Co-authored-by: Sisyphus <sisyphus@acme.test>",
    "### Was this patch authored or co-authored using generative AI tooling?\nNo.",
    "- [ ] This change was generated with AI",
    "This change was not written with AI.",
    "Drop the rule requiring a Co-Authored-By line for AI-generated commits.",
    "Show the summary that was generated by Claude to users.",
    "The response was generated by Gemini, so escape it.",
    "Move the cursor with the arrow keys; the cursor was created by the query.",
    "Add Claude Code to the list of supported agents.",
    "Use Copilot's API to list models.",
    "Generated by protoc-gen-go.",
    "This comment was automatically generated by Dr. CI.",
    "Below is a detailed description of the PR generated by Cursor:",
    "### <samp>🤖 Generated by Copilot at 26d381f</samp>",
    "Written by Cursor Bugbot for commit 4e7f6ebf.",
    "```\nGenerated with Claude Code\n```",
    "Should we require that code written with AI is labelled?",
  ])("%s", (text) => {
    expect(ofMessage(`Fix the cart\n\n${text}`)).toMatchObject({ involvement: "none-found", evidence: [] });
  });

  test.each([
    'Revert "Add doc comments generated by cline"',
    "Fix issue where claude removes newline at end of files",
    "feat: add Cursor and Copilot CLI installation guide",
    "gpt: repair partitions on boot",
  ])("subject: %s", (subject) => {
    expect(ofMessage(subject).involvement).toBe("none-found");
  });
});

describe("branches, labels and records", () => {
  test("a branch that a tool names by itself", () => {
    expect(ofMessage("Merge pull request #7 from acme/devin/1772227689-fix-cart")).toMatchObject({
      tool: "devin",
      evidence: [{ grade: "branch", foundIn: "branch" }],
    });
    const ofBranch = (branch: string) => detectAiInvolvement({ ...PERSON, message: "Fix", branch });
    expect(ofBranch("claude/fix-cart-01AbCdE").tool).toBe("claude");
    expect(ofBranch("claude/notes").involvement).toBe("none-found");
    expect(ofBranch("cursor/blink-rate").involvement).toBe("none-found");
  });

  test("a label about how it was made, not one about a part of the product", () => {
    const ofLabel = (label: string) => detectAiInvolvement({ ...PERSON, message: "Fix", labels: [label] });
    expect(ofLabel("ai-assisted")).toMatchObject({ involvement: "ai", tool: null });
    expect(ofLabel("generated-by: claude")).toMatchObject({ involvement: "ai", tool: "claude" });
    for (const label of ["ai", "area/copilot", "cursor", "llm"]) {
      expect(ofLabel(label).involvement, label).toBe("none-found");
    }
  });

  test("git-ai's authorship log is the best evidence", () => {
    const note = `src/cart.ts\n  abc123 1-20\n---\n${JSON.stringify({
      schema_version: "authorship/3.0.0",
      prompts: {
        abc123: { agent_id: { tool: "cursor", id: "1", model: "claude-4.5-opus" }, accepted_lines: 20 },
      },
    })}`;
    expect(detectAiInvolvement({ ...PERSON, message: "Fix\n\nMade with Cursor", notes: note })).toMatchObject(
      {
        involvement: "ai",
        tool: "cursor",
        model: "claude-4.5-opus",
        evidence: [{ grade: "attested", foundIn: "note" }, { grade: "trailer" }],
      },
    );
  });

  test("an agent trace in which people wrote every line states no AI", () => {
    const trace = (type: string) =>
      JSON.stringify({
        version: "0.1",
        tool: { name: "cursor", version: "2" },
        files: [{ path: "a.ts", conversations: [{ contributor: { type }, ranges: [] }] }],
      });
    const ofTrace = (type: string) =>
      detectAiInvolvement({ ...PERSON, message: "Fix", notes: [trace(type)] }).involvement;
    expect(ofTrace("human")).toBe("none-found");
    expect(ofTrace("ai")).toBe("ai");
  });

  test("a note of another kind, or a broken one, says nothing", () => {
    for (const note of ["", "reviewed-by: ann", "---\n{", "[1,2]", '{"prompts":{}}']) {
      expect(detectAiInvolvement({ ...PERSON, message: "Fix", notes: note }).involvement).toBe("none-found");
    }
  });
});

test("a message of any shape is read in time", () => {
  const long = "This change was made with the help of ".repeat(2000);
  for (const message of [
    "",
    "\n\n\n",
    long,
    `${"a".repeat(200_000)}`,
    `x\n\n${"—".repeat(50_000)}`,
    "```\n".repeat(5001),
  ]) {
    const startedMs = performance.now();
    ofMessage(message);
    expect(performance.now() - startedMs).toBeLessThan(2000);
  }
});
