import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";

/** Whether the linter takes a file of that folder whose only peculiarity is one import. Nothing is written. */
function accepts(file: string, from: string): boolean {
  const binary = path.join(process.cwd(), "node_modules", "@biomejs", "biome", "bin", "biome");
  const input = `import { x } from "${from}";\n\nexport const y = x;\n`;
  return spawnSync(process.execPath, [binary, "lint", `--stdin-file-path=${file}`], { input }).status === 0;
}

describe("who may import whom", () => {
  it.each([
    ["components/planted.ts", "@/db/schema"],
    ["components/planted.ts", "../db"],
    ["components/planted.ts", "@/server/context"],
    ["components/ui/planted.tsx", "@/app/page"],
    ["domain/planted.ts", "@/server/context"],
    ["domain/incident/planted.ts", "@/db/client"],
    ["domain/planted.ts", "node:fs"],
    ["domain/planted.ts", "react"],
    ["app/planted.tsx", "@/db/schema"],
    ["app/[workspace]/planted.tsx", "@/cli/connect"],
    ["server/planted.ts", "@/components/ui/button"],
    ["server/incident/planted.ts", "@/app/page"],
    ["db/planted.ts", "@/server/context"],
    ["db/schema/planted.ts", "@/components/ui/button"],
  ])("refuses %s importing %s", (file, from) => {
    expect(accepts(file, from)).toBe(false);
  });

  it.each([
    ["app/planted.tsx", "@/server/context"],
    ["components/planted.ts", "@/domain/errors"],
    ["server/planted.ts", "@/db/schema"],
    ["db/planted.ts", "@/domain/errors"],
    ["cli/planted.ts", "@/server/context"],
  ])("allows %s importing %s", (file, from) => {
    expect(accepts(file, from)).toBe(true);
  });
});
