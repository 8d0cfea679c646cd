import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** The validator's own wording says nothing to a person; a schema's wording is kept. */
export function messageOf(issue: Issue): string {
  if (isMissing(issue)) return "This is required.";
  if (!isStandardMessage(issue.message)) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return `Give ${typeWord(issue.expected)}.`;
    case "invalid_value":
      return `Give one of: ${issue.values.map(String).join(", ")}.`;
    case "too_small":
      return boundWords(issue.origin, Number(issue.minimum), "at least");
    case "too_big":
      return boundWords(issue.origin, Number(issue.maximum), "at most");
    case "invalid_format":
      return formatWords(issue.format);
    case "unrecognized_keys":
      return `Not known here: ${issue.keys.join(", ")}.`;
    default:
      return "This value cannot be accepted.";
  }
}

/** Whether the wording is the validator's own. */
export function isStandardMessage(message: string): boolean {
  return /^(Invalid|Too (small|big)|Unrecognized)/.test(message);
}

export function isMissing(issue: Issue): boolean {
  return (
    (issue.code === "invalid_type" || issue.code === "invalid_value" || issue.code === "invalid_union") &&
    (issue.input === undefined ? /received undefined/.test(issue.message) : false)
  );
}

function typeWord(expected: string): string {
  const words: Record<string, string> = {
    string: "text",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    array: "a list",
    object: "an object",
  };
  return words[expected] ?? `a value of the type ${expected}`;
}

function boundWords(origin: string, bound: number, relation: "at least" | "at most"): string {
  if (origin === "string") {
    return bound === 1 && relation === "at least"
      ? "This must not be empty."
      : `Give ${relation} ${bound} characters.`;
  }
  if (origin === "array") return `Give ${relation} ${bound} ${bound === 1 ? "entry" : "entries"}.`;
  return `Give a number of ${relation} ${bound}.`;
}

function formatWords(format: string): string {
  const words: Record<string, string> = {
    date: "Give a date, such as 2026-01-31.",
    datetime: "Give an ISO 8601 instant with a zone, such as 2026-03-05T11:58:00Z.",
    email: "Give an e-mail address.",
    url: "Give an address that begins with http:// or https://.",
    uuid: "Give an id as this API returned it.",
  };
  return words[format] ?? "This is not written as it must be.";
}
