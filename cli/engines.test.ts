import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "./project-root";

test("no locked package stops at a version of Node, for engine-strict would refuse to install on a newer one", () => {
  const lock: { packages: Record<string, { engines?: { node?: string } }> } = JSON.parse(
    readFileSync(path.join(projectRoot, "package-lock.json"), "utf8"),
  );
  const entries = Object.entries(lock.packages);
  expect(entries.length).toBeGreaterThan(400);
  const capped = entries.filter(([, { engines }]) => /<|(?:^|\s)-\s/.test(engines?.node ?? ""));
  // CONTRIBUTING.md says what to do: the lock's own entry is what npm ci goes by.
  expect(capped.map(([name, { engines }]) => `${name}: ${engines?.node}`)).toEqual([]);
});
