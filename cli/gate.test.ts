import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "./project-root";
import { bundledSources } from "./start/bundle";

/** Files that a file loads when it runs; what is imported for its types alone is not there then. */
function loadedBy(file: string): string[] {
  const text = readFileSync(path.join(projectRoot, file), "utf8");
  const found = text.matchAll(/^(?:import|export) (?!type\b)[^;]*?from "(@\/|\.\.?\/)([^"]+)";/gms);
  return [...found].map(([, from = "", rest = ""]) => {
    const base = from === "@/" ? rest : path.join(path.dirname(file), from, rest);
    return `${base}.ts`;
  });
}

function loadedFrom(...waiting: string[]): Set<string> {
  const seen = new Set<string>();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    waiting.push(...loadedBy(file));
  }
  return seen;
}

test("the gate's command loads nothing of the application: it runs beside a pipeline, without a database", () => {
  const seen = loadedFrom("cli/faultline.ts", "cli/gate.ts");
  expect([...seen].filter((file) => /^(server|db|app)\//.test(file))).toEqual([]);
  expect(seen).toContain("domain/sign-off/words.ts");
  expect(seen.size).toBeLessThan(25);
});

test("the application is built anew when anything changes that its served command is made of", () => {
  const own = [...loadedFrom("cli/single-file.ts")].filter((file) => file.startsWith("cli/"));
  expect(own).toContain("cli/pipeline/client.ts");
  const isLookedAt = (file: string) =>
    bundledSources.some((one) => file === one || file.startsWith(`${one}/`));
  expect(own.filter((file) => !isLookedAt(file))).toEqual([]);
  expect(bundledSources.filter((one) => !existsSync(path.join(projectRoot, one)))).toEqual([]);
});
