import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importGoogleCloud } from "./google-cloud";

const modern = {
  id: "dfKXDfd2R5XeiiB5ctV4",
  number: "13208209839912299907",
  begin: "2026-03-05T10:00:00+00:00",
  created: "2026-03-05T10:20:00+00:00",
  end: "2026-03-05T12:00:00+00:00",
  modified: "2026-03-05T12:00:00+00:00",
  external_desc: "Elevated errors in us-east1",
  status_impact: "SERVICE_OUTAGE",
  severity: "high",
  service_key: "zall",
  service_name: "Multiple Products",
  affected_products: [
    { title: "Cloud Run", id: "run" },
    { title: "Secret Manager ", id: "sec" },
  ],
  previously_affected_locations: [{ title: "South Carolina (us-east1)", id: "us-east1" }],
  updates: [
    {
      created: "2026-03-05T12:00:00+00:00",
      when: "2026-03-05T12:00:00+00:00",
      status: "AVAILABLE",
      text: "Resolved.",
    },
    {
      created: "2026-03-05T10:20:00+00:00",
      when: "2026-03-05T10:20:00+00:00",
      status: "SERVICE_OUTAGE",
      text: "Looking.",
      affected_locations: [{ title: "Iowa", id: "us-central1" }],
    },
  ],
  uri: "incidents/dfKXDfd2R5XeiiB5ctV4",
};

const old = {
  begin: "2019-11-11T10:09:50Z",
  created: "2019-11-11T12:09:57Z",
  end: "2019-11-11T12:32:29Z",
  external_desc: "We've received a report of an issue.",
  number: 19007,
  service_key: "cloud-datastore",
  service_name: "Google Cloud Datastore",
  severity: "medium",
  updates: [{ created: "2019-11-11T12:32:29Z", text: "Resolved.", when: "2019-11-11T12:32:29Z" }],
  uri: "/incident/cloud-datastore/19007",
};

describe("Google Cloud incidents", () => {
  it("of the present schema hit each affected product, with regions and updates", () => {
    const [incident] = importGoogleCloud([modern]).incidents;
    expect(incident).toMatchObject({
      severity: "SEV1",
      status: "resolved",
      impactStartedAt: "2026-03-05T10:00:00.000Z",
      declaredAt: "2026-03-05T10:20:00.000Z",
      resolvedAt: "2026-03-05T12:00:00.000Z",
      regions: ["us-central1", "us-east1"],
      source: {
        externalId: "dfKXDfd2R5XeiiB5ctV4",
        url: "https://status.cloud.google.com/incidents/dfKXDfd2R5XeiiB5ctV4",
      },
    });
    expect(incident?.impacts.map(({ serviceName, level }) => [serviceName, level])).toEqual([
      ["Cloud Run", "major"],
      ["Secret Manager", "major"],
    ]);
    expect(incident?.timeline.map(({ body }) => body)).toEqual(["Looking.", "Resolved."]);
  });

  it("of the old schema have a number only, which is unique together with the service", () => {
    const plan = importGoogleCloud([
      old,
      { ...old, service_key: "bigquery", service_name: "Google BigQuery" },
    ]);
    expect(plan.incidents.map(({ source }) => source.externalId)).toEqual([
      "cloud-datastore/19007",
      "bigquery/19007",
    ]);
    expect(plan.incidents[0]).toMatchObject({
      severity: "SEV2",
      impacts: [{ level: "partial", serviceSlug: "google-cloud-datastore" }],
    });
  });

  it("name a renamed product as it is called now", () => {
    const renamed = {
      ...modern,
      id: "b",
      affected_products: [
        { title: "Vertex Gemini API", current_title: "Gemini on Agent Platform", id: "gem" },
      ],
    };
    const before = { ...modern, id: "a", affected_products: [{ title: "Vertex Gemini API", id: "gem" }] };
    expect(importGoogleCloud([before, renamed]).services.map(({ name }) => name)).toEqual([
      "Gemini on Agent Platform",
    ]);
  });

  it("without an end are open", () => {
    const { end, ...open } = modern;
    expect(importGoogleCloud([open]).incidents[0]).toMatchObject({
      status: "investigating",
      resolvedAt: null,
    });
    expect(end).toBeDefined();
  });

  it("reported after their end keep the report as declared, not as detected", () => {
    const [incident] = importGoogleCloud([{ ...modern, created: "2026-03-06T10:00:00+00:00" }]).incidents;
    expect(incident?.detectedAt).toBeUndefined();
    expect(incident?.declaredAt).toBe("2026-03-06T10:00:00.000Z");
  });

  it("that cannot be are refused by field and stop nothing", () => {
    const plan = importGoogleCloud([
      { ...modern, id: "1", end: "2026-03-05T09:00:00+00:00" },
      { ...modern, id: "2", begin: "soon" },
      { ...modern, id: "3", end: "later" },
      { ...modern, id: undefined, number: undefined },
      { ...modern, id: "5", affected_products: [], service_name: "", service_key: "" },
      "text",
      modern,
      { ...modern, modified: "2026-03-06T00:00:00+00:00" },
    ]);
    expect(plan.refusals.map(({ row, field, code }) => [row, field, code])).toEqual([
      [1, "resolvedAt", "end-before-start"],
      [2, "begin", "missing-time"],
      [3, "end", "bad-time"],
      [4, "id", "missing-field"],
      [5, "affected_products", "missing-field"],
      [6, "row", "not-an-object"],
      [7, "id", "duplicate"],
    ]);
    expect(plan.incidents.map(({ row }) => row)).toEqual([8]);
  });

  it("may hold anything at all without an exception", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        importGoogleCloud(json);
        importGoogleCloud([{ ...modern, affected_products: json, updates: json, external_desc: json }]);
      }),
      { numRuns: 200 },
    );
  });
});
