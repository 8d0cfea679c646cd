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
const AGENT_BOT = /(?:^|-)ai(?:-[\w-]+)?\[bot\]$|(?:coding|swe|ai)-agent\[bot\]$/i;
/** Bots that name themselves so; a person is called Abbot or Talbot, so a part of a word is not enough. */
const BOT_NAME =
  /\[bot\]$|(?:^|[\s_.-])(?:ro)?bot$|^(?:ro)?bot[\s_-]|\bgithub[- ]actions\b|^dependabot|^renovate|^web-flow$/i;
const BOT_ADDRESS = /\[bot\]@|(?:^|[._+-])(?:ro)?bot@|^(?:dependabot|renovate|greenkeeper|snyk-bot|action)@/i;

/** Whose name and address these are: an agent's, another bot's, or a person's, whatever the person is called. */
export function identityOf(name: string, email: string): Identity {
  const [called, address] = [name.trim().slice(0, 200), email.trim().slice(0, 320)];
  const found = NAMED.find((one) => isTool(one, called, address));
  if (found) return { kind: "agent", tool: found.tool.id };
  const mark = OWN_MARK.exec(called)?.[1]?.toLowerCase();
  if (mark !== undefined) return { kind: "agent", tool: mark };
  if (AGENT_BOT.test(called) || AGENT_BOT.test(FORGE_ADDRESS.exec(address)?.[2] ?? "")) {
    return { kind: "agent", tool: null };
  }
  return BOT_NAME.test(called) || BOT_ADDRESS.test(address) ? AUTOMATION : PERSON;
}

function isTool({ tool, name, logins }: NamedTool, called: string, address: string): boolean {
  const forge = FORGE_ADDRESS.exec(address);
  const login = forge?.[2]?.toLowerCase() ?? "";
  if (forge?.[1] !== undefined && tool.githubIds?.includes(forge[1]))
    return isOwnName(name, called, login, logins);
  if (tool.emails?.some((pattern) => pattern.test(address))) return true;
  if (forge && logins.has(login) && (forge[3] !== undefined || /\[bot\]$/i.test(called))) return true;
  if (name === null || !name.test(called)) return false;
  return isBeyondAFirstName(tool, called, address);
}

/** Several tools share an account: its name tells which. */
function isOwnName(name: RegExp | null, called: string, login: string, logins: ReadonlySet<string>): boolean {
  if (logins.has(called.replace(/\[bot\]$/i, "").toLowerCase())) return true;
  const saysOther = NAMED.some((one) => one.name !== name && (one.name?.test(called) ?? false));
  return !saysOther && (logins.has(login) || (name?.test(called) ?? false) || login !== "");
}

/** A person may be called Claude, Devin or Jules: a bare name counts only with an address that no person has. */
function isBeyondAFirstName(tool: AiTool, called: string, address: string): boolean {
  if (/\[bot\]$/i.test(called) || /[\s\d.-]/.test(called)) return true;
  const domain = address.split("@")[1]?.toLowerCase() ?? "";
  return address === "" || NO_REPLY.test(address) || (tool.vendorDomains?.includes(domain) ?? false);
}
