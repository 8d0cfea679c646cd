import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hiddenGroups } from "./small-groups";

const MIN = 5;
const hide = (people: Record<string, number>, ungrouped = 0) =>
  [...hiddenGroups(new Map(Object.entries(people)), { ungrouped, min: MIN })].sort();

const anyGroups = fc.record({
  sizes: fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 6 }),
  ungrouped: fc.integer({ min: 0, max: 12 }),
});

const mapOf = (sizes: readonly number[]) => new Map(sizes.map((size, index) => [`team ${index}`, size]));
const sum = (sizes: Iterable<number>) => [...sizes].reduce((total, size) => total + size, 0);

describe("groups too small to show", () => {
  test("are those of fewer than five, and none of five or more where nothing follows from them", () => {
    expect(hide({ a: 5, b: 12 })).toEqual([]);
    expect(hide({ a: 2, b: 3, c: 9 })).toEqual(["a", "b"]);
  });

  test("take the next smallest with them when the whole less the others would tell of one alone", () => {
    expect(hide({ a: 2, b: 7, c: 9 })).toEqual(["a", "b"]);
    expect(hide({ a: 2, b: 9 })).toEqual(["a", "b"]);
  });

  test("count the people of no group: they follow from the whole too", () => {
    expect(hide({ a: 8, b: 9 }, 3)).toEqual(["a"]);
    expect(hide({ a: 2, b: 9 }, 3)).toEqual(["a"]);
    expect(hide({ a: 8, b: 9 }, 6)).toEqual([]);
  });

  test("no shown group is small, and no whole less any of the shown ones is", () => {
    fc.assert(
      fc.property(anyGroups, ({ sizes, ungrouped }) => {
        const people = mapOf(sizes);
        const total = sum(people.values()) + ungrouped;
        fc.pre(total >= MIN);
        const hidden = hiddenGroups(people, { ungrouped, min: MIN });
        const shown = [...people].filter(([group]) => !hidden.has(group)).map(([, size]) => size);
        for (const size of shown) expect(size === 0 || size >= MIN).toBe(true);
        for (let chosen = 0; chosen < 2 ** shown.length; chosen += 1) {
          const rest = total - sum(shown.filter((_, index) => (chosen >> index) % 2 === 1));
          expect(rest === 0 || rest >= MIN).toBe(true);
        }
      }),
    );
  });

  test("no group is hidden needlessly: without the last one, something small would follow", () => {
    fc.assert(
      fc.property(anyGroups, ({ sizes, ungrouped }) => {
        const people = mapOf(sizes);
        const hidden = hiddenGroups(people, { ungrouped, min: MIN });
        const hiddenSizes = [...hidden].map((group) => people.get(group) ?? 0);
        const largest = Math.max(0, ...hiddenSizes);
        if (largest < MIN) return;
        const without = ungrouped + sum(hiddenSizes) - largest;
        expect(without > 0 && without < MIN).toBe(true);
      }),
    );
  });
});
