import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { OperatorError } from "@/db/operator-error";
import { Invalid } from "@/domain/errors";
import type { InputFile } from "@/server/import/read-input";

const MB = 1024 * 1024;

export interface FoundFile {
  /** As a person sees it: the path below the folder that was named. */
  name: string;
  path: string;
}

export interface FoundInput {
  files: FoundFile[];
  skipped: FoundFile[];
}

/** The file, or every file of the folder and its folders that may hold records, in the order of their names. */
export function findInputFiles(target: string): FoundInput {
  const root = path.resolve(target);
  const kind = kindOf(root, target);
  if (kind === "file") return { files: [{ name: path.basename(root), path: root }], skipped: [] };
  const all = walk(root, "");
  return { files: all.filter((file) => !isDescription(file)), skipped: all.filter(isDescription) };
}

export function readFound(file: FoundFile, maxBytes: number): InputFile {
  const { size } = statSync(file.path);
  if (size > maxBytes) {
    throw new Invalid(
      "file",
      `The file is ${Math.ceil(size / MB)} MB; ${maxBytes / MB} MB is the most. Split it and import the parts.`,
      "file-too-large",
    );
  }
  return { name: path.basename(file.name), bytes: readFileSync(file.path) };
}

function kindOf(root: string, target: string): "file" | "folder" {
  try {
    return statSync(root).isDirectory() ? "folder" : "file";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    const reason =
      code === "ENOENT" ? "does not exist" : code === "EACCES" ? "may not be read" : "cannot be read";
    throw new OperatorError("file-missing", `${target} ${reason}.`);
  }
}

function walk(root: string, below: string): FoundFile[] {
  const entries = readdirSync(path.join(root, below), { withFileTypes: true });
  return entries
    .filter((entry) => !entry.name.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = path.join(below, entry.name);
      if (entry.isDirectory()) return walk(root, name);
      return entry.isFile() ? [{ name, path: path.join(root, name) }] : [];
    });
}

/** Files that tell of the others. */
function isDescription({ name }: FoundFile): boolean {
  return /(?:^|[/\\])(?:licen[cs]e|notice|readme|source|changelog)(?:\.[a-z]+)?$|\.(?:md|rst|html?|pdf|png|jpe?g)$/i.test(
    name,
  );
}
