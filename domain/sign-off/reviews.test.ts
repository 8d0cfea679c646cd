import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ReviewWord, signOffsOfReviews, uniteWords } from "./reviews";

const word = (more: Partial<ReviewWord> = {}): ReviewWord => ({
  login: "sam",
  state: "approved",
  revision: "a1",
  at: "2026-06-01T10:00:00Z",
  ...more,
});

const instant = fc.constantFrom("2026-06-01T10:00:00Z", "2026-06-01T10:00:01Z", "2026-06-01T11:00:00Z");
const anyWord: fc.Arbitrary<ReviewWord> = fc.record({
  login: fc.constantFrom("sam", "kim"),
  state: fc.constantFrom("approved", "changes_requested", "dismissed", "commented"),
  revision: fc.constantFrom("a1", "b2", null),
  at: instant,
  toldAt: fc.option(instant, { nil: null }),
});
/** The same words in two orders, the second with some told again, in two parts. */
const twice = fc.array(anyWord, { maxLength: 8 }).chain((words) =>
  fc.record({
    words: fc.constant(words),
    again: fc
      .tuple(
        fc.shuffledSubarray(words, { minLength: words.length, maxLength: words.length }),
        fc.subarray(words),
      )
      .map(([shuffled, repeated]) => [...repeated, ...shuffled]),
    cut: fc.nat(8),
  }),
);

test("reviews come to the same whatever their order, and however often and in however many parts they are told", () => {
  fc.assert(
    fc.property(twice, ({ words, again, cut }) => {
      const inParts = uniteWords(uniteWords([], again.slice(0, cut)), again.slice(cut));
      expect(inParts).toEqual(uniteWords([], words));
      expect(uniteWords(inParts, again)).toEqual(inParts);
      const sorted = (of: readonly ReviewWord[]) =>
        signOffsOfReviews(of).sort((a, b) => (a.externalId < b.externalId ? -1 : 1));
      expect(sorted(inParts)).toEqual(sorted(words));
    }),
    { numRuns: 2000 },
  );
});

describe("an approval", () => {
  const later = { at: "2026-06-01T11:00:00Z" };
  test.each<[string, Partial<ReviewWord>, string | null]>([
    ["is taken back by asking for changes", { ...later, state: "changes_requested" }, later.at],
    ["is taken back when its dismissal was told of", { state: "dismissed", toldAt: later.at }, later.at],
    ["stands beside another one", { ...later, revision: "b2" }, null],
    ["stands whatever others say", { ...later, login: "kim", state: "changes_requested" }, null],
    ["stands through a comment", { ...later, state: "commented" }, null],
    ["stands by an earlier refusal", { at: "2026-06-01T09:00:00Z", state: "changes_requested" }, null],
  ])("%s", (_, more, takenBackAt) => {
    const found = signOffsOfReviews([word(), word(more)]);
    const approval = found.find(({ login, at }) => login === "sam" && at === word().at);
    expect(approval).toMatchObject({ decision: "approved", revision: "a1" });
    expect(approval?.withdrawn?.at ?? null).toBe(takenBackAt);
  });
});

test("of words in one second the heavier stands, and a dismissal is as of when it was first told of", () => {
  const refusal = word({ state: "changes_requested" });
  for (const words of [
    [refusal, word()],
    [word(), refusal],
  ]) {
    const standing = signOffsOfReviews(words).filter(({ withdrawn }) => withdrawn === null);
    expect(standing).toMatchObject([{ decision: "declined" }]);
  }
  const dismissed = (toldAt: string) => word({ state: "dismissed", toldAt });
  const [first, again] = ["2026-06-01T11:00:00Z", "2026-06-01T12:00:00Z"];
  expect(signOffsOfReviews([dismissed(again), word(), dismissed(first)])[0]?.withdrawn?.at).toBe(first);
});

test("asking for changes declines, and a comment is no word", () => {
  expect(
    signOffsOfReviews([word({ state: "changes_requested" }), word({ state: "commented" })]),
  ).toMatchObject([{ decision: "declined", withdrawn: null }]);
});
