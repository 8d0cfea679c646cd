import { describe, expect, it } from "vitest";
import { importGithubHistory } from "./github-history";

const row = {
  id: "9632825",
  title: "Incident with Codespaces",
  url: "https://www.githubstatus.com/incidents/5jfkz8q1mlql",
  started_at: "2026-03-05T10:10:00Z",
  resolved_at: "2026-03-05T12:00:00Z",
  impact_window: null,
  downtime_start: "2026-03-05T10:10:00Z",
  downtime_end: "2026-03-05T12:00:00Z",
  impact: "major",
  components: ["Codespaces", "Visit www"],
  updates: [
    { at: "2026-03-05T10:10:00Z", status: "Investigating", message: "Looking." },
    { at: "2026-03-05T11:00:00Z", status: "Monitoring", message: "Watching." },
    { at: "2026-03-05T12:00:00Z", status: "Resolved", message: "Done." },
  ],
};

describe("a status page's history", () => {
  it("gives start, end, components and updates", () => {
    expect(importGithubHistory([row]).incidents[0]).toMatchObject({
      severity: "SEV2",
      impactStartedAt: "2026-03-05T10:10:00.000Z",
      acknowledgedAt: "2026-03-05T10:10:00.000Z",
      mitigatedAt: "2026-03-05T11:00:00.000Z",
      resolvedAt: "2026-03-05T12:00:00.000Z",
      impacts: [{ serviceName: "Codespaces", level: "partial", endedAt: "2026-03-05T12:00:00.000Z" }],
    });
  });

  it("takes the impact's times from the postmortem; the incident still runs to its resolution", () => {
    const window = {
      ...row,
      downtime_start: "2026-03-05T09:00:00Z",
      downtime_end: "2026-03-05T11:30:00Z",
      impact_window: { source: "postmortem" },
    };
    const [incident] = importGithubHistory([window]).incidents;
    expect(incident).toMatchObject({
      impactStartedAt: "2026-03-05T09:00:00.000Z",
      resolvedAt: "2026-03-05T12:00:00.000Z",
    });
    expect(incident?.impacts[0]).toMatchObject({
      startedAt: "2026-03-05T09:00:00.000Z",
      endedAt: "2026-03-05T11:30:00.000Z",
    });
    expect(incident?.notes.join()).toContain("postmortem");
  });

  it("says where the components were recognized by a machine", () => {
    const [incident] = importGithubHistory([{ ...row, components_source: "gliner2" }]).incidents;
    expect(incident?.notes.join()).toContain("gliner2");
  });

  it("keeps a retroactive incident of one instant for one minute", () => {
    const instant = {
      ...row,
      started_at: row.resolved_at,
      downtime_start: row.resolved_at,
      downtime_end: row.resolved_at,
    };
    expect(importGithubHistory([instant]).incidents[0]?.impacts[0]).toMatchObject({
      startedAt: "2026-03-05T12:00:00.000Z",
      endedAt: "2026-03-05T12:01:00.000Z",
    });
  });

  it("refuses maintenance, repeated rows and rows without a start", () => {
    const plan = importGithubHistory([
      { ...row, id: "m", impact: "maintenance" },
      row,
      row,
      { id: "x", title: "No time" },
      3,
    ]);
    expect(plan.incidents).toHaveLength(1);
    expect(plan.refusals.map(({ code }) => code)).toEqual([
      "maintenance",
      "duplicate",
      "missing-time",
      "not-an-object",
    ]);
  });
});
