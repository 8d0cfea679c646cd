// Globs as in GitHub's CODEOWNERS. Patterns are matched segment by segment and without backtracking over more than one
// star, so that no pattern, however it is written, is slow on a long path.

/** A rule gives the files under its pattern to services; the last rule that matches a file decides. */
export interface ServiceRule<T> {
  pattern: string;
  services: readonly T[];
}

/** A segment as text to compare, or as the pieces between its wildcards; ANY_SEGMENTS stands for a double star. */
type Segment = string | Wild | typeof ANY_SEGMENTS;
const ANY_SEGMENTS = null;
interface Wild {
  /** One character each; a wildcard is the object itself, so that an escaped star is not one. */
  units: readonly Unit[];
}
type Unit = string | typeof ANY_TEXT | typeof ANY_CHARACTER;
const ANY_TEXT = Symbol("*");
const ANY_CHARACTER = Symbol("?");
const ANY_NAME: Wild = { units: [ANY_CHARACTER, ANY_TEXT] };

const compiledRules = new WeakMap<object, readonly (readonly Segment[])[]>();

/** Every service to which one of the files belongs, each once, in the order of the rules. */
export function servicesOfPaths<T>(rules: readonly ServiceRule<T>[], paths: readonly string[]): T[] {
  const deciding = new Set<number>();
  for (const path of paths) {
    const rule = decidingRule(rules, path);
    if (rule !== null) deciding.add(rule);
  }
  const inOrder = [...deciding].sort((one, other) => one - other);
  return [...new Set(inOrder.flatMap((rule) => rules[rule]?.services ?? []))];
}

/** The place of the last rule that matches, which alone says whose the file is; null where none does. */
export function decidingRule(rules: readonly { pattern: string }[], path: string): number | null {
  const compiled = compiledOf(rules);
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (segments.length === 0) return null;
  for (let rule = compiled.length - 1; rule >= 0; rule--) {
    const pattern = compiled[rule];
    if (pattern && matches(pattern, segments)) return rule;
  }
  return null;
}

/** Why a pattern cannot be read, as a sentence; null when it can. */
export function patternFault(pattern: string): string | null {
  const text = pattern.trim();
  if (text.startsWith("!")) {
    return "A pattern cannot take files away with !: write a later rule for them, with no services if they have none.";
  }
  if (text.startsWith("#")) return "A pattern that begins with # is a comment; put \\ before the #.";
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(text)) return "There is nothing after the \\ at its end.";
  if (text.split("/").some((segment) => segment === "." || segment === "..")) {
    return "Paths are as in the repository, without . and .. in them.";
  }
  if (/^\/*$/.test(text)) return "A pattern needs a name or a star; * matches every file.";
  if (text.includes("//")) return "Two slashes stand next to each other.";
  return null;
}

function compiledOf(rules: readonly { pattern: string }[]): readonly (readonly Segment[])[] {
  let compiled = compiledRules.get(rules);
  if (!compiled) {
    compiled = rules.map(({ pattern }) => compile(pattern));
    compiledRules.set(rules, compiled);
  }
  return compiled;
}

/**
 * A pattern with a slash before its end begins at the root, any other one in any folder. What it names may be a file or
 * a folder with all in it; only a star alone at the end of a longer pattern (docs/*) stays in its folder, as on GitHub.
 */
function compile(pattern: string): readonly Segment[] {
  const text = pattern.trim();
  if (patternFault(text) !== null) return [""];
  const isFolder = text.endsWith("/");
  const names = text.split("/").filter((name) => name !== "");
  const isRooted = text.slice(0, -1).includes("/");
  const segments = names.map(segmentOf);
  const last = names.at(-1);
  if (!isRooted) segments.unshift(ANY_SEGMENTS);
  // A double star at the end is whatever lies in there, at least one name.
  if (last === "**") segments.push(ANY_NAME);
  if (isFolder) segments.push(ANY_NAME, ANY_SEGMENTS);
  else if (last !== "*" && last !== "**") segments.push(ANY_SEGMENTS);
  return segments.filter((segment, at) => segment !== ANY_SEGMENTS || segments[at - 1] !== ANY_SEGMENTS);
}

function segmentOf(name: string): Segment {
  if (name === "**") return ANY_SEGMENTS;
  const units: Unit[] = [];
  for (let at = 0; at < name.length; at++) {
    const character = name.charAt(at);
    if (character === "\\") units.push(name.charAt(++at));
    else if (character === "?") units.push(ANY_CHARACTER);
    else if (character !== "*") units.push(character);
    else if (units.at(-1) !== ANY_TEXT) units.push(ANY_TEXT);
  }
  return units.every((unit) => typeof unit === "string") ? units.join("") : { units };
}

/** The usual walk with one place to return to: after a mismatch, the last double star takes one more segment. */
function matches(pattern: readonly Segment[], segments: readonly string[]): boolean {
  let at = 0;
  let read = 0;
  let starAt = -1;
  let starRead = 0;
  while (read < segments.length) {
    const expected = pattern[at];
    if (expected === ANY_SEGMENTS) {
      starAt = at++;
      starRead = read;
    } else if (expected !== undefined && isSegment(expected, segments[read] ?? "")) {
      at++;
      read++;
    } else if (starAt >= 0) {
      at = starAt + 1;
      read = ++starRead;
    } else return false;
  }
  while (pattern[at] === ANY_SEGMENTS) at++;
  return at === pattern.length;
}

function isSegment(expected: string | Wild, segment: string): boolean {
  if (typeof expected === "string") return expected === segment;
  const { units } = expected;
  let at = 0;
  let read = 0;
  let starAt = -1;
  let starRead = 0;
  while (read < segment.length) {
    const unit = units[at];
    if (unit === ANY_TEXT) {
      starAt = at++;
      starRead = read;
    } else if (unit === ANY_CHARACTER || (unit !== undefined && unit === segment[read])) {
      at++;
      read++;
    } else if (starAt >= 0) {
      at = starAt + 1;
      read = ++starRead;
    } else return false;
  }
  while (units[at] === ANY_TEXT) at++;
  return at === units.length;
}
