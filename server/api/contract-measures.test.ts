import { describe, expect, test } from "vitest";
import { type Adoption, adoptionSchema } from "@/domain/ai-use/schema";
import { type AvailabilityPoint, availabilitySchema } from "@/domain/availability/schema";
import { type Incident, incidentSchema } from "@/domain/incident/schema";
import { type BlankApi, withBlankApi } from "./testing/blank";

const DAY = 1440;
const near = (value: number) => expect.closeTo(value, 10);

const service = (api: BlankApi, slug: string, rest: object = {}) =>
  api.must("POST", "/services", { slug, name: slug, trackedFrom: "2026-03-01", ...rest });

async function points(api: BlankApi, query: string): Promise<AvailabilityPoint[]> {
  return availabilitySchema.parse(await api.must("GET", `/availability?${query}`)).points;
}

async function log(
  api: BlankApi,
  impacts: [service: string, fraction: number, startedAt: string, endedAt?: string][],
  rest: object = {},
): Promise<Incident> {
  return incidentSchema.parse(
    await api.must("POST", "/incidents", {
      title: "Outage",
      severity: "SEV2",
      impacts: impacts.map(([slug, fraction, startedAt, endedAt]) => ({
        service: slug,
        fraction,
        startedAt: `${startedAt}Z`,
        ...(endedAt === undefined ? {} : { endedAt: `${endedAt}Z` }),
      })),
      ...rest,
    }),
  );
}

describe("GET /availability", () => {
  test("counts overlaps once, with the largest fraction, and belongs each moment to one incident", async () => {
    await withBlankApi("2026-03-18T12:00:00Z", async (api) => {
      await service(api, "a");
      const first = await log(api, [["a", 0.5, "2026-03-10T10:00:00", "2026-03-10T12:00:00"]]);
      const second = await log(api, [["a", 1, "2026-03-10T11:00:00", "2026-03-10T11:30:00"]]);
      const tied = await log(api, [["a", 0.5, "2026-03-10T11:00:00", "2026-03-10T13:00:00"]]);
      // 10:00-11:00 half (30), 11:00-11:30 whole (30), 11:30-12:00 half (15), 12:00-13:00 half (30): 105 minutes.
      expect(await points(api, "from=2026-03-10&to=2026-03-11&grain=day")).toEqual([
        {
          start: "2026-03-10T00:00:00.000Z",
          end: "2026-03-11T00:00:00.000Z",
          availability: near(1 - 105 / DAY),
          impactMinutes: near(105),
          coveredMinutes: DAY,
        },
      ]);
      const minutes = await Promise.all(
        [first, second, tied].map(async ({ number }) => {
          const body = await api.must("GET", `/incidents/${number}`);
          return incidentSchema.parse(body).metrics.impactMinutes;
        }),
      );
      // On the tie the one that started first owns 11:30-12:00. Together they are the whole.
      expect(minutes).toEqual([near(45), near(30), near(30)]);
    });
  });

  test("weighs services, and takes one or a team alone", async () => {
    await withBlankApi("2026-03-18T12:00:00Z", async (api) => {
      await service(api, "a", { weight: 3, team: "One" });
      await service(api, "b", { weight: 1, team: "One" });
      await service(api, "c", { weight: 6, team: "Two" });
      const { metrics } = await log(api, [
        ["a", 1, "2026-03-10T10:00:00", "2026-03-10T10:36:00"],
        ["b", 0.25, "2026-03-10T10:00:00", "2026-03-10T12:24:00"],
      ]);
      // Lost: a 36 x 3 = 108, b 144 x 0.25 x 1 = 36; 144 of weight 10, 4 or 3.
      const day = "from=2026-03-10&to=2026-03-11&grain=day";
      const minutes = async (query: string) => (await points(api, `${day}${query}`))[0]?.impactMinutes;
      expect(await minutes("")).toEqual(near(14.4));
      expect(metrics.impactMinutes).toEqual(near(14.4));
      expect(await minutes("&team=One")).toEqual(near(36));
      expect(await minutes("&team=Two")).toBe(0);
      expect(await minutes("&service=a")).toEqual(near(36));
      expect(await minutes("&service=b")).toEqual(near(36));
      const [whole] = await points(api, day);
      expect(whole?.availability).toBe(1 - 14.4 / DAY);
    });
  });

  test("covers from where a service is tracked up to now, and is null where nothing is", async () => {
    await withBlankApi("2026-03-18T12:00:00Z", async (api) => {
      await service(api, "a", { trackedFrom: "2026-03-16T18:00:00Z" });
      // Before 18:00 nothing is covered: of this hour and a half only 30 minutes count.
      await log(api, [["a", 1, "2026-03-16T17:00:00", "2026-03-16T18:30:00"]]);
      const days = await points(api, "from=2026-03-15&to=2026-03-20&grain=day");
      expect(days.map((day) => [day.availability, day.impactMinutes, day.coveredMinutes])).toEqual([
        [null, 0, 0],
        [near(1 - 30 / 360), near(30), 360],
        [1, 0, DAY],
        [1, 0, 720],
        [null, 0, 0],
      ]);
      const [month] = await points(api, "from=2026-03-01&to=2026-04-01&grain=month");
      expect(month).toMatchObject({ availability: near(1 - 30 / 2520), coveredMinutes: 2520 });
    });
  });

  test("runs an open incident to now, ends a resolved one, and leaves out a cancelled and a degraded one", async () => {
    await withBlankApi("2026-03-18T12:00:00Z", async (api) => {
      await service(api, "a");
      const open = await log(api, [["a", 0.2, "2026-03-18T11:00:00"]]);
      await api.must("POST", "/incidents", {
        title: "Slow",
        severity: "SEV4",
        impacts: [{ service: "a", level: "degraded", startedAt: "2026-03-18T01:00:00Z" }],
      });
      const mistaken = await log(api, [["a", 1, "2026-03-18T02:00:00"]]);
      await api.must("POST", `/incidents/${mistaken.number}/cancellation`);
      const lost = async () =>
        (await points(api, "from=2026-03-18&to=2026-03-19&grain=day"))[0]?.impactMinutes;
      expect(await lost()).toEqual(near(12));
      api.now = new Date("2026-03-18T13:00:00Z");
      expect(await lost()).toEqual(near(24));
      await api.must("POST", `/incidents/${open.number}/resolution`, { at: "2026-03-18T12:30:00Z" });
      expect(await lost()).toEqual(near(18));
      await api.must("POST", `/incidents/${open.number}/cancellation`);
      expect(await lost()).toBe(0);
    });
  });

  test("cuts days and Monday weeks in the workspace's zone, where one day has 23 hours", async () => {
    await withBlankApi("2026-03-20T00:00:00Z", async (api) => {
      await api.must(
        "PATCH",
        "/workspaces/default",
        { timeZone: "America/Los_Angeles" },
        { "if-match": "*" },
      );
      await service(api, "a", { trackedFrom: "2026-03-01" });
      // Clocks go from 02:00 to 03:00 on Sunday 8 March. This runs from Saturday 23:00 to Monday 01:00 local: 25 hours.
      await log(api, [["a", 1, "2026-03-08T07:00:00", "2026-03-09T08:00:00"]]);
      const days = await points(api, "from=2026-03-07&to=2026-03-10&grain=day");
      expect(days.map((day) => [day.start, day.coveredMinutes, day.impactMinutes])).toEqual([
        ["2026-03-07T08:00:00.000Z", DAY, near(60)],
        ["2026-03-08T08:00:00.000Z", 23 * 60, near(23 * 60)],
        ["2026-03-09T07:00:00.000Z", DAY, near(60)],
      ]);
      const weeks = await points(api, "from=2026-03-02&to=2026-03-16&grain=week");
      expect(weeks.map((week) => [week.start, week.coveredMinutes, week.impactMinutes])).toEqual([
        ["2026-03-02T08:00:00.000Z", 7 * DAY - 60, near(24 * 60)],
        ["2026-03-09T07:00:00.000Z", 7 * DAY, near(60)],
      ]);
    });
  });

  test("takes instants in any zone, also where a plus has become a space, and months and quarters", async () => {
    await withBlankApi("2026-03-18T12:00:00Z", async (api) => {
      await service(api, "a", { trackedFrom: "2025-12-01" });
      await log(api, [["a", 1, "2026-03-10T10:00:00", "2026-03-10T11:00:00"]]);
      const half = { impactMinutes: near(30), coveredMinutes: 30, availability: 0 };
      for (const plus of ["%2B", "+"]) {
        const span = `from=2026-03-10T12:30:00${plus}02:00&to=2026-03-10T13:00:00${plus}02:00`;
        expect((await points(api, `${span}&grain=day`))[0]).toMatchObject(half);
      }
      const cut = async (grain: string) =>
        (await points(api, `from=2025-10-01&to=2026-04-01&grain=${grain}`)).map((one) => one.coveredMinutes);
      expect(await cut("quarter")).toEqual([31 * DAY, (31 + 28 + 17.5) * DAY]);
      expect(await cut("month")).toEqual([0, 0, 31 * DAY, 31 * DAY, 28 * DAY, 17.5 * DAY]);
    });
  });
});

test("incidents add up to the whole, where every service is covered for the whole time", async () => {
  await withBlankApi("2026-03-18T12:00:00Z", async (api) => {
    for (const [slug, weight] of [
      ["a", 5],
      ["b", 0.3],
      ["c", 1.7],
    ] as const) {
      await service(api, slug, { weight });
    }
    const logged = [
      await log(api, [
        ["a", 0.3, "2026-03-09T22:00:00", "2026-03-11T03:17:31"],
        ["b", 1, "2026-03-10T22:00:00", "2026-03-11T03:00:00.123"],
      ]),
      await log(api, [
        ["a", 0.7, "2026-03-10T23:30:00", "2026-03-11T00:30:00"],
        ["c", 0.1, "2026-03-10T23:30:00", "2026-03-14T00:00:00"],
      ]),
      await log(api, [["a", 0.3, "2026-03-10T00:00:00"]]),
      await log(api, [["b", 1, "2026-03-11T02:00:00", "2026-03-11T05:00:00"]]),
    ];
    let sum = 0;
    for (const { number } of logged) {
      const body = await api.must("GET", `/incidents/${number}`);
      sum += incidentSchema.parse(body).metrics.impactMinutes;
    }
    const [whole] = await points(api, "from=2026-03-01&to=2026-04-01&grain=month");
    expect(Math.abs((whole?.impactMinutes ?? 0) - sum)).toBeLessThan(1e-9);
  });
});

describe("GET /adoption", () => {
  const week = async (api: BlankApi, from: string, to: string): Promise<Adoption> =>
    adoptionSchema.parse(await api.must("GET", `/adoption?from=${from}&to=${to}`));

  test("is the distinct people of the week on the roster of the week, not the mean of days", async () => {
    // Friday 20 March 2026; the weeks begin on 2, 9 and 16 March.
    await withBlankApi("2026-03-20T12:00:00Z", async (api) => {
      await api.must("POST", "/people", { name: "Ada", email: "Ada@Example.com", level: "senior" });
      await api.must("POST", "/people", { name: "Bo", handles: ["bo-codes"], level: "mid" });
      const joiner = { name: "Cy", level: "junior", activeFrom: "2026-03-11" };
      await api.must("POST", "/people", joiner);
      const left = { name: "Di", level: "manager", activeTo: "2026-03-06" };
      await api.must("POST", "/people", left);
      await api.must("POST", "/people", { name: "Ed", level: "principal" });
      const batch = [
        { email: "ada@example.com", day: "2026-03-03", tool: "Helper" },
        { person: "bo-codes", day: "2026-03-09", tool: "Helper" },
        { person: "@Bo-Codes", day: "2026-03-10", tool: "Helper" },
        { person: "Bo", day: "2026-03-10", tool: "Other" },
        { person: "cy", day: "2026-03-12", tool: "Helper" },
        // Gone before the week: the use is stored, and counts in no rate.
        { person: "Di", day: "2026-03-10", tool: "Helper" },
        { person: "Nobody", day: "2026-03-10", tool: "Helper" },
        { email: "nobody@example.com", day: "2026-03-10", tool: "Helper" },
        { person: "Ada", day: "2026-03-21", tool: "Helper" },
      ];
      const first = await api.must("POST", "/ai-usage", batch);
      expect(first).toMatchObject({ accepted: 6, unchanged: 0 });
      expect(first).toHaveProperty(
        "refused",
        [6, 7, 8].map((index) => expect.objectContaining({ index })),
      );
      const measured = await week(api, "2026-03-02", "2026-03-23");
      expect(measured.target).toBe(0.8);
      expect(measured.points.map((one) => [one.weekStart, one.users, one.eligible, one.rate])).toEqual([
        // Ada of Ada, Bo, Di, Ed. Then Bo and Cy of Ada, Bo, Cy, Ed. Nobody told of the last week.
        ["2026-03-02", 1, 4, 0.25],
        ["2026-03-09", 2, 4, 0.5],
        ["2026-03-16", 0, 4, null],
      ]);
      // One of five working days was told of, then three of five, then none of those that have passed.
      expect(measured.points.map((one) => one.coverage)).toEqual([0.2, 0.6, 0]);
      expect(await api.must("POST", "/ai-usage", batch)).toMatchObject({ accepted: 0, unchanged: 6 });
      expect(await week(api, "2026-03-02", "2026-03-23")).toEqual(measured);
    });
  });

  test("takes a person by id, by a handle and by the one name, and refuses a name that two share", async () => {
    await withBlankApi("2026-03-20T12:00:00Z", async (api) => {
      const ada = await api.must("POST", "/people", { name: "Ada Low", level: "senior", handles: ["ada"] });
      await api.must("POST", "/people", { name: "Sam Doe", level: "mid", email: "s1@example.com" });
      await api.must("POST", "/people", { name: "Sam Doe", level: "mid", email: "s2@example.com" });
      const id = JSON.parse(JSON.stringify(ada)).id;
      const day = "2026-03-17";
      const answer = await api.must("POST", "/ai-usage", [
        { person: id, day, tool: "Helper" },
        { person: "ada", day, tool: "Helper" },
        { person: "ADA LOW", day, tool: "Helper" },
        { person: "Sam Doe", day, tool: "Helper" },
      ]);
      // Three names for one row: written once, and there already for the other two.
      expect(answer).toMatchObject({
        accepted: 1,
        unchanged: 2,
        refused: [{ index: 3, field: "person" }],
      });
      expect((await week(api, "2026-03-16", "2026-03-23")).points[0]).toMatchObject({
        users: 1,
        eligible: 3,
      });
    });
  });
});
