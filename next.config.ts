import type { NextConfig } from "next";

const config: NextConfig = {
  output: "standalone",
  reactStrictMode: true,
  poweredByHeader: false,
  // The address of an invitation holds its token: nothing that its page loads or leads to is told it.
  headers: async () => [
    { source: "/invitation/:path*", headers: [{ key: "Referrer-Policy", value: "no-referrer" }] },
  ],
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
