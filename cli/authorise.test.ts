import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "..");

/** Parts of a command that an edge calls by name all the same, each with why it need not ask. */
const EXCEPTIONS: Record<string, string> = {
  "import/queries readImportRun": "tells whoever was let in by openRun, in the same request, what they began",
};

interface ExportedFunction {
  /** Of the folder and the file: "incident/log logIncident". */
  name: string;
  authorises: boolean;
}

/** Every exported function whose first parameter is a context, and whether it authorises, be it through a neighbour. */
function exportedWithContext(): ExportedFunction[] {
  return sourceFiles().flatMap((file) => {
    const bodies = topLevelFunctions(readFileSync(path.join(ROOT, "server", file), "utf8"));
    return [...bodies.values()]
      .filter((one) => one.isExported && /^\s*(ctx|tx|\w+Ctx|\{[^}]*\}): .*\bCtx\b/s.test(one.firstParameter))
      .map((one) => ({
        name: `${file.replace(/\.ts$/, "")} ${one.name}`,
        authorises: authorises(one.name, bodies, new Set()),
      }));
  });
}

/** What pages, routes and the command line take from the server: the ways in. */
function namesTakenByEdges(): Set<string> {
  const names = new Set<string>();
  for (const folder of ["app", "server/api", "cli"]) {
    for (const file of readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })) {
      if (!/\.tsx?$/.test(file) || /\.test\.tsx?$|testing/.test(file)) continue;
      const source = readFileSync(path.join(ROOT, folder, file), "utf8");
      for (const [, list = ""] of source.matchAll(/import \{([^}]*)\} from "@\/server\//g)) {
        for (const one of list.split(",")) names.add(one.trim().split(" as ")[0] ?? "");
      }
    }
  }
  return names;
}

function sourceFiles(): string[] {
  return readdirSync(path.join(ROOT, "server"), { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\/testing\/|^api\//.test(file))
    .sort();
}

interface TopLevel {
  name: string;
  isExported: boolean;
  firstParameter: string;
  body: string;
}

/** The formatter ends every top-level function with a brace in the first column, or a line that closes a call. */
function topLevelFunctions(source: string): Map<string, TopLevel> {
  const found = new Map<string, TopLevel>();
  const pattern =
    /^(export )?(?:async )?(?:function\*?\s+(\w+)(?:<[^(]*>)?|const (\w+)(?:: [^=]+)? = (?:\w+\()?(?:async )?)\(([\s\S]*?)^(?:\}|\S.*;)$/gm;
  for (const match of source.matchAll(pattern)) {
    const [body = "", exported, functionName, constName, rest = ""] = match;
    const name = functionName ?? constName ?? "";
    found.set(name, {
      name,
      isExported: exported !== undefined,
      firstParameter: firstParameterOf(rest),
      body,
    });
  }
  return found;
}

function firstParameterOf(text: string): string {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if ("([{<".includes(sign)) depth += 1;
    else if (")]}>".includes(sign)) depth -= 1;
    if (depth < 0 || (depth === 0 && sign === ",")) return text.slice(0, at);
  }
  return text;
}

function authorises(name: string, bodies: ReadonlyMap<string, TopLevel>, seen: Set<string>): boolean {
  const body = bodies.get(name)?.body ?? "";
  if (/\bauthorise\w*\(/.test(body)) return true;
  seen.add(name);
  return [...bodies.keys()].some(
    (other) => !seen.has(other) && new RegExp(`\\b${other}\\(`).test(body) && authorises(other, bodies, seen),
  );
}

test("every command and query that a page, a route or the command line calls asks whether the actor may", () => {
  const found = exportedWithContext();
  expect(found.length).toBeGreaterThan(100);
  const taken = namesTakenByEdges();
  const unasked = found
    .filter((one) => !one.authorises && taken.has(one.name.split(" ")[1] ?? ""))
    .map((one) => one.name);
  expect(unasked.filter((name) => !(name in EXCEPTIONS))).toEqual([]);
  expect(Object.keys(EXCEPTIONS).filter((name) => !unasked.includes(name))).toEqual([]);
});
