import { quickInput } from "@/domain/change/quick-input";
import { type ChangeInput, changeInputSchema } from "@/domain/change/schema";
import { messageOf } from "@/domain/issue-words";
import type { BodyLine } from "./split-lines";

export const LINE_BYTES_MAX = 1024 * 1024;

export interface RefusedLine {
  field: string | null;
  code: string;
  reason: string;
}

export type ReadLine = { input: ChangeInput } | { refused: RefusedLine } | null;

const decoder = new TextDecoder("utf-8", { fatal: true });

/** One line of NDJSON as a change that is told of, or why it is none; null where it is blank. */
export function readLine({ bytes }: BodyLine): ReadLine {
  if (bytes === null) {
    return refuse(null, "line-too-long", `A line has at most ${LINE_BYTES_MAX} bytes.`);
  }
  let value: unknown;
  try {
    const text = decoder.decode(bytes);
    if (text.trim() === "") return null;
    value = JSON.parse(text);
    // Only an escape can bring in what Postgres stores no text of.
    if (text.includes("\\u") && /\\u(?:0000|d[89a-f])/i.test(text)) {
      const broken = unstorable(value, "");
      if (broken !== null)
        return refuse(broken, "invalid-text", "This text has a character that cannot be stored.");
    }
  } catch (error) {
    if (error instanceof SyntaxError) {
      return refuse(null, "malformed-json", `The line is not JSON: ${error.message.slice(0, 200)}`);
    }
    return refuse(null, "malformed-text", "The line is not UTF-8.");
  }
  const quick = quickInput(value);
  if (quick !== null) return { input: quick };
  const parsed = changeInputSchema.safeParse(value);
  if (parsed.success) return { input: parsed.data };
  const [issue] = parsed.error.issues;
  const field = issue?.path.map(String).join(".") || null;
  return refuse(field, "invalid-value", issue === undefined ? "This is no change." : messageOf(issue));
}

const refuse = (field: string | null, code: string, reason: string) => ({ refused: { field, code, reason } });

/** The path of the first text that Postgres cannot store; null where there is none. */
function unstorable(value: unknown, path: string): string | null {
  if (typeof value === "string") return /\0|\p{Surrogate}/u.test(value) ? path : null;
  if (typeof value !== "object" || value === null) return null;
  for (const [key, child] of Object.entries(value)) {
    const found = unstorable(child, path === "" ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
