import fc from "fast-check";
import { expect, test } from "vitest";
import { quickInput } from "./quick-input";
import { changeInputSchema } from "./schema";

const odd = fc.constantFrom<unknown>(
  null,
  "",
  " ",
  " padded",
  "padded\u00a0",
  "plain",
  "ünïcode",
  "x".repeat(321),
  0,
  -1,
  1.5,
  2_000_000_001,
  true,
  [],
  {},
  ["a", " b"],
  "2026-02-29T10:00:00Z",
  "2024-02-29T10:00:00Z",
  "2026-04-31T10:00:00Z",
  "2026-03-05T24:00:00Z",
  "2026-03-05T10:00:00.123456789Z",
  "2026-03-05T10:00:00+01:00",
  "2026-03-05T10:00Z",
  "https://example.com/a",
  "https://1.2.3.400/",
  "https://a..b.com",
  "ftp://example.com",
  "https://xn--.com/",
  "https://-a.com",
);
const mostly = (...values: unknown[]) => fc.oneof({ weight: 80, arbitrary: fc.constantFrom(...values) }, odd);
const instant = mostly("2026-03-05T11:52:00Z", "2026-12-31T23:59:59.5Z", "2026-01-30T00:00:00.123Z", null);
const count = mostly(0, 17, 2_000_000_000, null);

const given = fc
  .record(
    {
      kind: mostly("code", "config", "deployment", "dns"),
      title: mostly("Raise the limit", "Fix: ü in the middle"),
      description: mostly("Because.", "", null),
      source: mostly("argocd"),
      externalId: mostly("17", "a b"),
      asOf: instant,
      url: mostly("https://github.com/acme/shop/pull/17", "http://ci.acme.dev"),
      repository: mostly("acme/shop"),
      revision: mostly("abc1234", "v1.2.3+4"),
      pullRequest: count,
      branch: mostly("main"),
      labels: mostly(["a", "b c"], []),
      services: mostly(["checkout", "a.b-c"], [], ["Checkout"]),
      paths: mostly(["src/a.ts", ""], []),
      environment: mostly("production"),
      author: fc.oneof(
        fc.record(
          {
            login: mostly("ada"),
            email: mostly("a@b.c", ""),
            name: mostly("Ada"),
            bot: mostly(true),
            more: odd,
          },
          { requiredKeys: [] },
        ),
        odd,
      ),
      additions: count,
      files: count,
      mergedAt: instant,
      deployedAt: instant,
      outcome: mostly("succeeded"),
      ai: fc.oneof(
        fc.record(
          { role: mostly("advised"), tool: mostly("Aider"), statement: mostly("By hand") },
          { requiredKeys: [] },
        ),
        odd,
      ),
      carries: mostly(["abc"]),
      unknown: odd,
      toString: odd,
    },
    { requiredKeys: ["kind", "title"] },
  )
  // As it comes out of a parser: a key named like something of every object is a key of its own.
  .map((one) => JSON.parse(JSON.stringify(one)) as unknown);

test("takes nothing that the contract would not take just so", () => {
  let taken = 0;
  const few = fc
    .tuple(given, fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 8 }))
    .map(([one, kept]) => {
      const entries = Object.entries(one as object);
      const { kind, title } = one as Record<string, unknown>;
      return { kind, title, ...Object.fromEntries(kept.flatMap((at) => (entries[at] ? [entries[at]] : []))) };
    });
  fc.assert(
    fc.property(few, (value) => {
      const quick = quickInput(value);
      if (quick === null) return;
      taken += 1;
      expect(changeInputSchema.parse(value)).toEqual(quick);
    }),
    { numRuns: 3000 },
  );
  expect(taken).toBeGreaterThan(100);
});

test.each([null, 7, "text", [], [{ kind: "code", title: "x" }], { kind: "code" }, { title: "x" }])(
  "leaves %j to the contract",
  (value) => expect(quickInput(value)).toBeNull(),
);

test("takes what most pipelines send", () => {
  const value = {
    kind: "deployment",
    title: "Raise the limit",
    source: "pipeline",
    externalId: "17",
    services: ["checkout"],
    author: { login: "ada" },
    additions: 3,
    deployedAt: "2026-03-05T11:52:00.000Z",
    ai: { role: "wrote-code", tool: "Claude Code" },
  };
  expect(quickInput(value)).toBe(value);
});
