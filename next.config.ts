import type { NextConfig } from "next";

const config: NextConfig = {
  output: "standalone",
  reactStrictMode: true,
  poweredByHeader: false,
  serverExternalPackages: ["pg"],
  // The linter and tsc run in `npm test`; a build checks types once, there.
  typescript: { ignoreBuildErrors: true },
  // A lockfile in a folder above the project must not move the root, and with it the standalone output's layout.
  outputFileTracingRoot: process.cwd(),
  turbopack: { root: process.cwd() },
  outputFileTracingIncludes: { "/*": ["./drizzle/**/*"] },
  outputFileTracingExcludes: { "/*": ["./.data/**/*", "./e2e/**/*", "./bench/**/*", "./cli/**/*"] },
};

export default config;
