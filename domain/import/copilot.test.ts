import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importCopilot } from "./copilot";

const idle = {
  user_initiated_interaction_count: 0,
  code_generation_activity_count: 0,
  loc_added_sum: 0,
  used_agent: false,
  used_chat: false,
};

function userDay(
  user_login: string,
  day: string | undefined,
  values: object = { user_initiated_interaction_count: 3 },
) {
  return { ...idle, user_id: 1, user_login, organization_id: "10", ...(day ? { day } : {}), ...values };
}

describe("legacy Copilot metrics", () => {
  const days = [
    { date: "2024-11-05", total_active_users: 3, total_engaged_users: 2 },
    { date: "2024-11-04", total_active_users: 4, total_engaged_users: 4 },
    { date: "2024-11-06", copilot_ide_chat: {} },
  ];

  it("are counts per day, never people, and a suppressed day is refused", () => {
    const plan = importCopilot(days);
    expect(plan.aiUse).toEqual([]);
    expect(plan.aggregates.map(({ metric, windowStart, users }) => [windowStart, metric, users])).toEqual([
      ["2024-11-04", "daily_active", 4],
      ["2024-11-04", "engaged", 4],
      ["2024-11-05", "daily_active", 3],
      ["2024-11-05", "engaged", 2],
    ]);
    expect(plan.refusals).toMatchObject([{ row: 3, ref: "2024-11-06", code: "suppressed" }]);
  });
});

describe("Copilot reports per organization", () => {
  const total = (day: string, daily: number) => ({
    day,
    organization_id: "10",
    daily_active_users: daily,
    weekly_active_users: daily + 1,
    monthly_active_users: daily + 2,
  });
  const report = (rows: object[]) => ({
    report_start_day: "2026-03-01",
    report_end_day: "2026-03-02",
    organization_id: "10",
    day_totals: rows,
  });

  it("give the same counts in whatever order the days stand", () => {
    const rows = [total("2026-03-02", 2), total("2026-03-01", 0)];
    const strip = (plan: ReturnType<typeof importCopilot>) =>
      plan.aggregates
        .map(({ row: _row, ...counts }) => counts)
        .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    expect(strip(importCopilot(report(rows)))).toEqual(strip(importCopilot(report([...rows].reverse()))));
    expect(importCopilot(report(rows)).aggregates).toHaveLength(6);
    expect(importCopilot(report(rows)).coverage).toEqual([]);
  });

  it("of two organizations do not overwrite each other", () => {
    const plan = importCopilot([
      report([total("2026-03-01", 1)]),
      report([{ ...total("2026-03-01", 5), organization_id: "11" }]),
    ]);
    expect(
      plan.aggregates.filter(({ metric }) => metric === "daily_active").map(({ users }) => users),
    ).toEqual([1, 5]);
  });
});

describe("Copilot reports per person", () => {
  it("give one use per person and active day, and cover every day of the report", () => {
    const plan = importCopilot({
      report_start_day: "2026-03-01",
      report_end_day: "2026-03-03",
      organization_id: "10",
      day_totals: [
        userDay("hubot", "2026-03-03"),
        userDay("mona", "2026-03-01", {}),
        userDay("hubot", "2026-03-01", { ai_credits_used: 0.5 }),
        userDay("hubot", "2026-03-01"),
      ],
    });
    expect(plan.aiUse.map(({ handle, day }) => [handle, day])).toEqual([
      ["hubot", "2026-03-03"],
      ["hubot", "2026-03-01"],
    ]);
    expect(plan.coverage).toEqual([
      { source: "GitHub Copilot, organization 10", days: ["2026-03-01", "2026-03-02", "2026-03-03"] },
    ]);
    expect(plan.refusals.map(({ row, code }) => [row, code])).toEqual([
      [2, "no-activity"],
      [4, "duplicate"],
    ]);
  });

  it("take the report's day where the rows have none", () => {
    const plan = importCopilot({
      report_day: "2026-03-03",
      user_totals: [{ login: "octocat", total_active_days: 1 }],
    });
    expect(plan.aiUse).toMatchObject([{ handle: "octocat", day: "2026-03-03" }]);
  });

  it("of a window without days are counted for the window; no day is made up", () => {
    const plan = importCopilot({
      report_start_day: "2026-02-04",
      report_end_day: "2026-03-03",
      user_totals: [
        { login: "octocat", total_active_days: 22, user_initiated_interaction_count: 4 },
        { login: "mona", total_active_days: 0, user_initiated_interaction_count: 0 },
      ],
    });
    expect(plan.aiUse).toEqual([]);
    expect(plan.coverage).toEqual([]);
    expect(plan.aggregates).toMatchObject([
      { metric: "window_active", windowStart: "2026-02-04", windowEnd: "2026-03-03", users: 1 },
    ]);
  });

  it("may come as JSON lines", () => {
    const plan = importCopilot([
      userDay("hubot", "2026-03-03"),
      undefined,
      userDay("mona", "2026-03-02"),
      userDay("eve", "soon"),
    ]);
    expect(plan.aiUse.map(({ row }) => row)).toEqual([1, 3]);
    expect(plan.refusals).toMatchObject([{ row: 4, code: "bad-date" }]);
    expect(plan.coverage[0]?.days).toEqual(["2026-03-02", "2026-03-03"]);
  });
});

describe("other Copilot files", () => {
  it("of seats name who holds one, and the last real day of use", () => {
    const plan = importCopilot({
      total_seats: 2,
      seats: [
        { assignee: { login: "mona" }, last_activity_at: "2026-05-01T23:12:00+03:00" },
        { assignee: { login: "newjoiner" }, last_activity_at: null },
      ],
    });
    expect(plan.seats).toMatchObject([{ handles: ["mona", "newjoiner"] }]);
    expect(plan.aiUse).toMatchObject([{ handle: "mona", day: "2026-05-01" }]);
    expect(plan.coverage).toEqual([]);
  });

  it("of links only say to download what they link to", () => {
    const plan = importCopilot({ download_links: ["https://example.com/x"], report_day: "2026-02-20" });
    expect(plan.refusals[0]?.reason).toContain("Download the files");
  });

  it("of team memberships say to import the user report", () => {
    const plan = importCopilot([{ user_login: "mona", team_id: 7, day: "2026-03-01" }]);
    expect(plan.refusals).toMatchObject([{ code: "no-usage" }]);
  });

  it("of credits count the users of the month", () => {
    const item = (user: string, grossQuantity: number) => ({ product: "Copilot", user, grossQuantity });
    const plan = importCopilot({
      timePeriod: { year: 2026, month: 2 },
      organization: "octo",
      usageItems: [item("a", 0.4), item("b", 2), item("c", 0), item("a", 1)],
    });
    expect(plan.aggregates).toMatchObject([{ windowStart: "2026-02-01", windowEnd: "2026-02-28", users: 2 }]);
    expect(plan.refusals).toMatchObject([{ row: 3, code: "no-activity" }]);
  });

  it("of raw rows hold the answer as text in their data column", () => {
    const rows = [
      { id: "1", params: '{"Organization":"octo"}', data: '{"day":"2026-03-01","daily_active_users":10}' },
      { id: "2", params: "{}", data: '{"assignee":{"login":"mona"},"last_activity_at":null}' },
      { id: "3", params: "{}", data: "{broken" },
    ];
    const plan = importCopilot(rows);
    expect(plan.aggregates).toMatchObject([{ users: 10, source: "GitHub Copilot, organization octo" }]);
    expect(plan.seats).toHaveLength(1);
    expect(plan.refusals).toMatchObject([{ row: 3, code: "bad-json" }]);
  });

  it("may hold anything at all without an exception", () => {
    fc.assert(
      fc.property(fc.anything(), fc.jsonValue(), (anything, json) => {
        importCopilot(anything);
        importCopilot({ day_totals: json, report_start_day: json, report_end_day: "2026-01-01" });
        importCopilot({ user_totals: [json, userDay("a", undefined, { day: json })] });
      }),
      { numRuns: 300 },
    );
  });
});
