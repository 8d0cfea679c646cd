import { Invalid } from "@/domain/errors";
import { detectCsvKind, detectJsonKind } from "@/domain/import/detect-kind";
import type { ImportInput } from "@/domain/import/import-input";
import { readJsonText } from "@/domain/import/json-text";
import type { ImportKind, ImportRefusal } from "@/domain/import/plan";
import { decodeFile } from "./decode";
import { readCsv } from "./read-csv";

export interface InputFile {
  name: string;
  bytes: Uint8Array;
}

/** A file taken apart, before anything is made of it. */
export interface ReadFile {
  input: ImportInput;
  /** What the file looks like; null where nothing is recognized. */
  detected: ImportKind | null;
  /** Lines and rows that cannot be read at all. */
  refusals: ImportRefusal[];
  notes: string[];
}

/** Reads JSON, JSON lines or a table, whichever the file holds; its name only helps where the content leaves it open. */
export function readInput(file: InputFile, maxBytes: number): ReadFile {
  if (file.bytes.length === 0) throw new Invalid("file", "The file is empty.", "empty-file");
  const { text, notes } = decodeFile(file.bytes, maxBytes);
  const name = file.name.replace(/\.gz$/i, "");
  if (looksLikeJson(text, name)) {
    const { value, refusals } = readJsonText(text);
    refuseUnreadable(value, refusals);
    return { input: { format: "json", value }, detected: detectJsonKind(value, name), refusals, notes };
  }
  const { headers, rows, refusals, notes: more } = readCsv(text);
  const detected = detectCsvKind(headers, name);
  return { input: { format: "csv", headers, rows }, detected, refusals, notes: [...notes, ...more] };
}

function looksLikeJson(text: string, name: string): boolean {
  return /^\uFEFF?\s*[[{]/.test(text.slice(0, 4096)) || /\.(?:json|jsonl|ndjson)$/i.test(name);
}

/** Where not even one line could be read, the file as a whole is refused. */
function refuseUnreadable(value: unknown, refusals: readonly ImportRefusal[]): void {
  const first = refusals[0];
  const isNothing = Array.isArray(value) && value.every((row) => row === undefined);
  if (first && isNothing) throw new Invalid("file", first.reason, "unreadable");
}
