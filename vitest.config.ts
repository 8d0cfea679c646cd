import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  resolve: { alias: { "@": root.replace(/\/$/, "") } },
  test: {
    // A step that finds no test is a step that is broken.
    passWithNoTests: false,
    // One worker is busy while the database is not, and the other way round: two fill two cores.
    maxWorkers: 2,
    // A line for each request would bury what a failed test says.
    env: { FAULTLINE_SECRET: "tests-only-kx7Qd2vN9pLw4RzB8sYc3TfH6mJg1Ae0", FAULTLINE_LOG_LEVEL: "error" },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [
            "domain/**/*.test.ts",
            "components/**/*.test.{ts,tsx}",
            "app/**/*.test.{ts,tsx}",
            "cli/**/*.test.ts",
          ],
          exclude: ["**/*.process.test.ts", "**/*.db.test.ts"],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: "database",
          include: ["db/**/*.test.ts", "server/**/*.test.ts", "cli/**/*.db.test.ts", "bench/**/*.test.ts"],
          exclude: ["server/api/**"],
          globalSetup: ["./db/testing/global-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "api",
          include: ["server/api/**/*.test.ts"],
          globalSetup: ["./db/testing/global-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          // Whole processes, started as a person starts them: they need a build and take turns.
          name: "process",
          include: ["cli/**/*.process.test.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
