import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const refused: [file: string, from: string][] = [
  ["components/a.ts", "@/db/schema"],
  ["components/b.ts", "../db"],
  ["components/c.ts", "@/server/context"],
  ["components/ui/d.tsx", "@/app/page"],
  ["domain/a.ts", "@/server/context"],
  ["domain/incident/b.ts", "@/db/client"],
  ["domain/c.ts", "node:fs"],
  ["domain/d.ts", "react"],
  ["app/a.tsx", "@/db/schema"],
  ["app/[workspace]/b.tsx", "@/cli/connect"],
  ["server/a.ts", "@/components/ui/button"],
  ["server/incident/b.ts", "@/app/page"],
  ["db/a.ts", "@/server/context"],
  ["db/schema/b.ts", "@/components/ui/button"],
  ["cli/mcp/a.ts", "@/server/context"],
  ["cli/mcp/b.ts", "@/db/schema"],
];

const allowed: [file: string, from: string][] = [
  ["app/ok.tsx", "@/server/context"],
  ["components/ok.ts", "@/domain/errors"],
  ["server/ok.ts", "@/db/schema"],
  ["db/ok.ts", "@/domain/errors"],
  ["cli/ok.ts", "@/server/context"],
  ["cli/mcp/ok.ts", "@/domain/errors"],
];

let folder = "";
let findings = "";

/** A tree of its own under our linter settings, so that nothing is planted in the project. */
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "faultline-boundaries-"));
  for (const file of ["biome.json", ".gitignore"]) copyFileSync(file, path.join(folder, file));
  for (const [file, from] of [...refused, ...allowed]) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), `import { x } from "${from}";\n\nexport const y = x;\n`);
  }
  const binary = path.resolve("node_modules/@biomejs/biome/bin/biome");
  const args = [binary, "lint", "--reporter=github", "--max-diagnostics=none", "."];
  const run = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  findings = run.stdout + run.stderr;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isRefused = (file: string) =>
  findings.split("\n").some((line) => line.includes("noRestrictedImports") && line.includes(`/${file},`));

describe("who may import whom", () => {
  it.each(refused)("refuses %s importing %s", (file) => expect(isRefused(file), findings).toBe(true));
  it.each(allowed)("allows %s importing %s", (file) => expect(isRefused(file), findings).toBe(false));
});
