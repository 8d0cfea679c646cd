import { existsSync } from "node:fs";
import { defineConfig, devices } from "@playwright/test";
import { dataFolder } from "./e2e/database";

/** `FAULTLINE_E2E_URL` runs the journeys against an instance that is already there. */
const given = process.env.FAULTLINE_E2E_URL;
const port = Number(process.env.FAULTLINE_E2E_PORT ?? 3947);
const baseURL = given ?? `http://127.0.0.1:${port}`;
const systemChromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
const executablePath =
  process.env.FAULTLINE_CHROMIUM ?? (process.env.PLAYWRIGHT_BROWSERS_PATH ? undefined : systemChromium);

const desktop = { ...devices["Desktop Chrome"], viewport: { width: 1440, height: 900 } };

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL,
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
    trace: "retain-on-failure",
    launchOptions: { executablePath, args: ["--disable-dev-shm-usage"] },
  },
  projects: [
    { name: "journeys", testIgnore: "remove-sample.spec.ts", use: desktop },
    // Takes away what the others look at, so it comes last.
    { name: "removal", testMatch: "remove-sample.spec.ts", use: desktop, dependencies: ["journeys"] },
  ],
  webServer: given
    ? undefined
    : {
        command: "exec node cli/start.mjs",
        url: `${baseURL}/readyz`,
        timeout: 240_000,
        reuseExistingServer: false,
        stdout: "pipe",
        stderr: "pipe",
        gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
        env: {
          PORT: String(port),
          // The journeys sign in with what lies in the data folder, whatever the caller's own settings are.
          DATABASE_URL: "",
          FAULTLINE_SECRET: "",
          FAULTLINE_URL: "",
          HOST: "",
          FAULTLINE_DATA_DIR: dataFolder,
        },
      },
});
