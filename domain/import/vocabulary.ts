import { type BuiltInCauseKind, CAUSE_KINDS, parseCauseKind } from "@/domain/cause/taxonomy";
import type { Status } from "@/domain/incident/lifecycle";
import { IMPACT_LEVELS, type ImpactLevel, type Severity } from "@/domain/incident/schema";
import type { LevelMap } from "./plan";

/**
 * The level of each provider word, shown in the preview and adjustable there. A status page's "none" and "minor"
 * still say that something was wrong, so they count as degraded, which costs no availability by default.
 */
const DEFAULT_LEVELS: Readonly<LevelMap> = {
  critical: "major",
  major: "partial",
  minor: "degraded",
  none: "degraded",
  maintenance: "degraded",
  operational: "none",
  degraded_performance: "degraded",
  partial_outage: "partial",
  major_outage: "major",
  under_maintenance: "none",
  service_outage: "major",
  service_disruption: "partial",
  service_information: "degraded",
};

const IMPACT_SEVERITIES = new Map<string, Severity>([
  ["critical", "SEV1"],
  ["major", "SEV2"],
  ["minor", "SEV3"],
  ["none", "SEV5"],
  ["maintenance", "SEV5"],
  ["service_outage", "SEV1"],
  ["service_disruption", "SEV2"],
  ["service_information", "SEV3"],
  ["high", "SEV1"],
  ["medium", "SEV2"],
  ["low", "SEV3"],
]);

/** The spelling of a word as a key of the level map. */
export function wordKey(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
}

/** The level of a provider's word, with the preview's adjustments; null where the word is not known. */
export function levelOf(word: string, levels: LevelMap | undefined): ImpactLevel | "none" | null {
  const key = wordKey(word);
  if (levels && Object.hasOwn(levels, key)) return levels[key] ?? null;
  return Object.hasOwn(DEFAULT_LEVELS, key) ? (DEFAULT_LEVELS[key] ?? null) : null;
}

/** Severity of a status page's impact word; unknown where the word is. */
export function severityOfImpact(word: string): Severity {
  return IMPACT_SEVERITIES.get(wordKey(word)) ?? "unknown";
}

const STATUS_WORDS = new Map<string, Status>([
  ["triage", "triage"],
  ["new", "triage"],
  ["triggered", "triage"],
  ["open", "investigating"],
  ["active", "investigating"],
  ["started", "investigating"],
  ["ongoing", "investigating"],
  ["live", "investigating"],
  ["detected", "investigating"],
  ["acknowledged", "investigating"],
  ["investigating", "investigating"],
  ["in_progress", "investigating"],
  ["fixing", "identified"],
  ["identified", "identified"],
  ["monitoring", "monitoring"],
  ["mitigated", "monitoring"],
  ["stable", "monitoring"],
  ["verifying", "monitoring"],
  ["resolved", "resolved"],
  ["available", "resolved"],
  ["completed", "resolved"],
  ["done", "resolved"],
  ["fixed", "resolved"],
  ["retrospective", "resolved"],
  ["post_incident", "resolved"],
  ["postmortem", "resolved"],
  ["postmortem_started", "resolved"],
  ["postmortem_completed", "closed"],
  ["closed", "closed"],
  ["cancelled", "cancelled"],
  ["canceled", "cancelled"],
  ["declined", "cancelled"],
  ["merged", "cancelled"],
  ["duplicate", "cancelled"],
  ["false_alarm", "cancelled"],
  ["rejected", "cancelled"],
]);

export function statusOf(word: string): Status | undefined {
  return STATUS_WORDS.get(wordKey(word));
}

const SEVERITY_WORDS: readonly (readonly [RegExp, Severity])[] = [
  [/\b(critical|crit|blocker|highest|urgent|emergency|fatal|disaster)\b/, "SEV1"],
  [/\b(major|high|severe)\b/, "SEV2"],
  [/\b(minor|medium|moderate|normal|error)\b/, "SEV3"],
  [/\b(low|warning|trivial)\b/, "SEV4"],
  [/\b(lowest|info|informational|cosmetic|notice)\b/, "SEV5"],
];

/** Whether a severity counts from zero (P0, SEV0): the whole column is then shifted by one. */
export function countsFromZero(text: string): boolean {
  return /^(?:sev(?:erity)?|s|p|prio(?:rity)?)?[\s_-]*0\b/i.test(text.trim());
}

/** Reads "P1", "Sev-2", "1 - Critical", "critical", "Highest"; null where nothing is recognized. */
export function severityOf(text: string, fromZero = false): Severity | null {
  const word = text.trim().toLowerCase();
  if (/^(unknown|undetermined|unset|n\/a|\?+|-)?$/.test(word)) return "unknown";
  const digit = /^(?:sev(?:erity)?|s|p|prio(?:rity)?)?[\s_-]*([0-5])\b/.exec(word)?.[1];
  if (digit !== undefined) {
    const rank = Number(digit) + (fromZero ? 1 : 0);
    return rank >= 1 && rank <= 5 ? (`SEV${rank}` as Severity) : rank > 5 ? "SEV5" : "SEV1";
  }
  return SEVERITY_WORDS.find(([pattern]) => pattern.test(word))?.[1] ?? null;
}

const CAUSE_PATTERNS: readonly (readonly [RegExp, BuiltInCauseKind])[] = [
  [/\b(ai|llm|autonomous)[\s-]*agent|\bagent(ic)?[\s-]*(action|ai)\b/, "agent-action"],
  [/\bgen[\s-]?ai\b|\bai[\s-](assisted|generated|written|advice)|\b(copilot|llm)\b/, "genai-assisted-change"],
  [/\bdns\b/, "dns"],
  [/\b(cert|certificate|certs|tls|ssl)\b|\bsecret\b.*\bexpir/, "certificate"],
  [/\b(security|attack|ddos|breach|vulnerability|abuse)\b/, "security"],
  [/third[\s-]?party|\b(upstream|vendor|provider|dependency|dependencies)\b/, "dependency"],
  [/\b(capacity|load|overload|traffic|scaling|exhaust\w*|saturat\w*|memory|quota)\b/, "capacity"],
  [/\b(config|configuration|misconfig\w*|feature[\s-]?flag|setting)\b/, "configuration"],
  [/\b(deploy\w*|release|rollout|code|bug|regression|software)\b/, "code-deployment"],
  [/\b(network\w*|routing|bgp|connectivity|firewall)\b/, "network"],
  [/\b(hardware|disk|power|facility|cooling|server failure|data ?cent(er|re))\b/, "hardware"],
  [/\b(data|database|db|migration|schema|corrupt\w*)\b/, "data"],
  [/\b(human|process|operator|manual|procedure|mistake)\b/, "process"],
];

const BUILT_IN = new Map<string, BuiltInCauseKind>(CAUSE_KINDS.map(({ kind }) => [kind, kind]));

/** The taxonomy's kind for a cause as people write it; null where the words name none. */
export function causeKindOf(text: string): BuiltInCauseKind | null {
  const exact = BUILT_IN.get(parseCauseKind(text));
  if (exact) return exact;
  const word = text.toLowerCase();
  return CAUSE_PATTERNS.find(([pattern]) => pattern.test(word))?.[1] ?? null;
}

export function isImpactLevel(word: string): word is ImpactLevel {
  return (IMPACT_LEVELS as readonly string[]).includes(word);
}

/** "Visit www.example.com for more information" and the like: a sign on the page, not something that can fail. */
export function isPseudoComponent(name: string): boolean {
  return /^visit\s+(?:www\b|https?:|our\b|[\w-]+\.\w)/i.test(name.trim());
}
