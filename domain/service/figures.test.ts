import { describe, expect, it } from "vitest";
import {
  budgetWords,
  filterServices,
  objectiveWords,
  parseServiceListQuery,
  type ServiceFigureRow,
  serviceListSearch,
  sortServices,
} from "./figures";

const row = (slug: string, change: Partial<ServiceFigureRow> = {}): ServiceFigureRow => ({
  slug,
  name: slug,
  team: null,
  weight: 1,
  objective: 0.999,
  availability: 1,
  impactMinutes: 0,
  budgetMinutes: 100,
  budgetLeftRatio: 1,
  generated: false,
  ...change,
});
const slugs = (rows: ServiceFigureRow[]) => rows.map((one) => one.slug);

describe("the list of services", () => {
  it("puts the most overspent budget first and what is not covered last", () => {
    const rows = [
      row("new", { availability: null, budgetLeftRatio: null }),
      row("fine"),
      row("worst", { budgetLeftRatio: -3 }),
      row("bad", { budgetLeftRatio: 0.2 }),
    ];
    expect(slugs(sortServices(rows, { sort: "budget", isReversed: false }))).toEqual([
      "worst",
      "bad",
      "fine",
      "new",
    ]);
  });

  it("keeps equals in the order of their names, also when reversed", () => {
    const rows = [row("b"), row("a"), row("c", { weight: 5 })];
    expect(slugs(sortServices(rows, { sort: "weight", isReversed: false }))).toEqual(["c", "a", "b"]);
    expect(slugs(sortServices(rows, { sort: "weight", isReversed: true }))).toEqual(["a", "b", "c"]);
    expect(slugs(sortServices(rows, { sort: "name", isReversed: true }))).toEqual(["c", "b", "a"]);
  });

  it("asks every word of the text of a service's name, slug and team", () => {
    const rows = [row("card-vault", { name: "Card vault", team: "Payments" }), row("cards")];
    expect(slugs(filterServices(rows, { q: "VAULT pay", team: "" }))).toEqual(["card-vault"]);
    expect(slugs(filterServices(rows, { q: "card", team: "Payments" }))).toEqual(["card-vault"]);
  });

  it("returns to the first page when anything but the page changes", () => {
    const query = parseServiceListQuery({ q: " pay ", sort: "nonsense", page: "3" });
    expect(query).toEqual({ q: "pay", team: "", sort: "budget", isReversed: false, page: 3 });
    expect(serviceListSearch(query, { sort: "name" })).toBe("?q=pay&sort=name");
    expect(serviceListSearch(query, { page: 2 })).toBe("?q=pay&page=2");
    expect(serviceListSearch(query, { q: "" })).toBe("");
  });
});

describe("what a budget says", () => {
  it("is never better than it is", () => {
    expect(budgetWords({ availability: 0.99, budgetLeftRatio: 0.389 })).toBe("38 %");
    expect(budgetWords({ availability: 0.99, budgetLeftRatio: -0.001 })).toBe("overspent 1 %");
    expect(budgetWords({ availability: null, budgetLeftRatio: null })).toBe("not covered");
    expect(objectiveWords(0.9995)).toBe("99.95");
  });
});
