import type { NextConfig } from "next";

const config: NextConfig = {
  output: "standalone",
  reactStrictMode: true,
  poweredByHeader: false,
  serverExternalPackages: ["pg", "pino"],
  // The linter and tsc run in `npm test`; a build checks types once, there.
  typescript: { ignoreBuildErrors: true },
};

export default config;
