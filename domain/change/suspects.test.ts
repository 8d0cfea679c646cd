import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SUSPECT_FEATURES } from "./suspect-features";
import type { SuspectCandidate, SuspectsInput } from "./suspect-input";
import { rankSuspects } from "./suspects";

const AT = "2026-03-10T12:00:00Z";
const minutesBefore = (minutes: number) => new Date(Date.parse(AT) - minutes * 60_000).toISOString();
const change = (id: string, given: Partial<SuspectCandidate> = {}): SuspectCandidate => ({
  id,
  at: minutesBefore(60),
  services: ["search"],
  author: "ann",
  bot: false,
  additions: 10,
  deletions: 2,
  files: 1,
  title: "Tidy up",
  ...given,
});
const ofCheckout = (candidates: SuspectCandidate[], more: Partial<SuspectsInput> = {}) =>
  rankSuspects({
    incident: { at: AT, services: ["checkout"], text: "Checkout answers 500 to coupon codes" },
    candidates,
    ...more,
  });
const chance = (ranking: ReturnType<typeof rankSuspects>, id: string) =>
  ranking.suspects.find((one) => one.id === id)?.probability ?? Number.NaN;

describe("the ranking of suspects", () => {
  test("puts the recent change on the service that was hit first, and says why", () => {
    const ranking = ofCheckout([
      change("elsewhere", { at: minutesBefore(3) }),
      change("culprit", {
        at: minutesBefore(6),
        services: ["checkout"],
        additions: 400,
        title: "Validate coupon codes",
      }),
      change("old", { at: minutesBefore(4000), services: ["checkout"], author: "bo" }),
    ]);
    const [first] = ranking.suspects;
    expect(first).toMatchObject({ id: "culprit" });
    expect(first?.reasons).toEqual(
      expect.arrayContaining([
        "went live 6 minutes before impact start",
        "touches exactly what was hit: checkout",
        "shares words with the incident: coupon, codes",
        "largest change that day (402 lines)",
      ]),
    );
  });

  test("counts a change of what the service depends on, and names the dependency", () => {
    const candidates = [
      change("other", { services: ["blog"] }),
      change("needed", { services: ["payments-db"] }),
    ];
    const dependencies = { checkout: ["payments"], payments: ["payments-db"] };
    const without = ofCheckout(candidates);
    const withGraph = ofCheckout(candidates, { dependencies });
    expect(withGraph.suspects[0]?.id).toBe("needed");
    expect(chance(withGraph, "needed")).toBeGreaterThan(chance(without, "needed"));
    expect(withGraph.suspects[0]?.reasons).toContain("touches payments-db, which checkout depends on");
  });

  test("a change that was taken back before the incident is the less likely one", () => {
    const given = { services: ["checkout"], at: minutesBefore(120), title: "Cache carts" };
    const kept = ofCheckout([change("a", given), change("b", { at: minutesBefore(60) })]);
    const takenBack = ofCheckout([
      change("a", given),
      change("b", { at: minutesBefore(60), title: 'Revert "Cache carts"' }),
    ]);
    expect(chance(takenBack, "a")).toBeLessThan(chance(kept, "a"));
  });

  test("without candidates, none of these is certain", () => {
    expect(ofCheckout([])).toEqual({ suspects: [], noneProbability: 1 });
  });

  test("none of these is likelier where nothing has to do with what was hit", () => {
    const near = ofCheckout([change("a", { services: ["checkout"], at: minutesBefore(5) })]);
    const far = ofCheckout([change("a", { services: ["blog"], at: minutesBefore(9000) })]);
    expect(far.noneProbability).toBeGreaterThan(near.noneProbability);
  });

  test("a line or two speaks against a change, and says so; a size not on record speaks for nothing", () => {
    const given = { services: ["checkout"] };
    const few = { ...given, additions: 1, deletions: 0 };
    const unknown = { ...given, additions: null, deletions: null };
    const ranking = ofCheckout([change("few", few), change("more", given), change("unknown", unknown)]);
    expect(chance(ranking, "few")).toBeLessThan(chance(ranking, "unknown"));
    const reasons = Object.fromEntries(ranking.suspects.map((one) => [one.id, one.reasons]));
    expect(reasons.few).toContain("only 1 line changed");
    expect(`${reasons.more} ${reasons.unknown}`).not.toContain("only");
    const alone = (one: Partial<SuspectCandidate>) => ofCheckout([change("a", one)]).noneProbability;
    expect(alone(unknown)).toBe(alone({ ...given, additions: 10, deletions: 0 }));
  });

  test("taking back speaks against a change; landing something anew does not", () => {
    const titled = (title: string) =>
      ofCheckout([change("a", { services: ["checkout"], title }), change("b", { services: ["checkout"] })]);
    const plain = titled("Cache carts");
    expect(chance(titled('Reland "Cache carts"'), "a")).toBeCloseTo(chance(plain, "a"), 9);
    expect(chance(titled('Revert "Cache carts"'), "a")).toBeLessThan(chance(plain, "a") / 10);
  });

  test("where nothing has anything in common with what was hit, nobody is made the suspect", () => {
    const { suspects } = ofCheckout(
      Array.from({ length: 150 }, (_, index) => change(`${index}`, { at: minutesBefore(5 + 60 * index) })),
    );
    expect(suspects[0]?.probability).toBeLessThan(0.2);
    expect(suspects.flatMap(({ reasons }) => reasons).join()).not.toContain("in common");
  });

  const candidates = fc.array(
    fc.record({
      id: fc.uuid(),
      at: fc.integer({ min: 0, max: 5_000_000 }).map(minutesBefore),
      services: fc.uniqueArray(fc.constantFrom("checkout", "search", "blog", "__proto__", "constructor")),
      author: fc.option(fc.constantFrom("ann", "bo"), { nil: null }),
      bot: fc.boolean(),
      additions: fc.option(fc.nat(10_000)),
      deletions: fc.option(fc.nat(10_000)),
      files: fc.option(fc.nat(100)),
      title: fc.oneof(fc.string({ maxLength: 80 }), fc.constant(""), fc.constant("Checkout coupon codes")),
      kind: fc.option(fc.constantFrom("config", "dns", "agent-action", "__proto__")),
    }),
    { maxLength: 30 },
  );

  test("probabilities are whole: from 0 to 1, together 1, in falling order", () => {
    fc.assert(
      fc.property(candidates, fc.constantFrom([], ["checkout"], ["checkout", "blog"]), (all, services) => {
        const { suspects, noneProbability } = ofCheckout(all, {
          incident: { at: AT, services, text: "Checkout answers 500 to coupon codes" },
          dependencies: { checkout: ["search"] },
        });
        const chances = suspects.map(({ probability }) => probability);
        expect(chances.every((one) => one >= 0 && one <= 1)).toBe(true);
        expect(chances.reduce((sum, one) => sum + one, noneProbability)).toBeCloseTo(1, 9);
        expect(chances).toEqual(chances.toSorted((a, b) => b - a));
        expect(suspects.flatMap(({ reasons }) => reasons).every((one) => typeof one === "string")).toBe(true);
        expect(suspects.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
      }),
      { numRuns: 200 },
    );
  });
});

describe("the ranking presumes nothing that the product is there to measure", () => {
  test("no feature tells AI's part, sign-off or a person's level", () => {
    expect(
      SUSPECT_FEATURES.filter((name) => /ai|agent|sign|approv|review|level|tool|copilot/i.test(name)),
    ).toEqual([]);
  });

  test("what says so beside a candidate changes nothing", () => {
    const plain = [change("a", { services: ["checkout"] }), change("b")];
    const marked = plain.map((one, index) => ({
      ...one,
      aiInvolvement: index === 0 ? "ai" : "none-found",
      signOff: index === 0 ? "missing" : "satisfied",
      authorLevel: "junior",
    }));
    expect(ofCheckout(marked)).toEqual(ofCheckout(plain));
  });
});
