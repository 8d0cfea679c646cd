// The taxonomy without its parsers: the pages draw causes from here and need no zod for it.

/** The cause taxonomy, in its fixed order; a workspace can add kinds of its own (table `cause_kind`). */
export const CAUSE_KINDS = [
  {
    kind: "genai-assisted-change",
    code: "GA",
    name: "GenAI-assisted change",
    short: "GenAI-assisted",
    token: "genai",
  },
  { kind: "agent-action", code: "AA", name: "Agent action", short: "Agent action", token: "agent" },
  {
    kind: "code-deployment",
    code: "DE",
    name: "Code deployment",
    short: "Code deployment",
    token: "deployment",
  },
  { kind: "configuration", code: "CO", name: "Configuration", short: "Configuration", token: "config" },
  { kind: "dns", code: "DN", name: "DNS", short: "DNS", token: "dns" },
  {
    kind: "dependency",
    code: "TP",
    name: "Dependency / third party",
    short: "Dependency",
    token: "dependency",
  },
  { kind: "capacity", code: "CA", name: "Capacity / load", short: "Capacity", token: "capacity" },
  { kind: "network", code: "NW", name: "Network", short: "Network", token: "network" },
  { kind: "hardware", code: "HW", name: "Hardware / facility", short: "Hardware", token: "hardware" },
  { kind: "data", code: "DM", name: "Data / migration", short: "Data", token: "data" },
  {
    kind: "certificate",
    code: "CE",
    name: "Certificate / secret expiry",
    short: "Certificate",
    token: "certificate",
  },
  { kind: "security", code: "SE", name: "Security", short: "Security", token: "security" },
  { kind: "process", code: "PR", name: "Process / human error", short: "Process", token: "process" },
  { kind: "unknown", code: "??", name: "Unknown", short: "Unknown", token: "unknown" },
] as const;

export type BuiltInCauseKind = (typeof CAUSE_KINDS)[number]["kind"];
/** A built-in kind or the slug of a workspace's own. */
export type CauseKind = BuiltInCauseKind | (string & {});

const BY_KIND = new Map<string, (typeof CAUSE_KINDS)[number]>(
  CAUSE_KINDS.map((entry) => [entry.kind, entry]),
);
const RANK = new Map<string, number>(CAUSE_KINDS.map((entry, index) => [entry.kind, index]));

/** The taxonomy's entry of a kind; a workspace's own kind gets its slug as name and the unknown colour. */
export function causeEntry(kind: CauseKind): {
  kind: string;
  code: string;
  name: string;
  short: string;
  token: string;
} {
  const known = BY_KIND.get(kind);
  if (known) return known;
  const name = kind.replaceAll("-", " ").replace(/^./, (letter) => letter.toUpperCase());
  return { kind, code: kind.slice(0, 2).toUpperCase(), name, short: name, token: "unknown" };
}

/** Position in the fixed order; a workspace's own kinds come after the built-in ones. */
export function causeRank(kind: CauseKind): number {
  return RANK.get(kind) ?? CAUSE_KINDS.length;
}

/** An AI cause carries its role, tool, permissions and whether it is claimed or confirmed. */
export function isAiCause(kind: CauseKind): boolean {
  return kind === "genai-assisted-change" || kind === "agent-action";
}

const ALIASES: Record<string, BuiltInCauseKind> = {
  genai: "genai-assisted-change",
  "gen-ai": "genai-assisted-change",
  "gen-ai-assisted": "genai-assisted-change",
  "gen-ai-assisted-change": "genai-assisted-change",
  "genai-assisted": "genai-assisted-change",
  "genai-change": "genai-assisted-change",
  ai: "genai-assisted-change",
  "ai-assisted": "genai-assisted-change",
  "ai-assisted-change": "genai-assisted-change",
  agent: "agent-action",
  "ai-agent": "agent-action",
  deployment: "code-deployment",
  deploy: "code-deployment",
  code: "code-deployment",
  "code-change": "code-deployment",
  release: "code-deployment",
  bug: "code-deployment",
  software: "code-deployment",
  config: "configuration",
  "configuration-change": "configuration",
  "config-change": "configuration",
  misconfiguration: "configuration",
  "third-party": "dependency",
  "dependency-third-party": "dependency",
  vendor: "dependency",
  upstream: "dependency",
  provider: "dependency",
  load: "capacity",
  "capacity-load": "capacity",
  traffic: "capacity",
  overload: "capacity",
  networking: "network",
  facility: "hardware",
  "hardware-facility": "hardware",
  power: "hardware",
  infrastructure: "hardware",
  migration: "data",
  "data-migration": "data",
  database: "data",
  cert: "certificate",
  secret: "certificate",
  tls: "certificate",
  "certificate-expiry": "certificate",
  "secret-expiry": "certificate",
  "certificate-secret-expiry": "certificate",
  attack: "security",
  ddos: "security",
  human: "process",
  "human-error": "process",
  "process-human-error": "process",
  "operator-error": "process",
  other: "unknown",
  none: "unknown",
};

/** Reads a cause as people write it ("GenAI", "third party", "config"); the slug itself where it is no synonym. */
export function parseCauseKind(text: string): CauseKind {
  const slug = text
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return ALIASES[slug] ?? slug;
}

export const CAUSE_ROLES = ["primary", "contributing"] as const;
export type CauseRole = (typeof CAUSE_ROLES)[number];
export const CAUSE_STATUSES = ["suspected", "confirmed", "disputed", "ruled-out"] as const;
export type CauseStatus = (typeof CAUSE_STATUSES)[number];
export const AI_ROLES = ["wrote-code", "advised", "acted"] as const;
export type AiRole = (typeof AI_ROLES)[number];
export const AI_CLAIMS = ["claimed", "confirmed"] as const;
export type AiClaim = (typeof AI_CLAIMS)[number];

export const AI_ROLE_WORDS: Record<AiRole, string> = {
  "wrote-code": "wrote code",
  advised: "advised",
  acted: "acted itself",
};
