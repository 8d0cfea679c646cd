import { CHANGE_KINDS, type ChangeKind, type ChangeOutcome } from "@/domain/change/kinds";
import { columnKey } from "./csv-mapping";

const KIND_WORDS = new Map<string, ChangeKind>([
  ...CHANGE_KINDS.flatMap(({ kind, name }): [string, ChangeKind][] => [
    [columnKey(kind), kind],
    [columnKey(name), kind],
  ]),
  ["deploy", "deployment"],
  ["release", "deployment"],
  ["rollout", "deployment"],
  ["commit", "code"],
  ["merge", "code"],
  ["pull_request", "code"],
  ["merge_request", "code"],
  ["pr", "code"],
  ["mr", "code"],
  ["configuration", "config"],
  ["configuration_change", "config"],
  ["config_change", "config"],
  ["setting", "config"],
  ["dns_change", "dns"],
  ["infra", "infrastructure"],
  ["terraform", "infrastructure"],
  ["flag", "feature-flag"],
  ["feature_toggle", "feature-flag"],
  ["flag_change", "feature-flag"],
  ["migration", "data-migration"],
  ["database_migration", "data-migration"],
  ["schema_migration", "data-migration"],
  ["schema_change", "data-migration"],
  ["agent", "agent-action"],
  ["ai_agent", "agent-action"],
]);

/** The ledger's kind for a change as people write it; null where the words name none. */
export function changeKindOf(text: string): ChangeKind | null {
  return KIND_WORDS.get(columnKey(text)) ?? null;
}

const OUTCOMES = new Map<string, ChangeOutcome>([
  ...["succeeded", "success", "successful", "ok", "done", "passed", "complete", "completed", "deployed"].map(
    (word): [string, ChangeOutcome] => [word, "succeeded"],
  ),
  ...["failed", "failure", "error", "errored", "broken", "aborted", "cancelled", "canceled"].map(
    (word): [string, ChangeOutcome] => [word, "failed"],
  ),
  ...["in_progress", "running", "pending", "started", "queued"].map((word): [string, ChangeOutcome] => [
    word,
    "in-progress",
  ]),
]);

export function outcomeOf(text: string): ChangeOutcome | null {
  return OUTCOMES.get(columnKey(text)) ?? null;
}

/** "a; b", "a|b", "a, b" or lines, as a list without blanks. */
export function listOf(text: string): string[] {
  const separator = /[;|\n]/.test(text) ? /[;|\n]/ : /,/;
  return text
    .split(separator)
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

/** "Ann Lee <ann@acme.test>", an address, a name of several words, or a login. */
export function authorOf(text: string): { login?: string; email?: string; name?: string } | null {
  const both = /^(.*?)\s*<([^<>]*)>$/.exec(text);
  if (both) {
    const [, name = "", email = ""] = both;
    return name === "" ? { email } : { name, ...(email === "" ? {} : { email }) };
  }
  if (text === "") return null;
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return { email: text };
  return /\s/.test(text) ? { name: text } : { login: text.replace(/^@/, "") };
}

/** "1,234" or "1 234" as 1234; null where it is no whole number. */
export function countOf(text: string): number | null {
  const digits = text.replace(/^[#!+-]|(?<=\d)[,\s_](?=\d{3}\b)/g, "");
  return /^\d{1,10}$/.test(digits) ? Number(digits) : null;
}

export function isYes(text: string): boolean {
  return /^(?:1|y|yes|true|t|x|ai)$/i.test(text.trim());
}
