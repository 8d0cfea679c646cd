import { AI_TOOLS, type AiTool } from "./tools";

export type Identity =
  /** Null is an agent that no list knows but that names itself one. */
  | { kind: "agent"; tool: string | null }
  /** A bot that is no generative AI as far as is known: dependency updates, releases, CI. */
  | { kind: "automation" }
  | { kind: "person" };

const PERSON: Identity = { kind: "person" };
const AUTOMATION: Identity = { kind: "automation" };

interface NamedTool {
  tool: AiTool;
  name: RegExp | null;
  logins: ReadonlySet<string>;
}

const NAMED: readonly NamedTool[] = AI_TOOLS.map((tool) => ({
  tool,
  name: tool.authorNames === undefined ? null : new RegExp(`^(?:${tool.authorNames})$`, "i"),
  logins: new Set(tool.logins),
}));

const FORGE_ADDRESS = /^(?:(\d+)[+-])?([\w.-]+?)(\[bot\])?@users\.noreply\.(?:github\.com|gitlab\.com|\S+)$/i;
const NO_REPLY = /^(?:no-?reply|bot|agent|ai)(?:[+-][\w.-]*)?@/i;
/** aider, and others after it, mark what they wrote in the author's name: "Ann Lee (aider)". */
const OWN_MARK = /\((aider|codex|claude|cursor|gemini|opencode)\)$/i;
/** A bot that calls itself an AI agent: "foo-ai[bot]", "coding-agent[bot]". */
const AGENT_BOT = /(?:^|-)ai(?:-[\w-]+)?\[bot\]$|(?:coding|code|swe|ai)-agent\[bot\]$/i;
/** What is no name at all: "AI Assistant", "LLM coding agent". */
const NO_NAME =
  /^(?:(?:generative |an? )?(?:ai|llm)(?:[ -](?:coding|code|pair|programming))*[ -](?:assistant|agent|tool|programmer)|coding agent)$/i;
/** An agent whose name bears its model's: "kdeps (Ollama - llama3.2)", "GLM-4.6". */
const MODEL_NAME =
  /\b(?:gpt-?\d|claude-(?:opus|sonnet|haiku|\d)|gemini-\d|(?:chat)?glm-?\d|kimi-k\d|qwen-?\d|deepseek-|grok-\d|minimax-m\d|llama-?\d|devstral|codestral)/i;
/** Accounts that nobody but an agent would take, also without "[bot]": "junie-agent", "copilot-swe-agent". */
const AGENT_LOGIN = /agent|copilot|(?:^|-)ai(?:-|$)|-code$/;
/** Bots that name themselves so; a person is called Abbot or Talbot, so a part of a word is not enough. */
const BOT_NAME =
  /\[bot\]$|(?:^|[\s_.-])(?:ro)?bot$|^(?:ro)?bot[\s_-]|\bgithub[- ]actions\b|^dependabot|^renovate|^web-flow$/i;
const BOT_ADDRESS = /\[bot\]@|(?:^|[._+-])(?:ro)?bot@|^(?:dependabot|renovate|greenkeeper|snyk-bot|action)@/i;

const ANY_NAME = new RegExp(
  `^(?:${AI_TOOLS.flatMap(({ authorNames }) => authorNames ?? []).join("|")})$`,
  "i",
);
const ANY_ADDRESS = new RegExp(
  AI_TOOLS.flatMap(({ emails }) => emails ?? [])
    .map(({ source }) => `(?:${source})`)
    .join("|"),
  "i",
);
const ALL_LOGINS: ReadonlySet<string> = new Set(AI_TOOLS.flatMap(({ logins }) => logins ?? []));
/** An account's number is the tool's, whatever the account is called there. */
const TOOL_OF_ID: ReadonlyMap<string, string> = new Map(
  AI_TOOLS.flatMap(({ id, githubIds }) => (githubIds ?? []).map((account) => [account, id] as const)),
);

/** The same few people make most commits, so what was read off a name and an address is kept. */
const KNOWN_MAX = 5000;
const known = new Map<string, Identity>();

/** Whose name and address these are: an agent's, another bot's, or a person's, whatever the person is called. */
export function identityOf(name: string, email: string): Identity {
  const key = `${name.length} ${name}${email}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const identity = readIdentity(name, email, mayBeTool);
  if (known.size >= KNOWN_MAX) known.clear();
  if (key.length < 600) known.set(key, identity);
  return identity;
}

/** As `identityOf`, but asks every tool, and remembers nothing. */
export function readIdentity(
  name: string,
  email: string,
  mayBe: (called: string, address: string) => boolean = () => true,
): Identity {
  // "Kiro AI Assistant" is Kiro AI.
  const called = name
    .trim()
    .slice(0, 200)
    .replace(/(?<=\S) assistant$/i, "");
  const address = email.trim().slice(0, 320);
  const found = mayBe(called, address)
    ? (NAMED.find((one) => isTool(one, called, address)) ??
      NAMED.find(({ tool }) => hasOwnAddress(tool, address)))
    : undefined;
  if (found) return { kind: "agent", tool: found.tool.id };
  const owner = TOOL_OF_ID.get(FORGE_ADDRESS.exec(address)?.[1] ?? "");
  if (owner !== undefined) return { kind: "agent", tool: owner };
  if (NO_NAME.test(name.trim()) || MODEL_NAME.test(called)) return { kind: "agent", tool: null };
  const mark = OWN_MARK.exec(called)?.[1]?.toLowerCase();
  if (mark !== undefined) return { kind: "agent", tool: mark };
  if (AGENT_BOT.test(called) || AGENT_BOT.test(FORGE_ADDRESS.exec(address)?.[2] ?? "")) {
    return { kind: "agent", tool: null };
  }
  return BOT_NAME.test(called) || BOT_ADDRESS.test(address) ? AUTOMATION : PERSON;
}

/** One look at all tools' names and addresses together: whether any of them can be meant at all. */
function mayBeTool(called: string, address: string): boolean {
  if (ANY_NAME.test(called) || ANY_ADDRESS.test(address)) return true;
  if (!/@users\.noreply\./i.test(address)) return false;
  const forge = FORGE_ADDRESS.exec(address);
  return TOOL_OF_ID.has(forge?.[1] ?? "") || ALL_LOGINS.has(forge?.[2]?.toLowerCase() ?? "");
}

function isTool({ tool, name, logins }: NamedTool, called: string, address: string): boolean {
  const forge = FORGE_ADDRESS.exec(address);
  const login = forge?.[2]?.toLowerCase() ?? "";
  if (forge?.[1] !== undefined && tool.githubIds?.includes(forge[1]))
    return isOwnName(name, called, login, logins);
  // ChatGPT shares Codex's address, and a name tells them apart.
  if (hasOwnAddress(tool, address)) return !isNamedOther(name, called);
  const isAgentLogin = forge?.[3] !== undefined || /\[bot\]$/i.test(called) || AGENT_LOGIN.test(login);
  const isOthers = TOOL_OF_ID.has(forge?.[1] ?? "");
  if (forge && !isOthers && logins.has(login) && isAgentLogin) return true;
  if (name === null || !name.test(called)) return false;
  return isBeyondAFirstName(tool, called, address);
}

function hasOwnAddress(tool: AiTool, address: string): boolean {
  return tool.emails?.some((pattern) => pattern.test(address)) ?? false;
}

function isNamedOther(name: RegExp | null, called: string): boolean {
  return !(name?.test(called) ?? false) && NAMED.some((one) => one.name?.test(called) ?? false);
}

/** Several tools share an account: its name tells which. */
function isOwnName(name: RegExp | null, called: string, login: string, logins: ReadonlySet<string>): boolean {
  if (logins.has(called.replace(/\[bot\]$/i, "").toLowerCase())) return true;
  return !isNamedOther(name, called) && (logins.has(login) || (name?.test(called) ?? false) || login !== "");
}

/** A person may be called Claude, Devin or Jules: a bare name counts only with an address that no person has. */
function isBeyondAFirstName(tool: AiTool, called: string, address: string): boolean {
  if (/\[bot\]$/i.test(called) || /[\s\d.-]/.test(called)) return true;
  const domain = address.split("@")[1]?.toLowerCase() ?? "";
  return address === "" || NO_REPLY.test(address) || (tool.vendorDomains?.includes(domain) ?? false);
}
