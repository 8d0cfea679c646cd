import { describe, expect, it } from "vitest";
import { detectCsvKind, detectJsonKind } from "./detect-kind";
import { readJsonText } from "./json-text";
import { mapImport } from "./map-import";

describe("the kind of a file", () => {
  it.each([
    ["statuspage", { page: {}, incidents: [] }],
    ["statuspage", { page: {}, components: [] }],
    ["statuspage", [{ id: "a", name: "b", incident_updates: [] }]],
    ["google-cloud", [{ id: "a", external_desc: "b", begin: "c" }]],
    ["google-cloud", [{ number: 1, begin: "c", service_name: "d" }]],
    ["github-history", [{ id: "a", downtime_start: "b" }]],
    ["copilot", [{ date: "a", total_active_users: 1 }]],
    ["copilot", { day_totals: [] }],
    ["copilot", { download_links: [] }],
    ["copilot", { total_seats: 0, seats: [] }],
    [null, { some: "thing" }],
  ])("is %s for its shape", (kind, value) => {
    expect(detectJsonKind(value)).toBe(kind);
  });

  it.each([
    ["incident-csv", "incident_id,downtime_start,downtime_end,duration_minutes,source,title,impact"],
    ["incident-csv", "incident_id,start_at,end_at,status"],
    ["incident-csv", "Issue key,Summary,Priority,Created,Resolved"],
    ["services-csv", "slug,name,weight,slo,team,tracked_from,depends_on"],
    ["people-csv", "name,email,handles,level,team"],
    ["dependencies-csv", "service,depends_on,criticality"],
    ["ai-use-csv", "date,person,tool"],
    ["copilot", "id,params,data,url,input,created_at"],
    [null, "a,b,c"],
  ])("is %s for its columns", (kind, line) => {
    expect(detectCsvKind(line.split(","))).toBe(kind);
  });
});

describe("JSON text", () => {
  it("is read whole or by line, with a byte order mark or without", () => {
    expect(readJsonText('\uFEFF{"a":1}').value).toEqual({ a: 1 });
    expect(readJsonText('{"a":1}\n{"a":2}\n').value).toEqual([{ a: 1 }, { a: 2 }]);
    expect(readJsonText('[{"a":1},\n{"a":2}]').value).toEqual([{ a: 1 }, { a: 2 }]);
    expect(readJsonText('{\n"a":1\n}').value).toEqual({ a: 1 });
  });

  it("refuses a broken line and keeps the numbers of the others", () => {
    const { value, refusals } = readJsonText('{"a":1}\n{"a":\n{"a":3}');
    expect(value).toEqual([{ a: 1 }, undefined, { a: 3 }]);
    expect(refusals).toMatchObject([{ row: 2, code: "bad-json" }]);
  });

  it("refuses what is no JSON at all", () => {
    expect(readJsonText("<html>").refusals).toMatchObject([{ row: 1, code: "bad-json" }]);
    expect(readJsonText("  ").refusals).toMatchObject([{ row: 1 }]);
  });
});

describe("mapImport", () => {
  it("refuses a file in the wrong format by name", () => {
    expect(() => mapImport("statuspage", { format: "csv", headers: [], rows: [] })).toThrow(/is JSON/);
    expect(() => mapImport("people-csv", { format: "json", value: [] })).toThrow(/is CSV/);
  });
});
