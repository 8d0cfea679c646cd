import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ReachableNetwork, rangesFor } from "@/server/outgoing/guarded-request";
import { networkFor } from "./dependencies";
import { providerFetch } from "./provider-fetch";

const OUTSIDE: ReachableNetwork = { loopback: false, privateHosts: [] };
const HERE: ReachableNetwork = { loopback: true, privateHosts: [] };
let server: Server;
let address: string;
let asked = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked += 1;
    if (request.url === "/redirect") response.writeHead(302, { location: "/large" }).end();
    else if (request.url === "/large") response.end("x".repeat(600_000));
    else if (request.url === "/never") response.write("{");
    else response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const get = (url: string, network: ReachableNetwork, timeoutMs = 2000) =>
  providerFetch(network)(url, {
    method: "GET",
    headers: {},
    body: undefined,
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
  });

describe("a request to a provider", () => {
  test.each([
    "127.0.0.1",
    "localhost",
    "faultline.localhost",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "10.0.0.1",
    "192.168.1.1",
    "172.16.0.9",
    "100.64.0.1",
    "169.254.169.254",
    "[fe80::1]",
    "[fd00::1]",
    "0.0.0.0",
    "[::]",
    "224.0.0.1",
    "2130706433",
    "0x7f.1",
  ])("does not reach %s", async (host) => {
    const before = asked;
    const { port } = new URL(address);
    await expect(get(`http://${host}:${port}/`, OUTSIDE)).rejects.toThrow(/does not connect/);
    expect(asked).toBe(before);
  });

  test("reaches this machine for an issuer that is on it, and nothing else inside", async () => {
    expect((await get(`${address}/`, HERE)).status).toBe(200);
    await expect(get("http://10.0.0.1/", HERE)).rejects.toThrow(/does not connect/);
  });

  test("may reach a host inside the own network that the operator named, and no link-local one", () => {
    const named = { loopback: false, privateHosts: ["keycloak.internal"] };
    expect([...rangesFor("Keycloak.internal", named)]).toEqual([
      "unicast",
      "private",
      "uniqueLocal",
      "carrierGradeNat",
    ]);
    expect([...rangesFor("other.internal", named)]).toEqual(["unicast"]);
    expect([...rangesFor("localhost", named)]).toEqual([]);
  });

  test("follows no redirect, reads no more than is bounded, and does not wait for ever", async () => {
    expect((await get(`${address}/redirect`, HERE)).status).toBe(302);
    await expect(get(`${address}/large`, HERE)).rejects.toThrow(/larger than 512 KiB/);
    await expect(get(`${address}/never`, HERE, 100)).rejects.toThrow(/did not answer/);
  });
});

test("a provider on this machine is used only where the application is on it alone", () => {
  const settings = { publicUrl: undefined, privateProviders: [] };
  expect(networkFor(settings, "http://localhost:9/").loopback).toBe(true);
  expect(
    networkFor({ ...settings, publicUrl: "http://localhost:3000" }, "http://localhost:9/").loopback,
  ).toBe(true);
  expect(networkFor(settings, "https://login.example.com/").loopback).toBe(false);
  const published = { ...settings, publicUrl: "https://faultline.example.com" };
  expect(networkFor(published, "http://localhost:9/").loopback).toBe(false);
});
