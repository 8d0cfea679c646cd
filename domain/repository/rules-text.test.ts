import { describe, expect, test } from "vitest";
import { readRules, writeRules } from "./rules-text";

const known = new Set(["site", "checkout", "payments"]);

describe("rules as a text", () => {
  test("are read as in CODEOWNERS, without comments and empty lines", () => {
    const text = [
      "# the whole shop",
      "*            site",
      "",
      "/services/checkout/   checkout payments checkout  # both of them",
      "/docs/",
      "my\\ folder/ site\r",
      "\\#odd site",
    ].join("\n");
    expect(readRules(text, known)).toEqual({
      rules: [
        { pattern: "*", services: ["site"] },
        { pattern: "/services/checkout/", services: ["checkout", "payments"] },
        { pattern: "/docs/", services: [] },
        { pattern: "my\\ folder/", services: ["site"] },
        { pattern: "\\#odd", services: ["site"] },
      ],
      faults: [],
    });
  });

  test("have each line that cannot be read told by its number", () => {
    const { faults } = readRules("* site\n!docs/ site\n*.js @acme/web\n*.go\tapi", known);
    expect(faults.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(faults[1]?.reason).toContain("@acme/web is an owner");
    expect(faults[2]?.reason).toContain("There is no service api");
  });

  test("are the same again when they were written", () => {
    const rules = [
      { pattern: "*", services: ["site"] },
      { pattern: "my folder/", services: [] },
      { pattern: "a\\*b", services: ["checkout", "payments"] },
    ];
    const read = readRules(writeRules(rules), known).rules;
    expect(read.map(({ services }) => services)).toEqual(rules.map(({ services }) => services));
    expect(read.map(({ pattern }) => pattern)).toEqual(["*", "my\\ folder/", "a\\*b"]);
    expect(writeRules(read)).toBe(writeRules(rules));
  });
});
