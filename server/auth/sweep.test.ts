import { expect, it } from "vitest";
import { authLoginLink, authRateLimit, authSession, authUser, authVerification } from "@/db/schema";
import { withDatabase } from "@/db/testing/test-database";
import { ensureLocalOwner } from "./local-owner";
import { sweepAccounts } from "./sweep";

const now = new Date("2026-03-18T12:00:00Z");
const uuid = (last: number) => `00000000-0000-4000-8000-${String(last).padStart(12, "0")}`;

it("takes away what has ended, and nothing else", () =>
  withDatabase(async ({ db }) => {
    await ensureLocalOwner(db, now);
    const [owner] = await db.select().from(authUser);
    const userId = owner?.id ?? "";
    for (const [at, minutes] of [-1, 1].entries()) {
      const expiresAt = new Date(now.getTime() + minutes * 60_000);
      const stamps = { createdAt: now, updatedAt: now };
      await db
        .insert(authSession)
        .values({ id: uuid(at), userId, token: `token ${at}`, expiresAt, ...stamps });
      await db.insert(authLoginLink).values({ tokenHash: `hash ${at}`, userId, createdAt: now, expiresAt });
      await db
        .insert(authVerification)
        .values({ id: uuid(at), identifier: `name ${at}`, value: "", expiresAt, ...stamps });
      await db.insert(authRateLimit).values({ key: `key ${at}`, points: 1, expire: expiresAt.getTime() });
    }
    await sweepAccounts(db, now);
    expect(await db.select({ id: authSession.id }).from(authSession)).toEqual([{ id: uuid(1) }]);
    expect(await db.select({ hash: authLoginLink.tokenHash }).from(authLoginLink)).toEqual([
      { hash: "hash 1" },
    ]);
    expect(await db.select({ id: authVerification.id }).from(authVerification)).toEqual([{ id: uuid(1) }]);
    expect(await db.select({ key: authRateLimit.key }).from(authRateLimit)).toEqual([{ key: "key 1" }]);
  }));
