import { afterEach, expect, test, vi } from "vitest";
import { ApiError, request } from "./client";
import { hasSessionEnded, onSessionEnd } from "./session-end";

afterEach(() => vi.unstubAllGlobals());

function answerWith(status: number, code: string): void {
  const body = JSON.stringify({ code, detail: "Sign in." });
  vi.stubGlobal("fetch", async () => new Response(body, { status }));
}

test("a request that is refused for want of a session tells the page, and the next answer ends that", async () => {
  const told: boolean[] = [];
  const undo = onSessionEnd(({ isReading }) => told.push(isReading));
  answerWith(401, "not-signed-in");
  await expect(request("/people", { workspace: "acme", method: "POST", body: {} })).rejects.toThrow(
    "Your session has ended.",
  );
  await expect(request("/people", { workspace: "acme" })).rejects.toThrow(ApiError);
  expect(told).toEqual([false, true]);
  expect(hasSessionEnded()).toBe(true);
  answerWith(200, "");
  await request("/people", { workspace: "acme" });
  expect(hasSessionEnded()).toBe(false);
  undo();
});

test("a wrong password is no ended session", async () => {
  answerWith(401, "wrong-credentials");
  await expect(request("/session", { method: "POST", body: {} })).rejects.toThrow("Sign in.");
  expect(hasSessionEnded()).toBe(false);
});
