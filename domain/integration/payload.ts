import { z } from "zod";
import type { Reading } from "./facts";

// What the payloads of all hosts have in common, read leniently: a field that nothing here needs may be anything.

const YEAR_10000_MS = Date.UTC(10_000, 0, 1);

/** Hosts write "2021-04-28T21:50:00Z", "2021-04-28 21:50:00 UTC" and "2021-04-28 21:50:00 +0200". */
export function instantOf(text: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d{1,9})?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i.exec(
    text.trim(),
  );
  if (match === null) return null;
  const [, day, time, fraction = "", zone = "Z"] = match;
  const offset = /^(z|utc)$/i.test(zone) ? "Z" : zone.replace(/^([+-]\d{2}):?(\d{2})$/, "$1:$2");
  const ms = Date.parse(`${day}T${time}${fraction.slice(0, 4)}${offset}`);
  return Number.isNaN(ms) || ms < 0 || ms >= YEAR_10000_MS ? null : ms;
}

export const instant = z.string().transform((text, context) => {
  const ms = instantOf(text);
  if (ms !== null) return ms;
  context.addIssue({ code: "custom", message: "is no instant" });
  return z.NEVER;
});

/** Some hosts write an instant as seconds in one event and as a text in another. */
export const instantOrSeconds = z.union([
  instant,
  z
    .number()
    .min(0)
    .max(YEAR_10000_MS / 1000 - 1)
    .transform((seconds) => Math.floor(seconds * 1000)),
]);

export const count = z.number().int().min(0).max(2_000_000_000);
export const anyId = z.union([z.number().int(), z.string().min(1).max(100)]).transform(String);
export const hash = z
  .string()
  .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i, "is no commit hash")
  .transform((text) => text.toLowerCase());

/** The hash that stands for "nothing": before a branch's first push and after its end. */
export const isNoCommit = (revision: string) => /^0+$/.test(revision);

/** A text of at most so many characters, none of them cut in half; null where nothing is left. */
export function clip(text: string | null | undefined, max: number): string | null {
  const trimmed = (text ?? "").trim();
  const cut =
    trimmed.length <= max
      ? trimmed
      : trimmed
          .slice(0, max)
          .replace(/[\uD800-\uDBFF]$/, "")
          .trim();
  return cut === "" ? null : cut;
}

export const isoOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** An address that a page can link to. */
export function webAddress(text: string | null | undefined): string | null {
  return typeof text === "string" && text.length <= 2000 && /^https?:\/\/[^\s/]+/.test(text) ? text : null;
}

export const subjectOf = (message: string): string => clip(message.split("\n", 1)[0], 500) ?? "";

/** git writes this line itself into the message of a revert. */
export function revertedIn(text: string | null | undefined): string | null {
  return /^This reverts commit ([0-9a-f]{7,64})\b/im.exec(text ?? "")?.[1]?.toLowerCase() ?? null;
}

/** Reads a payload by its schema, or says in words what of it cannot be read. */
export function readAs<S extends z.ZodType>(
  schema: S,
  payload: unknown,
  use: (read: z.output<S>) => Reading,
): Reading {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return use(parsed.data);
  const [issue] = parsed.error.issues;
  const path = issue?.path.join(".") ?? "";
  const what = /^is /.test(issue?.message ?? "") ? issue?.message : "is missing or of another kind";
  return {
    kind: "unreadable",
    reason: `${path === "" ? "The payload" : path.slice(0, 200)} ${what}; the event cannot be read.`,
  };
}
