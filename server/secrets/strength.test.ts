import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { weaknessOf } from "./strength";

describe("a secret that could be guessed is refused", () => {
  test.each([
    ["short", "has fewer than 32 characters"],
    ["abababababababababababababababababab", "repeats a few characters only"],
    ["changeme-changeme-changeme-changeme-now", "is a value that stands in examples"],
    ["Q7c-CHANGE_ME-kXw29vLpT1zR8yN4mB6fHd0s", "is a value that stands in examples"],
    ["my-secret-for-the-application-2026-xyz", "is a value that stands in examples"],
    ["q7Rk2Zp9LwXcq7Rk2Zp9LwXcq7Rk2Zp9LwXc", "repeats one short text"],
    ["0123456789abcdefghijklmnopqrstuvwxyz", "is a sequence of characters"],
  ])("%s", (secret, weakness) => expect(weaknessOf(secret)).toBe(weakness));

  test("what the named commands print is accepted, in each of its notations", () => {
    for (let round = 0; round < 500; round++) {
      const bytes = randomBytes(32);
      for (const notation of ["base64url", "base64", "hex"] as const) {
        expect(weaknessOf(bytes.toString(notation))).toBeNull();
      }
    }
  });
});
