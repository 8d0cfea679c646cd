import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeStates, normalizedState } from "./merge";
import { instantOf } from "./project";
import { type ChangeState, factsOf } from "./telling";

const small = <T>(...values: [T, ...T[]]) => fc.constantFrom(...values);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const subset = fc.subarray(["a", "b", "c", "d"]);

/** Few values, so that ranks, instants and contents often tie. */
const state: fc.Arbitrary<ChangeState> = fc
  .record({
    source: small("github", "gitlab", "api", "git"),
    asOfMs: small(1000, 2000, 3000),
    kind: small("code" as const, "deployment" as const),
    title: small("Fix", "Repair"),
    additions: maybe(small(1, 2)),
    mergedAt: maybe(small(100, 200)),
    deployedAt: maybe(small(300, 400)),
    environment: maybe(small("production", "staging")),
    author: maybe(fc.record({ name: small("ada", "bob"), isBot: fc.boolean(), personId: fc.constant(null) })),
    labels: subset,
    paths: subset,
    serviceIds: subset,
    reviewers: fc.array(
      fc.record({
        name: small("eve", "tom"),
        personId: fc.constant(null),
        state: small("approved", "commented", null),
        at: small("2026-01-01T00:00:00.000Z", null),
      }),
      { maxLength: 3 },
    ),
    evidence: fc.array(
      fc.record({
        grade: small("attested" as const, "trailer" as const, "declared" as const),
        tool: small("Claude Code", null),
        quote: small("x", "y"),
        foundIn: fc.constant("message"),
        revision: small("a1", null),
      }),
      { maxLength: 3 },
    ),
    involvement: small("ai" as const, "automation" as const, "none-found" as const, "unknown" as const),
    role: small("acted" as const, "wrote-code" as const, null),
    model: small("opus", "sonnet", null),
    generated: fc.boolean(),
  })
  .map(({ source, asOfMs, labels, paths, serviceIds, reviewers, evidence, generated, ...values }) => {
    const { involvement, role, model, ...facts } = values;
    const rank = source === "git" ? 1 : source === "api" ? 2 : 3;
    return normalizedState({
      facts: factsOf(facts, { source, rank, asOfMs }),
      fallbackAtMs: asOfMs,
      labels,
      paths,
      serviceIds,
      reviewers,
      evidence,
      detected: { involvement, role, model },
      generated,
    });
  });

test("two tellings say the same in either order", () => {
  fc.assert(
    fc.property(state, state, (a, b) => {
      expect(mergeStates(a, b)).toEqual(mergeStates(b, a));
    }),
    { numRuns: 2000 },
  );
});

test("however tellings are grouped, they say the same", () => {
  fc.assert(
    fc.property(state, state, state, (a, b, c) => {
      expect(mergeStates(mergeStates(a, b), c)).toEqual(mergeStates(a, mergeStates(b, c)));
    }),
    { numRuns: 2000 },
  );
});

test("what was told before changes nothing when it is told again", () => {
  fc.assert(
    fc.property(state, state, (a, b) => {
      const both = mergeStates(a, b);
      expect(mergeStates(both, a)).toEqual(both);
      expect(mergeStates(both, both)).toEqual(both);
    }),
    { numRuns: 2000 },
  );
});

test("any order, with any repetitions, ends in the same state", () => {
  fc.assert(
    fc.property(
      fc.array(state, { minLength: 1, maxLength: 6 }).chain((told) =>
        fc.tuple(
          fc.constant(told),
          fc.shuffledSubarray([...told, ...told], {
            minLength: told.length * 2,
            maxLength: told.length * 2,
          }),
        ),
      ),
      ([told, shuffled]) => {
        expect(shuffled.reduce(mergeStates)).toEqual(told.reduce(mergeStates));
      },
    ),
    { numRuns: 1000 },
  );
});

test("a change lies where one of its tellings put it, so that its month exists", () => {
  fc.assert(
    fc.property(fc.array(state, { minLength: 1, maxLength: 5 }), (told) => {
      expect(told.map(instantOf)).toContain(instantOf(told.reduce(mergeStates)));
    }),
    { numRuns: 2000 },
  );
});

test("a host's own event stands over a pipeline's word, that over an import, and the later over the earlier", () => {
  const say = (source: "github" | "api" | "git", asOfMs: number, title: string): ChangeState => ({
    facts: factsOf({ title }, { source, rank: { github: 3, api: 2, git: 1 }[source], asOfMs }),
    fallbackAtMs: asOfMs,
    labels: [],
    paths: [],
    serviceIds: [],
    reviewers: [],
    evidence: [],
    detected: { involvement: "unknown", role: null, model: null },
    generated: false,
  });
  const titleOf = (...told: ChangeState[]) => told.reduce(mergeStates).facts.title?.value;
  expect(titleOf(say("git", 9, "import"), say("api", 5, "pipeline"), say("github", 1, "host"))).toBe("host");
  expect(titleOf(say("git", 9, "import"), say("api", 5, "pipeline"))).toBe("pipeline");
  expect(titleOf(say("api", 5, "later"), say("api", 4, "earlier"))).toBe("later");
});
