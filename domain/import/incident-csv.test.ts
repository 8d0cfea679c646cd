import { describe, expect, it } from "vitest";
import { guessMapping } from "./csv-mapping";
import { importIncidentCsv } from "./incident-csv";
import type { CsvRow } from "./json-value";
import type { ImportOptions } from "./plan";
import { causeKindOf, severityOf } from "./vocabulary";

const headers = ["id", "title", "severity", "services", "start", "end", "cause"];

function row(values: CsvRow = {}): CsvRow {
  return {
    id: "1",
    title: "Checkout down",
    severity: "P1",
    services: "checkout",
    start: "2026-03-05 10:00",
    end: "2026-03-05 11:00",
    cause: "",
    ...values,
  };
}

function run(rows: CsvRow[], options: ImportOptions = {}, columns = headers) {
  return importIncidentCsv(columns, rows, options);
}

describe("guessMapping", () => {
  it.each([
    [
      "a downtime sheet",
      "incident_id,downtime_start,downtime_end,duration_minutes,source,title,impact",
      {
        externalId: "incident_id",
        startedAt: "downtime_start",
        endedAt: "downtime_end",
        durationMinutes: "duration_minutes",
        title: "title",
        level: "impact",
      },
    ],
    [
      "PagerDuty",
      "Id,Incident Number,Description,Service Id,Service Name,Created On,Resolved On,Seconds To First Ack,Seconds To Resolve,Urgency",
      {
        title: "Description",
        service: "Service Name",
        startedAt: "Created On",
        resolvedAt: "Resolved On",
        acknowledgeSeconds: "Seconds To First Ack",
        durationSeconds: "Seconds To Resolve",
        severity: "Urgency",
      },
    ],
    [
      "Opsgenie",
      "Id,TinyId,Message,Status,Priority,CreatedAt,UpdatedAt,ImpactedServices,ImpactStartDate,ImpactEndDate",
      {
        externalId: "Id",
        title: "Message",
        status: "Status",
        severity: "Priority",
        service: "ImpactedServices",
        startedAt: "ImpactStartDate",
        endedAt: "ImpactEndDate",
        declaredAt: "CreatedAt",
      },
    ],
    [
      "FireHydrant",
      "ID,Name,Severity,Milestone,Started At,Detected At,Acknowledged At,Mitigated At,Resolved At,Services,Summary",
      {
        title: "Name",
        severity: "Severity",
        status: "Milestone",
        startedAt: "Started At",
        detectedAt: "Detected At",
        acknowledgedAt: "Acknowledged At",
        mitigatedAt: "Mitigated At",
        resolvedAt: "Resolved At",
        service: "Services",
      },
    ],
    [
      "incident.io",
      "ID,Reference,Name,Status,Severity,Reported at,Declared at,Impact started at,Resolved at,Affected services,Permalink",
      {
        externalId: "Reference",
        title: "Name",
        startedAt: "Impact started at",
        declaredAt: "Declared at",
        resolvedAt: "Resolved at",
        service: "Affected services",
        url: "Permalink",
      },
    ],
    [
      "Jira",
      "Issue key,Issue id,Summary,Priority,Status,Created,Resolved,Component/s,Root cause",
      {
        externalId: "Issue key",
        title: "Summary",
        severity: "Priority",
        startedAt: "Created",
        resolvedAt: "Resolved",
        service: "Component/s",
        cause: "Root cause",
      },
    ],
  ])("maps the export of %s", (_name, line, expected) => {
    expect(guessMapping(line.split(","))).toMatchObject(expected);
  });

  it("uses a column once and leaves a sheet's own 'source' alone", () => {
    const mapping = guessMapping(["created_at", "title", "source"]);
    expect(mapping).toEqual({ startedAt: "created_at", title: "title" });
  });
});

describe("incident CSV", () => {
  it("gives one impact per service of a cell, with the level that the severity suggests", () => {
    const [incident] = run([row({ services: "Checkout; Card vault" })]).incidents;
    expect(incident).toMatchObject({
      severity: "SEV1",
      status: "resolved",
      impactStartedAt: "2026-03-05T10:00:00.000Z",
    });
    expect(incident?.impacts.map(({ serviceSlug, level }) => [serviceSlug, level])).toEqual([
      ["checkout", "major"],
      ["card-vault", "major"],
    ]);
  });

  it("reads times in the chosen zone, unless the header says UTC", () => {
    const [berlin] = run([row()], { zone: "Europe/Berlin" }).incidents;
    expect(berlin?.impactStartedAt).toBe("2026-03-05T09:00:00.000Z");
    const utc = { ...row(), "start (UTC)": "2026-03-05 10:00" };
    const [stated] = run(
      [utc],
      { zone: "Europe/Berlin", mapping: { title: "title", startedAt: "start (UTC)", endedAt: "end" } },
      [...headers, "start (UTC)"],
    ).incidents;
    expect(stated?.impactStartedAt).toBe("2026-03-05T10:00:00.000Z");
  });

  it("takes a duration where there is no end, and the end where both are given", () => {
    const columns = ["title", "start", "end", "duration"];
    const timed = (end: string, duration: string) =>
      run([{ title: "a", start: "2026-03-05T10:00:00Z", end, duration }], {}, columns).incidents[0];
    expect(timed("", "90")?.resolvedAt).toBe("2026-03-05T11:30:00.000Z");
    expect(timed("", "1h 30m")?.resolvedAt).toBe("2026-03-05T11:30:00.000Z");
    expect(timed("", "01:30:00")?.resolvedAt).toBe("2026-03-05T11:30:00.000Z");
    const both = timed("2026-03-05T12:00:00Z", "90");
    expect(both?.resolvedAt).toBe("2026-03-05T12:00:00.000Z");
    expect(both?.notes.join()).toContain("stated end is taken");
  });

  it("joins the rows of one id: the whole span, each service with its own times", () => {
    const plan = run([
      row({ services: "api" }),
      row({ services: "web", start: "2026-03-05 10:30", end: "2026-03-05 12:00" }),
    ]);
    expect(plan.incidents).toHaveLength(1);
    expect(plan.incidents[0]).toMatchObject({
      resolvedAt: "2026-03-05T12:00:00.000Z",
      impacts: [
        { serviceSlug: "api", startedAt: "2026-03-05T10:00:00.000Z", endedAt: "2026-03-05T11:00:00.000Z" },
        { serviceSlug: "web", startedAt: "2026-03-05T10:30:00.000Z", endedAt: "2026-03-05T12:00:00.000Z" },
      ],
    });
  });

  it("lets the strongest of overlapping impacts stand at each moment", () => {
    const plan = run([
      row({ severity: "2" }),
      row({ severity: "1", start: "2026-03-05 10:20", end: "2026-03-05 10:40" }),
    ]);
    expect(
      plan.incidents[0]?.impacts.map(({ level, startedAt }) => [level, startedAt.slice(11, 16)]),
    ).toEqual([
      ["partial", "10:00"],
      ["major", "10:20"],
      ["partial", "10:40"],
    ]);
  });

  it("gives rows without an id the same identity on every import", () => {
    const columns = headers.filter((name) => name !== "id");
    const ids = [1, 2].map(() => run([row()], {}, columns).incidents[0]?.source.externalId);
    expect(ids[0]).toBe("2026-03-05T10:00:00.000Z/checkout-down");
    expect(ids[1]).toBe(ids[0]);
  });

  it("reads causes as people write them; an unknown one keeps its words", () => {
    const [incident] = run([row({ cause: "Bad config push; Expired TLS cert; gremlins" })]).incidents;
    expect(incident?.causes.map(({ kind, role }) => [kind, role])).toEqual([
      ["configuration", "primary"],
      ["certificate", "contributing"],
      ["unknown", "contributing"],
    ]);
    expect(incident?.causes[2]?.note).toContain("gremlins");
  });

  it("prefers a stated fraction to a level and a level to the severity", () => {
    const columns = ["title", "severity", "impact_level", "fraction", "start", "end"];
    const loss = (impact_level: string, fraction: string) => {
      const values = {
        title: "a",
        severity: "SEV1",
        impact_level,
        fraction,
        start: "2026-03-05T10:00:00Z",
        end: "2026-03-05T11:00:00Z",
      };
      const { level, fraction: share } = run([values], {}, columns).incidents[0]?.impacts[0] ?? {};
      return level ?? share;
    };
    expect(loss("", "")).toBe("major");
    expect(loss("degraded", "")).toBe("degraded");
    expect(loss("minor", "")).toBe("degraded");
    expect(loss("degraded", "45 %")).toBe(0.45);
  });

  it("reads major as the level of that name in a column of levels, and as a status page's word elsewhere", () => {
    const columns = ["id", "title", "level", "start", "end"];
    const levels = (words: string[]) =>
      run(
        words.map((level, index) => ({ ...row({ id: String(index) }), level })),
        {},
        columns,
      ).incidents.map(({ impacts }) => impacts[0]?.level);
    expect(levels(["major", "partial", "degraded"])).toEqual(["major", "partial", "degraded"]);
    expect(levels(["critical", "major", "minor"])).toEqual(["major", "partial", "degraded"]);
  });

  it("tells which words decided the levels, so that they can be adjusted", () => {
    const rows = [row(), row({ id: "2", severity: "P3" }), row({ id: "3" })];
    expect(run(rows).levelWords).toEqual([
      { word: "sev1", level: "major", impacts: 2 },
      { word: "sev3", level: "degraded", impacts: 1 },
    ]);
    expect(run(rows, { levels: { sev1: "partial" } }).incidents[0]?.impacts[0]?.level).toBe("partial");
  });

  it("shifts a column that counts severities from zero", () => {
    const plan = run([row({ severity: "P0" }), row({ id: "2", severity: "P1" })]);
    expect(plan.incidents.map(({ severity }) => severity)).toEqual(["SEV1", "SEV2"]);
    expect(plan.notes.join()).toContain("count from 0");
  });

  it("names the field and the fix of every row it refuses, and imports the rest", () => {
    const columns = [...headers, "status"];
    const plan = run(
      [
        row({ id: "1", start: "" }),
        row({ id: "2", start: "yesterday-ish" }),
        row({ id: "3", end: "2026-03-05 09:00" }),
        row({ id: "4", end: "", status: "Resolved" }),
        row({ id: "", title: "" }),
        row({ id: "6" }),
        row({ id: "7", end: "", status: "Triggered" }),
      ],
      {},
      columns,
    );
    expect(plan.refusals.map(({ row: number, field, code }) => [number, field, code])).toEqual([
      [1, "startedAt", "missing-time"],
      [2, "startedAt", "bad-time"],
      [3, "resolvedAt", "end-before-start"],
      [4, "endedAt", "end-missing"],
      [5, "title", "missing-field"],
    ]);
    expect(plan.incidents.map(({ status, resolvedAt }) => [status, resolvedAt])).toEqual([
      ["resolved", "2026-03-05T11:00:00.000Z"],
      ["triage", null],
    ]);
  });

  it("never leaves an incident open because no column held its end", () => {
    const plan = run([{ title: "a", start: "2026-03-05T10:00:00Z" }], {}, ["title", "start"]);
    expect(plan.refusals[0]).toMatchObject({ code: "end-missing" });
  });

  it("asks for a mapping rather than guessing where no start is recognized, and for a real zone", () => {
    expect(() => run([{ title: "a" }], {}, ["title"])).toThrow(/startedAt/);
    expect(() => run([row()], { zone: "Mars/Olympus" })).toThrow(/time zone/);
  });

  it("refuses a column of one value as the id", () => {
    const rows = Array.from({ length: 1200 }, () => row({ id: "same" }));
    expect(run(rows).refusals).toMatchObject([{ code: "too-many-rows" }]);
  });

  it("reads 20,000 rows in seconds", () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => row({ id: String(index) }));
    const startedMs = performance.now();
    expect(run(rows).incidents).toHaveLength(20_000);
    expect(performance.now() - startedMs).toBeLessThan(4000);
  });
});

describe("vocabulary", () => {
  it.each([
    ["P1", "SEV1"],
    ["Sev-2", "SEV2"],
    ["3 - Moderate", "SEV3"],
    ["Critical", "SEV1"],
    ["SEV1 (Critical)", "SEV1"],
    ["Highest", "SEV1"],
    ["Low", "SEV4"],
    ["Lowest", "SEV5"],
    ["", "unknown"],
    ["banana", null],
  ])("severity %s is %s", (text, severity) => {
    expect(severityOf(text)).toBe(severity);
  });

  it.each([
    ["GenAI", "genai-assisted-change"],
    ["AI-generated code", "genai-assisted-change"],
    ["AI agent deleted the environment", "agent-action"],
    ["Bad deploy", "code-deployment"],
    ["DNS failure", "dns"],
    ["third party outage", "dependency"],
    ["Human error", "process"],
    ["Power loss in the data center", "hardware"],
    ["unicorns", null],
  ])("cause %s is %s", (text, kind) => {
    expect(causeKindOf(text)).toBe(kind);
  });
});
