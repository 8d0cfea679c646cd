import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

/** What a pipeline does when Faultline cannot be asked: let the change through, or hold it. */
export type Choice = "open" | "closed";

interface Learned {
  choice: Choice;
  learnedAt: string;
}

const KEPT_MAX = 20;

/** What the policy last said is kept for the day when it cannot be asked; by server, and by whose token it was. */
export function rememberChoice(place: { url: string; token: string }, choice: Choice): void {
  try {
    const file = cacheFile();
    const { [keyOf(place)]: _before, ...others } = readAll(file);
    const newest = Object.entries(others)
      .sort(([, a], [, b]) => b.learnedAt.localeCompare(a.learnedAt))
      .slice(0, KEPT_MAX - 1);
    const all = {
      ...Object.fromEntries(newest),
      [keyOf(place)]: { choice, learnedAt: new Date().toISOString() },
    };
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    // Two pipelines on one machine may write at once; each replaces the file as a whole.
    const whole = `${file}.${process.pid}`;
    writeFileSync(whole, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
    renameSync(whole, file);
  } catch {
    // A machine without a home has no memory: the option is there for it.
  }
}

export function rememberedChoice(place: { url: string; token: string }): Learned | null {
  return readAll(cacheFile())[keyOf(place)] ?? null;
}

function cacheFile(): string {
  const { FAULTLINE_CACHE_DIR, XDG_CACHE_HOME } = process.env;
  const folder =
    FAULTLINE_CACHE_DIR || path.join(XDG_CACHE_HOME || path.join(homedir(), ".cache"), "faultline");
  return path.join(folder, "gate.json");
}

/** The token itself is not written down. */
function keyOf({ url, token }: { url: string; token: string }): string {
  return `${url} ${createHash("sha256").update(token).digest("hex").slice(0, 16)}`;
}

function readAll(file: string): Record<string, Learned> {
  try {
    const told: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof told !== "object" || told === null) return {};
    const entries = Object.entries(told).filter(([, one]) => isLearned(one));
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}

function isLearned(one: unknown): one is Learned {
  if (typeof one !== "object" || one === null) return false;
  const { choice, learnedAt } = one as Partial<Learned>;
  return (choice === "open" || choice === "closed") && typeof learnedAt === "string";
}
