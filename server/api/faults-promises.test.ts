import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { createDatabase } from "@/db/client";
import { testDatabase } from "@/db/testing/test-database";
import { incidentSchema } from "@/domain/incident/schema";
import { verifyRollups } from "@/server/rollup/verify";
import { createApi } from "./app";
import { type Answer, type TestApi, testApi } from "./testing/api";
import { testDependencies } from "./testing/dependencies";

const database = testDatabase();
const SERVICES = ["a", "b", "c", "d"];

/** The API with many connections, so that what is meant to meet does meet. */
async function withCrowd<T>(use: (api: TestApi) => Promise<T>): Promise<T> {
  const crowd = createDatabase(database.url, { maxConnections: 20 });
  try {
    const api = await testApi(database);
    for (const slug of SERVICES) {
      await api.send("POST", "/services", { slug, name: slug, trackedFrom: "2026-03-01" });
    }
    api.app = createApi(
      testDependencies(
        () => crowd.db,
        () => api.now,
      ),
    );
    return await use(api);
  } finally {
    await crowd.close();
  }
}

const outage = (title: string) => ({
  title,
  severity: "SEV2",
  impacts: [{ service: "a", fraction: 0.5, startedAt: "2026-03-17T10:00:00Z" }],
});

const many = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

const incidentOf = (answer: Answer) => {
  expect(answer.status, answer.text).toBeLessThan(300);
  return incidentSchema.parse(answer.body);
};

async function expectExactRollups(api: TestApi): Promise<void> {
  const ctx = {
    db: database.db,
    actor: { kind: "system", name: "test" } as const,
    now: api.now,
    workspaceId: api.workspaceId,
    requestId: "verify",
  };
  expect((await verifyRollups(ctx)).differences).toEqual([]);
}

test("thirty incidents logged at once get thirty numbers, none twice and none left out", async () => {
  await withCrowd(async (api) => {
    // Every third is refused after it has been read, and must not use up a number.
    const answers = await many(45, (index) =>
      api.send("POST", "/incidents", {
        ...outage(`Outage ${index}`),
        ...(index % 3 === 2 ? { causes: [{ kind: "no-such-kind" }] } : {}),
      }),
    );
    const numbers = answers.filter(({ status }) => status === 201).map((one) => incidentOf(one).number);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(15);
    await expectExactRollups(api);
  });
});

test("of fifty edits of one version one wins, and forty-nine are told the version that is stored now", async () => {
  await withCrowd(async (api) => {
    const { number } = incidentOf(await api.send("POST", "/incidents", outage("Contended")));
    const answers = await many(50, (index) =>
      api.send("PATCH", `/incidents/${number}`, { title: `Title ${index}` }, { "if-match": '"1"' }),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status === 412);
    expect(refused).toHaveLength(49);
    for (const { body, headers } of refused) {
      expect(body).toMatchObject({ code: "version-mismatch", currentVersion: 2 });
      expect(headers.get("etag")).toBe('"2"');
    }
    const after = incidentOf(await api.send("GET", `/incidents/${number}`));
    expect(after.version).toBe(2);
    expect(after.timeline.filter(({ kind }) => kind === "edit")).toHaveLength(1);
  });
});

test("twenty edits that name no version are all done, one after the other", async () => {
  await withCrowd(async (api) => {
    const { number } = incidentOf(await api.send("POST", "/incidents", outage("Contended")));
    const answers = await many(20, (index) =>
      api.send("PATCH", `/incidents/${number}`, { title: `Title ${index}` }, { "if-match": "*" }),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(incidentOf(await api.send("GET", `/incidents/${number}`)).version).toBe(21);
  });
});

test("an Idempotency-Key makes one row and one answer, however often and at once it is sent", async () => {
  await withCrowd(async (api) => {
    const key = { "idempotency-key": "one-outage" };
    const send = () => api.send("POST", "/incidents", outage("Once"), key);
    const first = await send();
    const again = [await send(), await send()];
    expect(first.status).toBe(201);
    for (const answer of again) {
      expect([answer.status, answer.text, answer.headers.get("etag")]).toEqual([201, first.text, '"1"']);
    }
    const crowd = { "idempotency-key": "one-outage-of-twenty" };
    const answers = await many(20, () => api.send("POST", "/incidents", outage("Twenty"), crowd));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    const stored = await database.db.execute<{ title: string; n: number }>(sql`
      select title, count(*)::int as n from incident where workspace_id = ${api.workspaceId}
      group by title order by title`);
    expect(stored.rows).toEqual([
      { title: "Once", n: 1 },
      { title: "Twenty", n: 1 },
    ]);
  });
});

test("twenty uploads of one batch of usage store each row once", async () => {
  await withCrowd(async (api) => {
    for (const name of ["Ada", "Bo", "Cy"]) await api.send("POST", "/people", { name, level: "mid" });
    const batch = ["Ada", "Bo", "Cy"].flatMap((person) =>
      ["2026-03-16", "2026-03-17"].map((day) => ({ person, day, tool: "Helper" })),
    );
    const answers = await many(20, (index) =>
      api.send("POST", "/ai-usage", index % 2 === 0 ? batch : batch.toReversed()),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers.reduce((sum, { body }) => sum + Number(body.accepted), 0)).toBe(6);
  });
});

test("services edited at once, which the same incidents hit, do not wait for each other in a circle", async () => {
  await withCrowd(async (api) => {
    for (let index = 0; index < 12; index += 1) {
      await api.send("POST", "/incidents", {
        title: `Both ${index}`,
        severity: "SEV3",
        impacts: SERVICES.map((service, at) => ({
          service,
          fraction: 0.5,
          startedAt: `2026-03-${String(4 + ((index + 3 * at) % 12)).padStart(2, "0")}T10:00:00Z`,
          endedAt: `2026-03-${String(4 + ((index + 3 * at) % 12)).padStart(2, "0")}T11:00:00Z`,
        })),
        resolvedAt: "2026-03-17T10:00:00Z",
      });
    }
    for (let round = 0; round < 15; round += 1) {
      const answers = await many(4, (index) => {
        const trackedFrom = `2026-03-${String(2 + ((round * 5 + index * 3) % 14)).padStart(2, "0")}`;
        return api.send("PATCH", `/services/${SERVICES[index]}`, { trackedFrom }, { "if-match": "*" });
      });
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    }
    await expectNoDeadlock();
    await expectExactRollups(api);
  });
});

/** One would be retried and unseen, but it stops everybody for a second; the count is the server's own. */
async function expectNoDeadlock(): Promise<void> {
  const found = await database.db.execute<{ deadlocks: number }>(
    sql`select deadlocks::int from pg_stat_database where datname = current_database()`,
  );
  expect(found.rows[0]?.deadlocks).toBe(0);
}

/** A crowd's next edit; whatever it may be refused for, it never fails. */
function randomEdit(api: TestApi, pick: (bound: number) => number): Promise<Answer> {
  const path = `/incidents/${1 + pick(8)}`;
  const service = SERVICES[pick(SERVICES.length)] ?? "a";
  const other = SERVICES[pick(SERVICES.length)] ?? "b";
  const hour = String(pick(10)).padStart(2, "0");
  const any = { "if-match": "*" };
  const day = `2026-03-1${pick(8)}`;
  switch (pick(15)) {
    case 0:
      return api.send("POST", `${path}/resolution`, { at: "2026-03-18T11:00:00Z" });
    case 1:
      return api.send("POST", `${path}/reopening`);
    case 2:
      return api.send("POST", `${path}/cancellation`);
    case 3:
      return api.send("PATCH", path, { impactStartedAt: `${day}T${hour}:00:00Z` }, any);
    case 4:
      return api.send("POST", `${path}/impacts`, { service, fraction: pick(11) / 10 });
    case 5:
      return api.send("POST", `${path}/causes`, { kind: ["dns", "genai", "config"][pick(3)] });
    case 6:
      return api.send("PATCH", `/services/${service}`, { weight: 1 + pick(9) }, any);
    case 7:
      return api.send("PATCH", `/services/${service}`, { trackedFrom: day }, any);
    case 8:
      return api.send("PUT", `/services/${service}/dependencies`, {
        dependsOn: service === other ? [] : [{ slug: other, criticality: "hard" }],
      });
    case 9:
      return api.send("GET", "/availability?grain=day&from=2026-03-01&to=2026-03-19");
    case 10:
      return api.send("GET", "/incidents?sort=impact");
    case 11: {
      const levelFractions = { major: 1, partial: pick(10) / 10, degraded: 0 };
      return api.send("PATCH", `/workspaces/${api.workspace}`, { levelFractions }, any);
    }
    case 12: {
      const timeZone = ["UTC", "America/Los_Angeles", "Asia/Kathmandu"][pick(3)];
      return api.send("PATCH", `/workspaces/${api.workspace}`, { timeZone }, any);
    }
    case 13:
      return api.send("POST", `${path}/notes`, { body: "still looking" });
    default:
      return api.send("POST", "/incidents", {
        title: "Another",
        severity: `SEV${1 + pick(5)}`,
        impacts: [...new Set([service, other])].map((slug) => ({ service: slug, level: "partial" })),
        impactStartedAt: `${day}T${hour}:00:00Z`,
      });
  }
}

test("ten seconds of any edits at once end in no failure, no deadlock and exact rollups", async () => {
  await withCrowd(async (api) => {
    for (let index = 0; index < 8; index += 1) {
      incidentOf(await api.send("POST", "/incidents", outage(`First ${index}`)));
    }
    const until = performance.now() + 8000;
    const statuses = new Map<number, number>();
    const writer = async (seed: number) => {
      let state = seed;
      const pick = (bound: number) => {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        return Math.floor((state / 2_147_483_648) * bound);
      };
      while (performance.now() < until) {
        const { status, text } = await randomEdit(api, pick);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        expect(status, text).toBeLessThan(500);
      }
    };
    await many(12, (index) => writer(index + 1));
    expect(statuses.get(200) ?? 0).toBeGreaterThan(50);
    await expectNoDeadlock();
    await expectExactRollups(api);
  });
}, 60_000);
