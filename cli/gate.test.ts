import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "./project-root";

/** Files that a file loads when it runs; what is imported for its types alone is not there then. */
function loadedBy(file: string): string[] {
  const text = readFileSync(path.join(projectRoot, file), "utf8");
  const found = text.matchAll(/^(?:import|export) (?!type\b)[^;]*?from "(@\/|\.\.?\/)([^"]+)";/gms);
  return [...found].map(([, from = "", rest = ""]) => {
    const base = from === "@/" ? rest : path.join(path.dirname(file), from, rest);
    return `${base}.ts`;
  });
}

test("the gate's command loads nothing of the application: it runs beside a pipeline, without a database", () => {
  const seen = new Set<string>();
  const waiting = ["cli/faultline.ts", "cli/gate.ts"];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    waiting.push(...loadedBy(file));
  }
  expect([...seen].filter((file) => /^(server|db|app)\//.test(file))).toEqual([]);
  expect(seen).toContain("domain/sign-off/words.ts");
  expect(seen.size).toBeLessThan(25);
});
