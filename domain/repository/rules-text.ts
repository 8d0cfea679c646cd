import { patternFault } from "./match";

/** Rules as a text in the form of CODEOWNERS: a pattern a line, then the services, by slug. */
export interface ReadRules {
  rules: { pattern: string; services: string[] }[];
  /** Lines that cannot be read, and why. */
  faults: { line: number; reason: string }[];
}

/** Reads the text. Whatever follows a # is a comment, and a space in a pattern has a backslash before it. */
export function readRules(text: string, knownServices: ReadonlySet<string>): ReadRules {
  const read: ReadRules = { rules: [], faults: [] };
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const words = line.match(/(?:\\.|[^\s\\]|\\$)+/g) ?? [];
    const commentAt = words.findIndex((word) => word.startsWith("#"));
    const [pattern, ...services] = commentAt < 0 ? words : words.slice(0, commentAt);
    if (pattern === undefined) continue;
    const fault = patternFault(pattern) ?? serviceFault(services, knownServices);
    if (fault !== null) read.faults.push({ line: at + 1, reason: fault });
    read.rules.push({ pattern, services: [...new Set(services)] });
  }
  return read;
}

function serviceFault(services: readonly string[], known: ReadonlySet<string>): string | null {
  const unknown = services.find((slug) => !known.has(slug));
  if (unknown === undefined) return null;
  if (unknown.includes("@")) return `${unknown} is an owner; name the service's slug instead.`;
  return `There is no service ${unknown}.`;
}

export function writeRules(rules: readonly { pattern: string; services: readonly string[] }[]): string {
  const patterns = rules.map(({ pattern }) => spacesEscaped(pattern));
  const width = Math.min(48, Math.max(0, ...patterns.map((pattern) => pattern.length)));
  return rules
    .map(({ services }, at) => `${(patterns[at] ?? "").padEnd(width)} ${services.join(" ")}`.trimEnd())
    .join("\n");
}

const spacesEscaped = (pattern: string) =>
  pattern.replace(/\\.|\s/g, (found) => (found.length > 1 ? found : `\\${found}`));
