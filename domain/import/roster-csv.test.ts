import { describe, expect, it } from "vitest";
import { importAiUseCsv } from "./ai-use-csv";
import { importDependenciesCsv, importPeopleCsv, importServicesCsv } from "./roster-csv";

function codes(plan: { refusals: { row: number; field: string; code: string }[] }) {
  return plan.refusals.map(({ row, field, code }) => `${row} ${field} ${code}`);
}

describe("services CSV", () => {
  const headers = ["slug", "name", "weight", "slo", "team", "tracked_from", "depends_on"];
  const row = (values: object) => ({
    slug: "api",
    name: "API",
    weight: "",
    slo: "",
    team: "",
    tracked_from: "",
    depends_on: "",
    ...values,
  });

  it("reads an objective of 99.9, 99.9 % and 0.999 as the same", () => {
    const rows = ["99.9", "99.9%", "0.999", "99,9"].map((slo, index) => row({ slug: `s${index}`, slo }));
    expect(importServicesCsv(headers, rows).services.map(({ sloTarget }) => sloTarget)).toEqual([
      0.999, 0.999, 0.999, 0.999,
    ]);
  });

  it("reads dependencies with their criticality from one cell", () => {
    const plan = importServicesCsv(headers, [row({ depends_on: "Database; cache:soft; queue (low)" })]);
    expect(plan.dependencies.map(({ dependsOn, criticality }) => [dependsOn, criticality])).toEqual([
      ["database", "hard"],
      ["cache", "soft"],
      ["queue", "soft"],
    ]);
  });

  it("names the field of every row it refuses", () => {
    const plan = importServicesCsv(headers, [
      row({ weight: "3", team: "Core", tracked_from: "2026-01-31" }),
      row({}),
      row({ slug: "a", weight: "-1" }),
      row({ slug: "b", slo: "100" }),
      row({ slug: "c", tracked_from: "soon" }),
      row({ slug: "d", depends_on: "d" }),
      row({ slug: "", name: "" }),
    ]);
    expect(plan.services).toMatchObject([
      { slug: "api", weight: 3, team: "Core", trackedFrom: "2026-01-31" },
    ]);
    expect(codes(plan)).toEqual([
      "2 slug duplicate",
      "3 weight bad-weight",
      "4 sloTarget bad-objective",
      "5 trackedFrom bad-date",
      "6 dependsOn self-dependency",
      "7 name missing-field",
    ]);
  });
});

describe("dependency CSV", () => {
  it("reads words of other tools as hard and soft", () => {
    const rows = [
      { service: "Web", depends_on: "API", criticality: "critical" },
      { service: "Web", depends_on: "Search", criticality: "optional" },
      { service: "Web", depends_on: "Ads", criticality: "" },
      { service: "Web", depends_on: "API", criticality: "hard" },
      { service: "Web", depends_on: "Mail", criticality: "purple" },
      { service: "", depends_on: "API", criticality: "" },
    ];
    const plan = importDependenciesCsv(["service", "depends_on", "criticality"], rows);
    expect(plan.dependencies.map(({ dependsOn, criticality }) => [dependsOn, criticality])).toEqual([
      ["api", "hard"],
      ["search", "soft"],
      ["ads", "hard"],
    ]);
    expect(codes(plan)).toEqual([
      "4 dependsOn duplicate",
      "5 criticality bad-criticality",
      "6 service missing-field",
    ]);
  });
});

describe("people CSV", () => {
  const headers = ["name", "email", "github_login", "title", "team", "hire_date", "end_date"];
  const row = (values: object) => ({
    name: "Ada",
    email: "",
    github_login: "",
    title: "",
    team: "",
    hire_date: "",
    end_date: "",
    ...values,
  });

  it("reads handles, job titles and the days on the roster", () => {
    const [person] = importPeopleCsv(headers, [
      row({
        email: "Ada@Example.com",
        github_login: "@ada; ada-bot",
        title: "Staff Engineer",
        hire_date: "2024-02-01",
        end_date: "2026-01-31",
      }),
    ]).people;
    expect(person).toMatchObject({
      email: "ada@example.com",
      handles: ["ada", "ada-bot"],
      level: "principal",
      activeFrom: "2024-02-01",
      activeTo: "2026-01-31",
    });
  });

  it("names the field of every row it refuses", () => {
    const plan = importPeopleCsv(headers, [
      row({ github_login: "ada" }),
      row({ github_login: "ADA" }),
      row({ name: "" }),
      row({ email: "nobody" }),
      row({ title: "wizard" }),
      row({ hire_date: "2026-02-01", end_date: "2026-01-01" }),
    ]);
    expect(plan.people).toHaveLength(1);
    expect(codes(plan)).toEqual([
      "2 handles duplicate",
      "3 name missing-field",
      "4 email bad-email",
      "5 level bad-level",
      "6 activeTo end-before-start",
    ]);
  });
});

describe("AI-use CSV", () => {
  const headers = ["date", "person", "tool", "count"];

  it("gives one use per person, day and tool, and covers the days it speaks of", () => {
    const plan = importAiUseCsv(headers, [
      { date: "2026-03-05", person: "ada@example.com", tool: "Copilot", count: "4" },
      { date: "2026-03-05", person: "ada@example.com", tool: "Copilot", count: "1" },
      { date: "2026-03-06", person: "Grace", tool: "Claude", count: "0" },
      { date: "2026-03-06", person: "Grace", tool: "", count: "1" },
      { date: "06/03/2026", person: "Grace", tool: "Claude", count: "1" },
      { date: "2026-03-06", person: "", tool: "Claude", count: "1" },
    ]);
    expect(plan.aiUse).toMatchObject([
      { email: "ada@example.com", day: "2026-03-05", tool: "Copilot", row: 1 },
    ]);
    expect(plan.coverage).toMatchObject([{ days: ["2026-03-05"] }]);
    expect(codes(plan)).toEqual([
      "2 day duplicate",
      "3 count no-activity",
      "4 tool missing-field",
      "5 day bad-date",
      "6 person missing-field",
    ]);
  });

  it("takes one tool for a whole file that names none", () => {
    const plan = importAiUseCsv(["date", "login"], [{ date: "2026-03-05", login: "@ada" }], {
      tool: "Cursor",
    });
    expect(plan.aiUse).toMatchObject([{ handle: "ada", tool: "Cursor" }]);
  });

  it("asks for the column of the day where none is recognized", () => {
    expect(() => importAiUseCsv(["who", "tool"], [])).toThrow(/day/);
  });
});
