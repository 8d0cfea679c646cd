import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { projectRoot } from "../project-root";

/** What the file is made of; the application is built anew when one of them changes. */
export const bundledSources = [
  "cli/break-glass.ts",
  "cli/gate.ts",
  "cli/log-change.ts",
  "cli/pipeline",
  "cli/single-file.ts",
  "cli/start/bundle.ts",
  "cli/strict.ts",
];

interface Bundler {
  build(options: Record<string, unknown>): Promise<unknown>;
}

/** Makes one file that runs on plain Node of the commands that need no more than HTTP. */
export async function bundleCommandLine(outfile: string): Promise<void> {
  const require = createRequire(import.meta.url);
  // The bundler that tsx brings, of the version that the lockfile pins: what runs the sources also puts them together.
  const bundler: Bundler = createRequire(require.resolve("tsx/package.json"))("esbuild");
  const { version } = JSON.parse(readFileSync(path.join(projectRoot, "package.json"), "utf8"));
  const license = readFileSync(path.join(projectRoot, "node_modules", "commander", "LICENSE"), "utf8");
  await bundler.build({
    entryPoints: [path.join(projectRoot, "cli", "single-file.ts")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    charset: "utf8",
    logLevel: "silent",
    tsconfig: path.join(projectRoot, "tsconfig.json"),
    define: { FAULTLINE_VERSION: JSON.stringify(version) },
    banner: {
      js: [
        "#!/usr/bin/env node",
        `// Faultline ${version} for pipelines: node faultline.mjs --help`,
        `/* It contains commander:\n${license.trim()}\n*/`,
        // What is bundled of commander asks for Node's own modules in the old way.
        'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      ].join("\n"),
    },
  });
}
