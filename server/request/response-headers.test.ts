import { describe, expect, test } from "vitest";
import { cachingOf, pagePolicy, responseHeaders } from "./response-headers";

const page = {
  contentType: "text/html; charset=utf-8",
  nonce: "bm9uY2U=",
  isPublicOverTls: false,
  isDevelopment: false,
};

describe("the headers of a response", () => {
  test("of a page let only scripts with its nonce run", () => {
    const policy = responseHeaders(page)["content-security-policy"] ?? "";
    const scripts = /script-src ([^;]+)/.exec(policy)?.[1];
    expect(scripts).toBe("'nonce-bm9uY2U=' 'strict-dynamic'");
    for (const part of [
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
    ]) {
      expect(policy).toContain(part);
    }
  });

  test("of a page without a nonce let no script run", () => {
    expect(pagePolicy(null, false)).toContain("script-src 'none'");
  });

  test("allow eval while developing, and never inline scripts", () => {
    expect(pagePolicy("n", true)).toContain("'unsafe-eval'");
    expect(pagePolicy("n", false)).not.toContain("'unsafe-eval'");
    expect(/script-src ([^;]+)/.exec(pagePolicy("n", true))?.[1]).not.toContain("unsafe-inline");
  });

  test("of anything else load nothing at all", () => {
    const policy = responseHeaders({ ...page, contentType: "application/json" })["content-security-policy"];
    expect(policy).toMatch(/^default-src 'none';/);
  });

  test("promise TLS only where the public address has it", () => {
    expect(responseHeaders(page)).not.toHaveProperty("strict-transport-security");
    expect(responseHeaders({ ...page, isPublicOverTls: true })["strict-transport-security"]).toMatch(
      /^max-age=/,
    );
  });
});

test.each([
  ["/acme", undefined, "private, no-store"],
  ["/acme", "s-maxage=31536000", "private, no-store"],
  ["/acme", "public, max-age=60", "private, no-store"],
  ["/api/v1/incidents", "no-store", "no-store"],
  ["/_next/static/chunks/a.js", "public, max-age=31536000, immutable", "public, max-age=31536000, immutable"],
  ["/_next/static/chunks/a.js", undefined, undefined],
])("%s with %s is cached as %s", (path, given, expected) => expect(cachingOf(path, given)).toBe(expected));
