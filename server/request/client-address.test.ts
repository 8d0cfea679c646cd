import { describe, expect, test } from "vitest";
import { addressGroup, clientAddress, isOverTls } from "./client-address";

const forwarded = (value: string) => new Headers({ "x-forwarded-for": value });

describe("the address a request came from", () => {
  test.each([
    ["nobody is trusted: the header is nothing", "203.0.113.9", "198.51.100.1", [], "198.51.100.1"],
    [
      "a foreign peer cannot claim to be forwarded",
      "10.0.0.1",
      "198.51.100.1",
      ["10.0.0.0/8"],
      "198.51.100.1",
    ],
    ["a trusted proxy tells its caller", "203.0.113.9", "10.0.0.1", ["10.0.0.0/8"], "203.0.113.9"],
    [
      "what the caller wrote himself is never reached",
      "1.1.1.1, 203.0.113.9",
      "10.0.0.1",
      ["10.0.0.0/8"],
      "203.0.113.9",
    ],
    [
      "a chain of trusted proxies is walked through",
      "6.6.6.6, 203.0.113.9, 10.9.9.9",
      "10.0.0.1",
      ["10.0.0.0/8"],
      "203.0.113.9",
    ],
    [
      "a caller who claims a trusted address stops at his own",
      "10.5.5.5, 203.0.113.9",
      "10.0.0.1",
      ["10.0.0.0/8"],
      "203.0.113.9",
    ],
    ["IPv4 in IPv6 clothes is IPv4", "203.0.113.9", "::ffff:10.0.0.1", ["10.0.0.0/8"], "203.0.113.9"],
    ["and so in the header", "::ffff:203.0.113.9", "10.0.0.1", ["10.0.0.0/8"], "203.0.113.9"],
    ["IPv6 with a port", "[2001:DB8::1]:4711", "::1", ["::1"], "2001:db8::1"],
    ["IPv4 with a port", "203.0.113.9:4711", "::1", ["::1"], "203.0.113.9"],
    ["no address stops the walk", "203.0.113.9, unknown", "10.0.0.1", ["10.0.0.0/8"], "10.0.0.1"],
    ["an odd notation is no address", "0x7f.1", "10.0.0.1", ["10.0.0.0/8"], "10.0.0.1"],
    ["an empty header", "", "10.0.0.1", ["10.0.0.0/8"], "10.0.0.1"],
  ])("%s", (_, header, peer, trusted, expected) => {
    expect(clientAddress(forwarded(header), peer, trusted)).toBe(expected);
  });

  test("an unknown peer stays unknown, whatever the header says", () => {
    expect(clientAddress(forwarded("203.0.113.9"), null, ["0.0.0.0/0", "::/0"])).toBeNull();
  });

  test("a header of thousands of hops is walked in time", () => {
    const startedMs = performance.now();
    clientAddress(forwarded(Array(5000).fill("10.0.0.2").join(",")), "10.0.0.1", ["10.0.0.0/8"]);
    expect(performance.now() - startedMs).toBeLessThan(500);
  });
});

describe("whom a limit counts together", () => {
  test("every address of an IPv6 /64, and nobody beside it", () => {
    expect(addressGroup("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64");
    expect(addressGroup("2001:db8:1:2::")).toBe("2001:db8:1:2::/64");
    expect(addressGroup("2001:db8:1:3::1")).not.toBe("2001:db8:1:2::/64");
  });

  test("IPv4 each by itself, also in IPv6 clothes", () => {
    expect(addressGroup("203.0.113.9")).toBe("203.0.113.9");
    expect(addressGroup("::ffff:203.0.113.9")).toBe("203.0.113.9");
  });
});

describe("whether a request came over TLS", () => {
  const https = new Headers({ "x-forwarded-proto": "https" });
  test.each([
    ["the public address is https", new Headers(), "1.2.3.4", "https://x.example", [], true],
    ["a trusted proxy says so", https, "10.0.0.1", undefined, ["10.0.0.0/8"], true],
    ["anybody else's word is nothing", https, "1.2.3.4", undefined, ["10.0.0.0/8"], false],
    ["an unknown peer's word is nothing", https, null, undefined, ["0.0.0.0/0"], false],
    [
      "the nearest proxy's word counts",
      new Headers({ "x-forwarded-proto": "https, http" }),
      "10.0.0.1",
      undefined,
      ["10.0.0.1"],
      false,
    ],
  ])("%s", (_, headers, peer, publicUrl, trustedProxies, expected) => {
    expect(isOverTls(headers, peer, { publicUrl, trustedProxies })).toBe(expected);
  });
});
