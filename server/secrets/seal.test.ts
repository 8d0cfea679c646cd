import { describe, expect, test } from "vitest";
import { deriveKey, keyId } from "./keys";
import { isSealedUnderOldKey, openText, SealError, sealText } from "./seal";

const secrets = { current: "mX2pV8sQ0bT4kR7wZ1nY6cJ3fH9dL5gA", old: [] };
const text = "ghs_zażółć 🗝 and more";

function codeOf(open: () => string): string {
  try {
    return `opened: ${open()}`;
  } catch (error) {
    return error instanceof SealError ? error.code : String(error);
  }
}

describe("a key", () => {
  test("is another one for another purpose or secret, and always the same for the same", () => {
    const keys = [
      deriveKey(secrets.current, "seal"),
      deriveKey(secrets.current, "session"),
      deriveKey(`${secrets.current}x`, "seal"),
    ];
    expect(new Set(keys.map(keyId)).size).toBe(3);
    expect(deriveKey(secrets.current, "seal")).toEqual(keys[0]);
    for (const key of keys) expect(key).toHaveLength(32);
  });

  test("is HKDF-SHA-256 as in RFC 5869, so that another program can derive it", () => {
    expect(deriveKey("secret", "test").toString("hex")).toBe(
      "5c9a70e6a9bd1f55cf1e5998a999a29c33f89d7bef01ac6a849f30d37bde6121",
    );
  });
});

describe("a sealed text", () => {
  test("opens under its secret and context, and says nothing of what is in it", () => {
    const sealed = sealText(text, "identity_provider.client_secret:1", secrets);
    expect(openText(sealed, "identity_provider.client_secret:1", secrets)).toBe(text);
    expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]+$/);
    expect(sealed).not.toContain("ghs_");
  });

  test("is another one each time, even of the same text", () => {
    expect(sealText(text, "a", secrets)).not.toBe(sealText(text, "a", secrets));
  });

  test("does not open in another place", () => {
    const sealed = sealText(text, "row 1", secrets);
    expect(codeOf(() => openText(sealed, "row 2", secrets))).toBe("tampered");
  });

  test("does not open when any character of it was changed", () => {
    const sealed = sealText(text, "row 1", secrets);
    for (let at = 0; at < sealed.length; at++) {
      const other = sealed[at] === "A" ? "B" : "A";
      const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
      expect(
        codeOf(() => openText(changed, "row 1", secrets)),
        `position ${at}`,
      ).not.toContain("opened");
    }
  });

  test("does not open when its end is missing", () => {
    const sealed = sealText(text, "row 1", secrets);
    for (const left of [sealed.slice(0, -4), sealed.slice(0, 12), "", "v1...", `${sealed}.x`]) {
      expect(codeOf(() => openText(left, "row 1", secrets))).not.toContain("opened");
    }
  });

  test("opens under a replaced secret while that is listed, and tells that it should be sealed anew", () => {
    const sealed = sealText(text, "row 1", secrets);
    const rotated = { current: "a-new-one-of-many-characters-0001", old: [secrets.current] };
    expect(openText(sealed, "row 1", rotated)).toBe(text);
    expect(isSealedUnderOldKey(sealed, rotated)).toBe(true);
    expect(isSealedUnderOldKey(sealed, secrets)).toBe(false);
    expect(codeOf(() => openText(sealed, "row 1", { ...rotated, old: [] }))).toBe("unknown-key");
  });
});
