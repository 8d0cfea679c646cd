import type { Policy, Rule } from "./policy";

/** A policy while it is edited: in a form's shape, whatever its values are. */
export interface PolicyDraft extends Policy {
  rules: readonly Rule[];
  whenUnreachable: "open" | "closed";
}

export interface TextFault {
  line: number;
  message: string;
}

export function policyText({ rules, whenUnreachable }: PolicyDraft): string {
  return `${JSON.stringify({ rules, whenUnreachable }, null, 2)}\n`;
}

/** The text form as a draft; what a form could not show is a fault, and the rest is the schema's to judge. */
export function readPolicyText(text: string): { draft: PolicyDraft } | { fault: TextFault } {
  const read = readJson(text);
  if ("fault" in read) return read;
  const { value, lines } = read;
  const at = (path: string, message: string) => ({ fault: { line: lineOf(lines, path), message } });
  if (!isObject(value)) return at("", 'Begin with { "rules": [ ... ] }.');
  const { rules, whenUnreachable = "closed", ...rest } = value;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) return at(unknown, `Not known here: ${unknown}.`);
  if (!Array.isArray(rules)) return at("rules", "rules: give a list.");
  if (whenUnreachable !== "open" && whenUnreachable !== "closed") {
    return at("whenUnreachable", 'whenUnreachable: give "open" or "closed".');
  }
  for (const [index, rule] of rules.entries()) {
    const fault = ruleFault(rule);
    if (fault !== null) return at(`rules.${index}.${fault.field}`, `Rule ${index + 1}: ${fault.message}`);
  }
  return { draft: { rules: rules as Rule[], whenUnreachable } };
}

function ruleFault(rule: unknown): { field: string; message: string } | null {
  if (!isObject(rule)) return { field: "", message: "give an object." };
  for (const field of ["id", "name"]) {
    if (typeof rule[field] !== "string") return { field, message: `${field}: give text.` };
  }
  if (rule.mode !== "monitor" && rule.mode !== "enforce") {
    return { field: "mode", message: 'mode: give "monitor" or "enforce".' };
  }
  for (const field of ["when", "require"]) {
    if (!isObject(rule[field])) return { field, message: `${field}: give an object.` };
  }
  return listFault(rule.when);
}

const LISTS = [
  "involvement",
  "aiRoles",
  "tools",
  "authorLevels",
  "services",
  "kinds",
  "environments",
  "autonomies",
  "windows",
];

function listFault(when: unknown): { field: string; message: string } | null {
  if (!isObject(when)) return null;
  const field = LISTS.find((name) => when[name] !== undefined && !Array.isArray(when[name]));
  return field === undefined ? null : { field: `when.${field}`, message: `${field}: give a list.` };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The line on which a value stands; that of what it would stand in, where it is missing. */
export function lineOfPath(text: string, path: string): number {
  const read = readJson(text);
  return "fault" in read ? read.fault.line : lineOf(read.lines, path);
}

function lineOf(lines: ReadonlyMap<string, number>, path: string): number {
  for (let rest = path; rest !== ""; rest = rest.slice(0, Math.max(0, rest.lastIndexOf(".")))) {
    const line = lines.get(rest);
    if (line !== undefined) return line;
  }
  return 1;
}

type ReadJson = { value: unknown; lines: Map<string, number> } | { fault: TextFault };

/** JSON with the line of every value; the browsers' own parsers name places each in their own way. */
function readJson(text: string): ReadJson {
  const lines = new Map<string, number>();
  let at = 0;
  try {
    const value = readValue("");
    skip();
    if (at < text.length) fail("Nothing may follow the last }.");
    return { value, lines };
  } catch (error) {
    if (error instanceof SyntaxError) return { fault: { line: lineAt(at), message: error.message } };
    throw error;
  }

  function readValue(path: string): unknown {
    skip();
    lines.set(path, lineAt(at));
    if (text[at] === "{") return readObject(path);
    if (text[at] === "[") return readArray(path);
    const token = /^(?:"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)/.exec(
      text.slice(at, at + 20_000),
    )?.[0];
    if (token === undefined)
      return fail(at >= text.length ? "The text ends too early." : "A value is missing here.");
    try {
      const value: unknown = JSON.parse(token);
      at += token.length;
      return value;
    } catch {
      return fail(`${token} cannot be read.`);
    }
  }

  function readObject(path: string): Record<string, unknown> {
    const found: Record<string, unknown> = {};
    each("}", () => {
      skip();
      const name = /^"(?:[^"\\\n]|\\.)*"/.exec(text.slice(at, at + 1000))?.[0];
      if (name === undefined) return fail('A name in quotes is missing here, such as "rules".');
      const key = String(JSON.parse(name));
      const line = lineAt(at);
      at += name.length;
      expect(":", `A colon is missing after "${key}".`);
      const own = path === "" ? key : `${path}.${key}`;
      Object.defineProperty(found, key, {
        value: readValue(own),
        enumerable: true,
        configurable: true,
        writable: true,
      });
      lines.set(own, line);
    });
    return found;
  }

  function readArray(path: string): unknown[] {
    const found: unknown[] = [];
    each("]", () => found.push(readValue(path === "" ? String(found.length) : `${path}.${found.length}`)));
    return found;
  }

  function each(end: "}" | "]", read: () => void): void {
    at += 1;
    skip();
    if (text[at] === end) {
      at += 1;
      return;
    }
    for (;;) {
      read();
      skip();
      if (text[at] === end) break;
      expect(",", `A comma or a ${end} is missing here.`);
    }
    at += 1;
  }

  function expect(mark: string, message: string): void {
    skip();
    if (text[at] !== mark) fail(message);
    at += 1;
  }

  function skip(): void {
    while (/\s/.test(text[at] ?? "")) at += 1;
  }

  function lineAt(place: number): number {
    let line = 1;
    for (let index = text.indexOf("\n"); index >= 0 && index < place; index = text.indexOf("\n", index + 1))
      line += 1;
    return line;
  }

  function fail(message: string): never {
    throw new SyntaxError(message);
  }
}
