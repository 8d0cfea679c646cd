import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { ensureFirstWorkspace } from "@/db/first-workspace";
import { authLoginLink, authUser, member, memberGrant, workspace } from "@/db/schema";
import { withDatabase } from "@/db/testing/test-database";
import { ensureLocalOwner, findOwner, listOwnerless } from "./local-owner";
import { isLocalRequest } from "./local-request";
import { createLoginLink, redeemLoginLink } from "./login-link";
import { safeReturnPath } from "./return-path";

const now = new Date("2026-03-18T12:00:00Z");
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

describe("the local owner", () => {
  it("is made once, by however many processes start, and owns every workspace", () =>
    withDatabase(async ({ db }) => {
      await ensureFirstWorkspace(db, now);
      await Promise.all([1, 2, 3].map(() => ensureLocalOwner(db, now)));
      expect(await db.select({ email: authUser.email }).from(authUser)).toEqual([
        { email: "owner@localhost" },
      ]);
      expect(await listOwnerless(db)).toEqual([]);
      expect(await db.select({ role: memberGrant.role }).from(memberGrant)).toEqual([{ role: "owner" }]);
    }));

  it("gets a workspace whose only owner was deactivated, and keeps their place in it", () =>
    withDatabase(async ({ db }) => {
      await ensureFirstWorkspace(db, now);
      await ensureLocalOwner(db, now);
      await db.update(member).set({ deactivatedAt: now });
      expect(await findOwner(db)).toBeNull();
      await ensureLocalOwner(db, now);
      expect(await listOwnerless(db)).toEqual([]);
      expect(await db.select().from(member)).toHaveLength(1);
      expect(await db.select().from(workspace)).toHaveLength(1);
    }));
});

describe("a sign-in link", () => {
  it("is good once, for ten minutes, and for one of two at once; its token is not stored", () =>
    withDatabase(async ({ db }) => {
      await ensureLocalOwner(db, now);
      const [owner] = await db.select().from(authUser);
      const userId = owner?.id ?? "";
      const token = await createLoginLink(db, now, userId);
      const [stored] = await db.select().from(authLoginLink);
      expect(JSON.stringify(stored)).not.toContain(token);
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => redeemLoginLink(db, later(9), token)),
      );
      expect(answers.filter((answer) => answer !== null)).toEqual([userId]);
      const second = await createLoginLink(db, now, userId);
      expect(await redeemLoginLink(db, later(10), second)).toBeNull();
      expect(await redeemLoginLink(db, now, "x".repeat(43))).toBeNull();
      expect(await redeemLoginLink(db, now, "")).toBeNull();
    }));

  it("goes with its user", () =>
    withDatabase(async ({ db }) => {
      await ensureLocalOwner(db, now);
      const [owner] = await db.select().from(authUser);
      const token = await createLoginLink(db, now, owner?.id ?? "");
      await db.delete(authUser).where(eq(authUser.id, owner?.id ?? ""));
      expect(await redeemLoginLink(db, now, token)).toBeNull();
    }));
});

describe("a request made on this machine", () => {
  const local = (headers: Record<string, string>, peer: string | null = "127.0.0.1") =>
    isLocalRequest(new Headers({ host: "127.0.0.1:3000", ...headers }), peer);

  it("comes from loopback, to a loopback name, passed on for nobody", () => {
    expect(local({})).toBe(true);
    expect(local({}, "::1")).toBe(true);
    expect(local({}, "::ffff:127.0.0.1")).toBe(true);
    expect(local({ "x-forwarded-for": "127.0.0.1", "x-forwarded-host": "localhost:3000" })).toBe(true);
  });

  it.each([
    ["another peer", {}, "203.0.113.9"],
    ["an unknown peer", {}, null],
    ["a foreign Host", { host: "evil.example" }, "127.0.0.1"],
    ["a Host that only begins like ours", { host: "127.0.0.1.evil.example" }, "127.0.0.1"],
    ["a proxy on this machine", { "x-forwarded-for": "203.0.113.9" }, "127.0.0.1"],
    ["an address behind a loopback one", { "x-forwarded-for": "127.0.0.1, 203.0.113.9" }, "127.0.0.1"],
    ["a forwarded name", { "x-forwarded-host": "faultline.example.com" }, "127.0.0.1"],
    ["a real address", { "x-real-ip": "203.0.113.9" }, "127.0.0.1"],
    ["the standard header", { forwarded: "for=127.0.0.1" }, "127.0.0.1"],
    ["what is not an address", { "x-forwarded-for": "unknown" }, "127.0.0.1"],
  ])("is not one with %s", (_, headers, peer) => {
    expect(local(headers, peer)).toBe(false);
  });
});

describe("the way back after signing in", () => {
  it.each([
    ["/acme/incidents?status=open#top", "/acme/incidents?status=open#top"],
    ["//evil.example", "/"],
    ["/\\evil.example", "/"],
    ["/..//evil.example", "/"],
    ["/a/../..//evil.example", "/"],
    ["https://evil.example", "/"],
    ["javascript:alert(1)", "/"],
    ["/\tevil", "/"],
    ["/a\r\nset-cookie: x", "/"],
    ["", "/"],
    [null, "/"],
  ])("takes %j to %j", (asked, path) => {
    expect(safeReturnPath(asked)).toBe(path);
  });
});
