import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { isLoopback } from "@/server/loopback";
import { makeTokenText } from "@/server/token/token-text";
import { createApi } from "./app";
import { testApi } from "./testing/api";
import { testDependencies } from "./testing/dependencies";

const database = testDatabase();

describe("the transport", () => {
  test("answers an unknown address with a problem that carries a code and the request's id", async () => {
    const api = await testApi(database);
    const answer = await api.send("GET", "/nothing", undefined, { "x-request-id": "mine-1" });
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.get("x-request-id")).toBe("mine-1");
    expect(answer.body).toMatchObject({ code: "unknown-route", status: 404, requestId: "mine-1" });
  });

  test("names the methods that an address has", async () => {
    const api = await testApi(database);
    const answer = await api.send("DELETE", "/services");
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("GET, HEAD, OPTIONS, POST");
  });

  test("refuses a body that is not JSON, and one that says it is something else", async () => {
    const api = await testApi(database);
    expect(await api.send("POST", "/services", "{nope")).toMatchObject({
      status: 400,
      body: { code: "malformed-json" },
    });
    const form = await api.send("POST", "/services", "a=b", {
      "content-type": "application/x-www-form-urlencoded",
    });
    expect(form).toMatchObject({ status: 415, body: { code: "unsupported-content-type" } });
  });

  test("refuses a body over the limit", async () => {
    const api = await testApi(database);
    const answer = await api.send("POST", "/services", { slug: "a", name: "x".repeat(6 * 1024 * 1024) });
    expect(answer).toMatchObject({ status: 413, body: { code: "body-too-large" } });
  });

  test("refuses text that cannot be stored, by its field", async () => {
    const api = await testApi(database);
    const answer = await api.send("POST", "/services", { slug: "a", name: "a\u0000b" });
    expect(answer).toMatchObject({ status: 422, body: { code: "invalid-text", field: "name" } });
    expect((await api.send("GET", "/people?q=%00")).status).toBe(422);
  });

  test("names every value that cannot be accepted, in words", async () => {
    const api = await testApi(database);
    const answer = await api.send("POST", "/services", { slug: "Not A Slug", weight: -1 });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([
      {
        field: "slug",
        message: "A slug is lower-case letters, digits, dots, dashes; up to 80 characters.",
        code: "invalid-format",
      },
      { field: "name", message: "This is required.", code: "required" },
      { field: "weight", message: "A weight is greater than 0.", code: "too-small" },
    ]);
    expect(answer.text).not.toMatch(/Invalid input|zod|expected/i);
  });

  test("refuses a write that another site sends", async () => {
    const api = await testApi(database);
    const mark = { kind: "policy", day: "2026-01-01", title: "Sign-off" };
    const foreign: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
    ];
    for (const headers of foreign) {
      expect((await api.send("POST", "/marks", mark, headers)).status).toBe(403);
    }
    const own = { host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-origin" };
    expect((await api.send("POST", "/marks", mark, own)).status).toBe(201);
  });

  test("takes only names of this machine for its own", () => {
    expect(["localhost", "localhost:3000", "127.0.0.1", "[::1]:80", "a.localhost"].every(isLoopback)).toBe(
      true,
    );
    expect(["localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", ""].some(isLoopback)).toBe(false);
  });

  test("answers 503 with Retry-After while the database cannot be reached", async () => {
    const { createDatabase } = await import("@/db/client");
    const gone = createDatabase("postgres://nobody:x@127.0.0.1:9/none");
    const app = createApi(
      testDependencies(
        () => gone.db,
        () => new Date(),
      ),
    );
    const response = await app.request("/api/v1/services", {
      headers: { authorization: `Bearer ${makeTokenText().text}` },
    });
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await response.json()).toMatchObject({ code: "database-unavailable" });
    await gone.close();
  });

  test("uses the named workspace and refuses one that does not exist", async () => {
    const api = await testApi(database);
    expect((await api.send("GET", "/services?workspace=none", undefined)).status).toBe(200);
    const answer = await api.send("GET", "/services", undefined, { "faultline-workspace": "none" });
    expect(answer).toMatchObject({ status: 404, body: { code: "workspace-not-found" } });
  });
});

describe("an Idempotency-Key", () => {
  const mark = { kind: "policy", day: "2026-01-01", title: "Once" };

  test("does a POST once and answers the repetition byte for byte", async () => {
    const api = await testApi(database);
    const first = await api.send("POST", "/marks", mark, { "idempotency-key": "k1" });
    const again = await api.send("POST", "/marks", mark, { "idempotency-key": "k1" });
    expect(again.status).toBe(201);
    expect(again.text).toBe(first.text);
    expect((await api.send("GET", "/marks")).body.marks).toHaveLength(1);
  });

  test("is refused with another body, with more than 255 characters, and while the first still runs", async () => {
    const api = await testApi(database);
    await api.send("POST", "/marks", mark, { "idempotency-key": "k2" });
    const other = await api.send("POST", "/marks", { ...mark, title: "Other" }, { "idempotency-key": "k2" });
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency-key-reused" } });
    const long = await api.send("POST", "/marks", mark, { "idempotency-key": "k".repeat(256) });
    expect(long.status).toBe(422);
    const both = await Promise.all([
      api.send("POST", "/marks", mark, { "idempotency-key": "k3" }),
      api.send("POST", "/marks", mark, { "idempotency-key": "k3" }),
    ]);
    expect(both.filter((answer) => answer.status === 201).length).toBeGreaterThan(0);
    expect((await api.send("GET", "/marks")).body.marks).toHaveLength(2);
  });

  test("lets a request that failed be repeated, and expires after a day", async () => {
    const api = await testApi(database);
    const key = { "idempotency-key": "k4" };
    expect((await api.send("POST", "/marks", { ...mark, day: "soon" }, key)).status).toBe(422);
    expect((await api.send("POST", "/marks", mark, key)).status).toBe(201);
    api.now = new Date(api.now.getTime() + 25 * 3_600_000);
    expect((await api.send("POST", "/marks", mark, key)).status).toBe(201);
    expect((await api.send("GET", "/marks")).body.marks).toHaveLength(2);
  });
});
