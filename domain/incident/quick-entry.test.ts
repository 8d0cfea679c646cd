import { describe, expect, test } from "vitest";
import { amountText, causeNamed, fragmentAt, parseAmount, parseQuickLine, rankMatches } from "./quick-entry";

function kinds(line: string) {
  return parseQuickLine(line).map(({ kind, text, settled }) => [kind, text, settled]);
}

describe("the line of the log dialog", () => {
  test("is read into severity, services with their loss, start and cause", () => {
    const tokens = parseQuickLine("sev2 @payments major @checkout 30% from 20 min ago #dns");
    expect(tokens).toMatchObject([
      { kind: "severity", severity: "SEV2" },
      { kind: "service", name: "payments", amount: { level: "major" } },
      { kind: "service", name: "checkout", amount: { fraction: 0.3 } },
      { kind: "start", when: "20 min ago" },
      { kind: "cause", name: "dns" },
    ]);
  });

  test("takes its tokens in any order", () => {
    expect(parseQuickLine("#config from 09:40 UTC SEV-1 @api").map((token) => token.kind)).toEqual([
      "cause",
      "start",
      "severity",
      "service",
    ]);
  });

  test("keeps every word: what it does not understand comes back as words", () => {
    expect(kinds("hello there @api now sev3")).toEqual([
      ["words", "hello there", true],
      ["service", "@api", true],
      ["words", "now", true],
      ["severity", "sev3", false],
    ]);
  });

  test("settles a token only once nothing more can belong to it", () => {
    expect(kinds("sev2")).toEqual([["severity", "sev2", false]]);
    expect(kinds("sev2 ")).toEqual([["severity", "sev2", true]]);
    expect(kinds("@api ")).toEqual([["service", "@api", false]]);
    expect(kinds("@api maj")[0]).toEqual(["service", "@api", false]);
    expect(kinds("@api major ")).toEqual([["service", "@api major", true]]);
    expect(kinds("@api 30 ")).toEqual([["service", "@api 30", false]]);
    expect(kinds("@api 30 % ")).toEqual([["service", "@api 30 %", true]]);
    expect(kinds("from 20 min ")).toEqual([["start", "from 20 min", false]]);
    expect(kinds("from 20 min ago @")[0]).toEqual(["start", "from 20 min ago", true]);
  });

  test("does not take a bare digit for a severity, since times and losses have digits too", () => {
    expect(kinds("2")).toEqual([["words", "2", false]]);
  });
});

describe("how much of a service is lost", () => {
  test("is a level, a percentage or a ratio", () => {
    expect(parseAmount("Partial")).toEqual({ level: "partial" });
    expect(parseAmount("12.5%")).toEqual({ fraction: 0.125 });
    expect(parseAmount("30")).toEqual({ fraction: 0.3 });
    expect(parseAmount("0,3")).toEqual({ fraction: 0.3 });
    expect(parseAmount("1%")).toEqual({ fraction: 0.01 });
    expect(parseAmount("1")).toEqual({ fraction: 1 });
  });

  test("is never more than all of it", () => {
    expect(parseAmount("130%")).toBeNull();
    expect(parseAmount("api")).toBeNull();
  });

  test("is spelled the way it is read", () => {
    for (const amount of [{ level: "major" } as const, { fraction: 0.3 }, { fraction: 0.125 }]) {
      expect(parseAmount(amountText(amount).replace(" ", ""))).toEqual(amount);
    }
  });
});

describe("completion", () => {
  test("is offered for the @ or # that the caret is in", () => {
    expect(fragmentAt("sev2 @mob", 9)).toEqual({ kind: "service", query: "mob", start: 5, end: 9 });
    expect(fragmentAt("sev2 @mob #d", 8)).toMatchObject({ kind: "service", query: "mob" });
    expect(fragmentAt("#", 1)).toMatchObject({ kind: "cause", query: "" });
    expect(fragmentAt("sev2 @mob ", 10)).toBeNull();
    expect(fragmentAt("@mob", 0)).toBeNull();
  });

  test("puts beginnings before words before the middle before scattered letters", () => {
    const names = ["the-mobile", "immobile", "mobile-api", "m-o-x-b", "other"];
    expect(rankMatches("mob", names, (name) => [name])).toEqual([
      "mobile-api",
      "the-mobile",
      "immobile",
      "m-o-x-b",
    ]);
  });

  test("reads a cause by its name and by the words people use for it", () => {
    expect(causeNamed("dns")).toBe("dns");
    expect(causeNamed("deploy")).toBe("code-deployment");
    expect(causeNamed("sunspots")).toBeNull();
  });
});
