import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ImportOptions } from "./plan";
import { importStatuspage } from "./statuspage";

const base = {
  id: "abc",
  name: "Errors on the API",
  status: "resolved",
  impact: "major",
  created_at: "2026-03-05T10:00:00.000Z",
  started_at: "2026-03-05T10:00:00.000Z",
  resolved_at: "2026-03-05T12:00:00.000Z",
  page_id: "page1",
  components: [] as unknown[],
  incident_updates: [] as unknown[],
};

function update(status: string, at: string, affected: unknown = null, extra: object = {}) {
  return {
    id: `${status}-${at}`,
    status,
    body: `${status}.`,
    created_at: at,
    display_at: at,
    affected_components: affected,
    ...extra,
  };
}

function state(name: string, old_status: string, new_status: string, code = name) {
  return { code, name, old_status, new_status };
}

function one(incident: object, options: ImportOptions = {}) {
  const plan = importStatuspage(
    { page: { id: "page1", name: "Acme" }, incidents: [{ ...base, ...incident }] },
    options,
  );
  const first = plan.incidents[0];
  if (!first) throw new Error(`refused: ${JSON.stringify(plan.refusals)}`);
  return first;
}

function spans(incident: ReturnType<typeof one>) {
  return incident.impacts.map(({ serviceName, level, startedAt, endedAt }) =>
    [serviceName, level, startedAt.slice(11, 16), endedAt?.slice(11, 16) ?? "open"].join(" "),
  );
}

describe("the end of a status page's incident", () => {
  it("is resolved_at where it is given", () => {
    expect(one({}).resolvedAt).toBe("2026-03-05T12:00:00.000Z");
  });

  it("is the update that resolved it, not the postmortem days later", () => {
    const incident = one({
      status: "postmortem",
      resolved_at: null,
      incident_updates: [
        update("postmortem", "2026-03-09T09:00:00.000Z"),
        update("resolved", "2026-03-05T11:30:00.000Z"),
        update("investigating", "2026-03-05T10:05:00.000Z"),
      ],
    });
    expect(incident.resolvedAt).toBe("2026-03-05T11:30:00.000Z");
    expect(incident.status).toBe("resolved");
  });

  it("is the middle of the bracket of a scrape, later than the last reading and not after its absence", () => {
    const incident = one({
      status: "investigating",
      resolved_at: null,
      _snapshot: { last_seen_at: "2026-03-05T11:00:00+00:00", first_absent_at: "2026-03-05T11:30:00+00:00" },
    });
    expect(incident.resolvedAt).toBe("2026-03-05T11:15:00.000Z");
    expect(incident.status).toBe("resolved");
    expect(incident.notes.join()).toContain("between 2026-03-05T11:00:00.000Z and 2026-03-05T11:30:00.000Z");
  });

  it("stays near the last reading where the readings paused for days", () => {
    const _snapshot = { last_seen_at: "2026-03-05T11:00:00Z", first_absent_at: "2026-03-25T11:00:00Z" };
    const incident = one({ status: "investigating", resolved_at: null, _snapshot });
    expect(incident.resolvedAt).toBe("2026-03-05T17:00:00.000Z");
    expect(incident.notes.join()).toContain("readings paused");
  });

  it("does not come before an update that was still written", () => {
    const incident = one({
      status: "investigating",
      resolved_at: null,
      incident_updates: [update("investigating", "2026-03-05T11:20:00.000Z")],
      _snapshot: { last_seen_at: "2026-03-05T11:00:00+00:00", first_absent_at: "2026-03-05T11:30:00+00:00" },
    });
    expect(incident.resolvedAt).toBe("2026-03-05T11:25:00.000Z");
  });

  it("stays open where the file gives none, unless the last update is asked for", () => {
    const open = {
      status: "monitoring",
      resolved_at: null,
      incident_updates: [update("monitoring", "2026-03-05T11:20:00.000Z")],
    };
    expect(one(open)).toMatchObject({ resolvedAt: null, status: "monitoring" });
    expect(one(open).impacts[0]?.endedAt).toBeNull();
    expect(one(open, { endAtLastUpdate: true })).toMatchObject({
      resolvedAt: "2026-03-05T11:20:00.000Z",
      status: "resolved",
    });
  });

  it("is refused before the start", () => {
    const plan = importStatuspage([{ ...base, resolved_at: "2026-03-05T09:00:00.000Z" }]);
    expect(plan.incidents).toHaveLength(0);
    expect(plan.refusals[0]).toMatchObject({ row: 1, ref: "abc", code: "end-before-start" });
  });

  it("a minute after the start stands in for an incident of no length", () => {
    const incident = one({ resolved_at: base.started_at });
    expect(incident.impacts[0]?.endedAt).toBe("2026-03-05T10:01:00.000Z");
    expect(incident.notes.join()).toContain("one minute");
  });
});

describe("impacts of a status page's incident", () => {
  it("follow each component through its states", () => {
    const incident = one({
      components: [{ id: "api", name: "API", status: "operational" }],
      incident_updates: [
        update("resolved", "2026-03-05T12:00:00.000Z", [
          state("API", "degraded_performance", "operational", "api"),
        ]),
        update("monitoring", "2026-03-05T11:00:00.000Z", [
          state("API", "major_outage", "degraded_performance", "api"),
        ]),
        update("identified", "2026-03-05T10:30:00.000Z", [
          state("API", "partial_outage", "major_outage", "api"),
          state("Web", "operational", "partial_outage"),
        ]),
        update("investigating", "2026-03-05T10:00:05.000Z", [
          state("API", "operational", "partial_outage", "api"),
        ]),
      ],
    });
    expect(spans(incident)).toEqual([
      "API partial 10:00 10:30",
      "API major 10:30 11:00",
      "API degraded 11:00 12:00",
      "Web partial 10:30 12:00",
    ]);
  });

  it("reach back to the start where a component is found impaired that no update reported", () => {
    const incident = one({
      incident_updates: [
        update("investigating", "2026-03-05T10:40:00.000Z", [
          state("API", "partial_outage", "partial_outage"),
        ]),
        update("investigating", "2026-03-05T10:00:05.000Z", [state("API", "operational", "operational")]),
      ],
    });
    expect(spans(incident)).toEqual(["API partial 10:00 12:00"]);
  });

  it("take the incident's own impact for components whose state was never set", () => {
    const incident = one({
      impact: "critical",
      components: [{ id: "api", name: "API", status: "major_outage" }],
      incident_updates: [
        update("resolved", "2026-03-05T12:00:00.000Z", [state("API", "operational", "operational", "api")]),
      ],
    });
    expect(spans(incident)).toEqual(["API major 10:00 12:00"]);
  });

  it("take the state in which a scrape saw a component, but not the present state of a resolved one", () => {
    const components = [{ id: "api", name: "API", status: "major_outage" }];
    const _snapshot = { last_seen_at: "2026-03-05T11:00:00Z", first_absent_at: "2026-03-05T11:30:00Z" };
    expect(
      spans(one({ components, impact: "minor", resolved_at: null, status: "investigating", _snapshot })),
    ).toEqual(["API major 10:00 11:15"]);
    expect(spans(one({ components, impact: "minor" }))).toEqual(["API degraded 10:00 12:00"]);
  });

  it("hit the whole page where no component is named", () => {
    const incident = one({});
    expect(spans(incident)).toEqual(["Acme partial 10:00 12:00"]);
    expect(incident.notes.join()).toContain("whole page");
  });

  it("follow the levels chosen in the preview, and a level of none says what to do", () => {
    expect(one({}, { levels: { major: "major" } }).impacts[0]?.level).toBe("major");
    const plan = importStatuspage([base], { levels: { major: "none" } });
    expect(plan.levelWords).toEqual([{ word: "major", level: "none", impacts: 1 }]);
    expect(plan.refusals[0]).toMatchObject({ code: "no-impact" });
  });
});

describe("names of components", () => {
  it("come from the updates, which name the group, and stay apart where the lists say only Global", () => {
    const incident = one({
      components: [
        { id: "1", name: "Global", group_id: "g1" },
        { id: "2", name: "Global", group_id: "g2" },
        { id: "3", name: "Global", group_id: "g3" },
      ],
      incident_updates: [
        update("investigating", "2026-03-05T10:00:00.000Z", [
          state("Spaces - Global", "operational", "partial_outage", "1"),
          state("Registry - Global", "operational", "partial_outage", "2"),
        ]),
      ],
    });
    expect(incident.impacts.map(({ serviceName }) => serviceName)).toEqual([
      "Spaces - Global",
      "Registry - Global",
      "Global (3)",
    ]);
  });

  it("are the newest ones for every incident of the file", () => {
    const named = (id: string, at: string, name: string) => ({
      ...base,
      id,
      created_at: at,
      components: [{ id: "c1", name, group_id: null }],
      incident_updates: [
        update("resolved", "2026-03-05T11:00:00.000Z", [state(name, "operational", "operational", "c1")], {
          display_at: at,
        }),
      ],
    });
    const plan = importStatuspage([
      named("new", "2026-03-05T10:00:00.000Z", "Actions"),
      named("old", "2021-03-05T10:00:00.000Z", "GitHub Actions"),
    ]);
    expect(plan.services.map(({ name }) => name)).toEqual(["Actions"]);
  });

  it("leave out headings and signs, and the summary's component list makes services by itself", () => {
    const plan = importStatuspage({
      page: { id: "p", name: "Acme" },
      components: [
        { id: "g", name: "Europe", group: true },
        { id: "a", name: "Amsterdam ", group_id: "g", group: false },
        { id: "v", name: "Visit status.acme.com for more information", group: false },
      ],
      incidents: [],
      scheduled_maintenances: [],
    });
    expect(plan.services).toEqual([
      { slug: "europe-amsterdam", name: "Europe - Amsterdam", firstSeenAt: null },
    ]);
    expect(plan.refusals).toEqual([]);
  });
});

describe("times of a status page's incident", () => {
  it("are those of the updates, oldest first", () => {
    const incident = one({
      incident_updates: [
        update("monitoring", "2026-03-05T11:00:00.000Z"),
        update("identified", "2026-03-05T10:20:00.000Z"),
        update("investigating", "2026-03-05T10:10:00.000Z"),
      ],
    });
    expect(incident).toMatchObject({
      impactStartedAt: "2026-03-05T10:00:00.000Z",
      declaredAt: "2026-03-05T10:00:00.000Z",
      acknowledgedAt: "2026-03-05T10:10:00.000Z",
      mitigatedAt: "2026-03-05T11:00:00.000Z",
      severity: "SEV2",
    });
    expect(incident.timeline.map(({ status }) => status)).toEqual([
      "investigating",
      "identified",
      "monitoring",
    ]);
  });

  it("start at the first update where an editor moved started_at past it", () => {
    const incident = one({
      started_at: "2026-03-05T10:36:00.000Z",
      incident_updates: [
        update("investigating", "2026-03-05T10:36:00.000Z"),
        update("investigating", "2026-03-05T10:00:00.000Z"),
      ],
    });
    expect(incident.impactStartedAt).toBe("2026-03-05T10:00:00.000Z");
  });

  it("leave out a declaration typed in before the start that was set afterwards, and keep a late one", () => {
    const backfilled = one({ created_at: "2026-03-08T10:00:00.000Z" });
    expect(backfilled.detectedAt).toBeUndefined();
    expect(backfilled.declaredAt).toBe("2026-03-08T10:00:00.000Z");
  });
});

describe("rows of a status page's file", () => {
  it("may be scheduled maintenance, which is refused unless asked for", () => {
    const maintenance = {
      ...base,
      impact: "maintenance",
      status: "completed",
      scheduled_for: "2026-03-05T10:00:00.000Z",
      scheduled_until: "2026-03-05T11:00:00.000Z",
      resolved_at: null,
    };
    const file = {
      page: { name: "Acme" },
      incidents: [],
      scheduled_maintenances: [maintenance, { ...maintenance, id: "next", status: "scheduled" }],
    };
    expect(importStatuspage(file).refusals.map(({ code }) => code)).toEqual(["maintenance", "maintenance"]);
    const plan = importStatuspage(file, { includeMaintenance: true });
    expect(plan.incidents.map(spans)).toEqual([["Acme degraded 10:00 11:00"]]);
    expect(plan.refusals.map(({ code }) => code)).toEqual(["not-begun"]);
  });

  it("count once where the file holds several versions of an incident", () => {
    const older = {
      ...base,
      status: "investigating",
      resolved_at: null,
      updated_at: "2026-03-05T10:30:00.000Z",
    };
    const newer = { ...base, updated_at: "2026-03-05T12:00:00.000Z" };
    const plan = importStatuspage([newer, older]);
    expect(plan.incidents.map(({ row }) => row)).toEqual([1]);
    expect(plan.refusals).toMatchObject([{ row: 2, code: "duplicate" }]);
  });

  it("may be a bare array, JSON lines of summaries, or one incident", () => {
    expect(importStatuspage([base]).incidents).toHaveLength(1);
    expect(
      importStatuspage([
        { page: { id: "p" }, incidents: [base] },
        { page: { id: "p" }, incidents: [{ ...base, id: "x" }] },
      ]).incidents,
    ).toHaveLength(2);
    expect(importStatuspage({ incident: base }).incidents).toHaveLength(1);
  });

  it("that are broken are refused by field and stop nothing", () => {
    const plan = importStatuspage({
      incidents: [null, 7, {}, { ...base, id: undefined, name: "" }, { id: "n", name: "No time" }, base],
    });
    expect(plan.incidents).toHaveLength(1);
    expect(plan.refusals.map(({ row, field }) => [row, field])).toEqual([
      [1, "row"],
      [2, "row"],
      [3, "name"],
      [4, "name"],
      [5, "started_at"],
    ]);
  });

  it("may hold anything at all without an exception or a polluted prototype", () => {
    fc.assert(
      fc.property(fc.anything(), fc.jsonValue(), (anything, json) => {
        importStatuspage(anything);
        importStatuspage({
          incidents: [
            json,
            { ...base, components: json, incident_updates: [json, { affected_components: json }] },
          ],
        });
      }),
      { numRuns: 300 },
    );
    importStatuspage(
      JSON.parse('{"incidents":[{"__proto__":{"polluted":1},"id":"__proto__","name":"constructor"}]}'),
    );
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});
