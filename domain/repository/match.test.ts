import fc from "fast-check";
import ignore from "ignore";
import { describe, expect, test } from "vitest";
import { decidingRule, patternFault, servicesOfPaths } from "./match";

const rule = (pattern: string, ...services: string[]) => ({ pattern, services });

/** The example file of GitHub's documentation of CODEOWNERS, in its order; each rule is asked alone below. */
const DOCUMENTED: readonly [pattern: string, matched: readonly string[], unmatched: readonly string[]][] = [
  ["*", ["readme.md", "src/app.js", "deeply/nested/logs/x"], []],
  ["*.js", ["app.js", "src/deep/app.js"], ["app.jsx", "js", "app.go"]],
  ["*.go", ["main.go", "cmd/main.go"], ["main.js"]],
  ["/build/logs/", ["build/logs/a.log", "build/logs/2026/a.log"], ["src/build/logs/a.log", "build/logs"]],
  ["docs/*", ["docs/getting-started.md"], ["docs/build-app/troubleshooting.md", "src/docs/a.md"]],
  ["apps/", ["apps/a.js", "src/apps/deep/a.js"], ["apps", "myapps/a.js"]],
  ["/docs/", ["docs/a.md", "docs/build-app/a.md"], ["src/docs/a.md"]],
  ["/scripts/", ["scripts/build.sh"], ["src/scripts/build.sh"]],
  ["**/logs", ["logs/a", "build/logs/a", "scripts/logs/a", "deeply/nested/logs/a"], ["build/logs.txt"]],
  ["/apps/", ["apps/github/a.js"], ["src/apps/a.js"]],
  ["/apps/github", ["apps/github/a.js", "apps/github"], ["apps/gitlab/a.js"]],
];

describe("a pattern means what it means in CODEOWNERS", () => {
  test.each(DOCUMENTED)("%s", (pattern, matched, unmatched) => {
    const rules = [rule(pattern, "x")];
    for (const path of matched) expect(servicesOfPaths(rules, [path]), path).toEqual(["x"]);
    for (const path of unmatched) expect(servicesOfPaths(rules, [path]), path).toEqual([]);
  });

  test.each([
    ["src/**/test", ["src/test", "src/a/b/test/x"], ["test/src", "a/src/test"]],
    ["src/**", ["src/a", "src/a/b"], ["src"]],
    ["**/*.tf", ["main.tf", "infra/eu/main.tf"], ["main.tfvars"]],
    ["a?c", ["abc", "x/abc/y"], ["ac", "abbc", "a/c"]],
    ["app/[slug]/page.tsx", ["app/[slug]/page.tsx"], ["app/s/page.tsx"]],
    ["my\\ docs/", ["my docs/a.md"], ["my\\ docs/a.md"]],
    ["\\#a", ["#a", "x/#a"], ["a"]],
    ["a\\*c", ["a*c"], ["abc"]],
    ["Docs/", ["Docs/a"], ["docs/a"]],
    ["**", ["a", "a/b"], []],
    ["/*", ["a"], ["a/b"]],
  ])("%s", (pattern, matched, unmatched) => {
    const rules = [rule(pattern, "x")];
    for (const path of matched) expect(servicesOfPaths(rules, [path]), path).toEqual(["x"]);
    for (const path of unmatched) expect(servicesOfPaths(rules, [path]), path).toEqual([]);
  });

  test("as the ignore package reads it, for whatever pattern and path", () => {
    const name = fc.constantFrom("a", "b", "ab", "*", "**", "?", "a*", "*b", "*a*b", "??", "[a]", "a?b*");
    const pattern = fc
      .tuple(fc.boolean(), fc.array(name, { minLength: 1, maxLength: 4 }), fc.boolean())
      .map(([isRooted, names, isFolder]) => `${isRooted ? "/" : ""}${names.join("/")}${isFolder ? "/" : ""}`);
    const path = fc
      .array(fc.constantFrom("a", "b", "ab", "abb", "aab", "[a]"), { minLength: 1, maxLength: 5 })
      .map((names) => names.join("/"));
    fc.assert(
      fc.property(pattern, path, (pattern, path) => {
        // Brackets stand for themselves here, and docs/* leaves out the folders in docs, as on GitHub.
        const theirs = pattern.replaceAll("[", "\\[");
        const oracle = ignore({ ignorecase: false }).add(theirs);
        if (/[^/]\/\*$|^\/\*$/.test(theirs)) oracle.add(`!${theirs}/`);
        expect(decidingRule([{ pattern }], path) === 0).toBe(oracle.ignores(path));
      }),
      { numRuns: 5000 },
    );
  });
});

describe("of several rules", () => {
  const rules = [
    rule("*", "site"),
    rule("/services/checkout/", "checkout"),
    rule("*.tf", "platform", "checkout"),
    rule("/services/checkout/docs/"),
  ];

  test("the last one that matches decides alone", () => {
    expect(servicesOfPaths(rules, ["services/checkout/a.ts"])).toEqual(["checkout"]);
    expect(decidingRule(rules, "services/checkout/main.tf")).toBe(2);
    expect(decidingRule([rule("/a/")], "b/c")).toBeNull();
  });

  test("one without services takes files out", () => {
    expect(servicesOfPaths(rules, ["services/checkout/docs/readme.md"])).toEqual([]);
  });

  test("files of several services give each once, in the order of the rules and not of the files", () => {
    const paths = ["infra/main.tf", "services/checkout/a.ts", "readme.md", "services/checkout/b.ts"];
    expect(servicesOfPaths(rules, paths)).toEqual(["site", "checkout", "platform"]);
    expect(servicesOfPaths(rules, paths.toReversed())).toEqual(["site", "checkout", "platform"]);
  });

  test("none and no files give none", () => {
    expect(servicesOfPaths([], ["a"])).toEqual([]);
    expect(servicesOfPaths(rules, [])).toEqual([]);
    expect(servicesOfPaths(rules, ["", "/"])).toEqual([]);
  });
});

describe("a pattern that cannot be read", () => {
  test.each(["!docs/", "# a comment", "docs\\", "a/../b", "./a", "/", "", "a//b"])(
    "%j is refused",
    (pattern) => {
      expect(patternFault(pattern)).toMatch(/\.$/);
      expect(servicesOfPaths([rule(pattern, "x")], ["docs/a", "a/b", "b"])).toEqual([]);
    },
  );

  test.each(["*", "docs\\\\", "\\#x", "\\!x", "[a-z]", "a b"])("%j can", (pattern) => {
    expect(patternFault(pattern)).toBeNull();
  });
});

describe("no pattern is slow", () => {
  test("on 200 rules and 300 files", () => {
    const rules = Array.from({ length: 200 }, (_, at) =>
      rule(at % 3 === 0 ? `/services/s${at}/**/*.ts` : at % 3 === 1 ? `*.e${at}` : `/lib/l${at}/`, `s${at}`),
    );
    const paths = Array.from(
      { length: 300 },
      (_, at) => `services/s${at % 250}/src/deep/folder/file-${at}.ts`,
    );
    const startedAt = performance.now();
    for (let round = 0; round < 20; round++) servicesOfPaths(rules, paths);
    expect((performance.now() - startedAt) / 20).toBeLessThan(60);
  });

  test("however many stars it has and however long the path is", () => {
    const pattern = `/${Array.from({ length: 40 }, () => "**/*a*a*a*a*b").join("/")}`;
    const path = Array.from({ length: 200 }, () => "a".repeat(100)).join("/");
    const startedAt = performance.now();
    expect(servicesOfPaths([rule(pattern, "x")], [path])).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
