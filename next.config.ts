import type { NextConfig } from "next";

const config: NextConfig = {
  output: "standalone",
  // Several development servers on one checkout each need a folder of their own.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  reactStrictMode: true,
  poweredByHeader: false,
  serverExternalPackages: ["pg", "pino"],
  // `npm test` runs tsc over the whole tree; a second check in the build would only cost start-up time.
  typescript: { ignoreBuildErrors: true },
};

export default config;
