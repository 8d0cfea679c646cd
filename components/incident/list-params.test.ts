import { expect, test } from "vitest";
import { activeFilters, csvHref, listHref, pageHrefs, paramsOf, sortHref } from "./list-params";

const path = "/acme/incidents";

test("every filter stands in the address, and what is not one does not", () => {
  const params = paramsOf({ q: " dns ", severity: ["SEV1", "SEV2"], utm: "x", team: "" });
  expect(params).toEqual({ q: "dns", severity: "SEV1,SEV2" });
  expect(listHref(path, params, {})).toBe("/acme/incidents?q=dns&severity=SEV1%2CSEV2");
  expect(listHref(path, params, { q: null, severity: null })).toBe(path);
});

test("changing a filter or the order starts at the first page", () => {
  const params = { cause: "dns", cursor: "c2", trail: "c1" };
  expect(listHref(path, params, { cause: "network" })).toBe("/acme/incidents?cause=network");
  expect(sortHref(path, params, "impact", "desc")).toBe("/acme/incidents?cause=dns&sort=impact&order=desc");
  expect(sortHref(path, { sort: "impact", order: "desc" }, "impact", "desc")).toContain("order=asc");
});

test("walking forth and back by key comes out where it started", () => {
  const pages = ["", "k1", "k2", "k3"];
  let params = {};
  for (const cursor of pages.slice(1)) {
    const next = pageHrefs(path, params, cursor).next ?? "";
    params = paramsOf(Object.fromEntries(new URL(next, "http://x").searchParams));
    expect(params).toMatchObject({ cursor });
  }
  for (const cursor of ["k2", "k1", undefined]) {
    const previous = pageHrefs(path, params, null).previous ?? "";
    params = paramsOf(Object.fromEntries(new URL(previous, "http://x").searchParams));
    expect(params).toEqual(cursor ? expect.objectContaining({ cursor }) : {});
  }
  expect(pageHrefs(path, params, null)).toEqual({ previous: null, next: null });
});

test("the CSV is the whole list with the same filters and order", () => {
  expect(csvHref({ cause: "dns", sort: "impact", cursor: "c9" }, "acme")).toBe(
    "/api/v1/incidents.csv?cause=dns&sort=impact&workspace=acme",
  );
});

test("an empty list can name each filter that caused it", () => {
  const names = { service: new Map([["pay", "Payments"]]) };
  expect(activeFilters({ cause: "dns,network", service: "pay", from: "2026-01-01" }, names)).toEqual([
    { name: "cause", word: "cause", value: "DNS, Network" },
    { name: "service", word: "service", value: "Payments" },
    { name: "from", word: "from", value: "2026-01-01" },
  ]);
});
