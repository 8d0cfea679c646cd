import { describe, expect, it, vi } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { RequestMeter } from "@/server/limits/request-meter";
import { createApi } from "./app";
import { testApi } from "./testing/api";
import { giveMember, giveToken } from "./testing/callers";
import { testDependencies } from "./testing/dependencies";

const database = testDatabase();

const fail = (error: unknown) => {
  throw error;
};

async function allowedOf(takes: Promise<{ isAllowed: boolean }>[]): Promise<number> {
  return (await Promise.all(takes)).filter(({ isAllowed }) => isAllowed).length;
}

describe("requests per minute", () => {
  it("of one caller are let through up to the limit and no further, many at once", async () => {
    const meter = new RequestMeter(database.pool, fail);
    for (const limit of [1, 7, 100, 1001]) {
      const takes = Array.from({ length: limit * 2 }, () => meter.take(`one-${limit}`, limit));
      expect(await allowedOf(takes)).toBe(limit);
    }
  });

  it("are counted for all instances together, to a twentieth for each", async () => {
    const meters = [1, 2, 3].map(() => new RequestMeter(database.pool, fail));
    const takes = Array.from({ length: 600 }, (_, at) => meters[at % 3]?.take("shared", 200) ?? fail(at));
    const allowed = await allowedOf(takes);
    expect(allowed).toBeLessThanOrEqual(200);
    expect(allowed).toBeGreaterThanOrEqual(200 - 2 * 10);
  });

  it("are written to the database in blocks", async () => {
    const writes = vi.spyOn(database.pool, "query");
    const meter = new RequestMeter(database.pool, fail);
    for (let at = 0; at < 1000; at += 1) await meter.take("busy", 30_000);
    const statements = writes.mock.calls.length;
    writes.mockRestore();
    expect(statements).toBe(2);
  });

  it("go on when the database does not count, and say so", async () => {
    const errors: unknown[] = [];
    const meter = new RequestMeter(database.pool, (error) => errors.push(error));
    await database.pool.query("alter table auth_rate_limit rename to gone");
    try {
      expect(await meter.take("anyone", 10)).toMatchObject({ isAllowed: true });
    } finally {
      await database.pool.query("alter table gone rename to auth_rate_limit");
    }
    expect(errors).toHaveLength(1);
  });
});

async function ask(
  app: ReturnType<typeof createApi> | undefined,
  path: string,
  headers: Record<string, string>,
) {
  if (app === undefined) throw new Error("There is no such instance.");
  return app.request(path, { headers });
}

describe("a caller of the API", () => {
  it.each(["token", "user", "nobody"])(
    "who is %s is told the limit, and refused beyond it, whichever instance answers",
    async (who) => {
      const api = await testApi(database, { now: new Date() });
      const instance = () =>
        testDependencies(
          () => database.db,
          () => api.now,
          { limits: database.pool, requestLimits: { perUser: 5, perAddress: 5 } },
        );
      const dependencies = instance();
      const apps = [createApi(dependencies), createApi(instance())];
      const headers: Record<string, string> = {
        "faultline-workspace": api.workspace,
        "x-test-address": "198.51.100.1",
      };
      if (who === "token") {
        headers.authorization = `Bearer ${await giveToken(database.db, api.workspaceId, { requestsPerMinute: 5 })}`;
      } else if (who === "user") {
        headers.cookie = (await giveMember(dependencies, api.workspaceId, [])).cookie;
      }
      const path = who === "nobody" ? "/api/v1/sign-in" : "/api/v1/services";
      for (let left = 4; left >= 0; left -= 1) {
        const answer = await ask(apps[left % 2], path, headers);
        expect(answer.status).toBe(200);
        expect(answer.headers.get("ratelimit-limit")).toBe("5");
        expect(answer.headers.get("ratelimit-remaining")).toBe(String(left));
        expect(Number(answer.headers.get("ratelimit-reset"))).toBeGreaterThan(0);
      }
      const refused = await ask(apps[0], path, headers);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await refused.json()).toMatchObject({ code: "too-many-requests", status: 429 });
    },
  );
});
