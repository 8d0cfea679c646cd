import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { embeddedSecret } from "./secret";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "faultline-secret-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("the secret is made once, 32 random bytes, readable by its owner alone", () => {
  const secret = embeddedSecret(folder);
  expect(Buffer.from(secret, "base64url")).toHaveLength(32);
  expect(embeddedSecret(folder)).toBe(secret);
  expect(statSync(path.join(folder, "secret")).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["secret"]);
});

test("another folder has another secret", () => {
  const other = mkdtempSync(path.join(tmpdir(), "faultline-secret-"));
  expect(embeddedSecret(other)).not.toBe(embeddedSecret(folder));
  rmSync(other, { recursive: true });
});

test("an emptied file is refused, never replaced in silence", () => {
  writeFileSync(path.join(folder, "secret"), "");
  expect(() => embeddedSecret(folder)).toThrow("is damaged");
});
