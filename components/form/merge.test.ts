import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Drafted, mergedDraft, mergeRows } from "./merge";

const textOf = (_: string, value: unknown) => String(value);
const merge = (opened: Drafted, mine: Drafted, theirs: Drafted) => {
  const rows = mergeRows({ opened, mine, theirs }, textOf);
  return { rows, draft: mergedDraft(mine, rows) };
};

describe("two edits of one version", () => {
  const opened = { title: "Outage", severity: "SEV3", regions: "" };

  it("come together by themselves where each changed something else", () => {
    const { rows, draft } = merge(opened, { ...opened, title: "Mine" }, { ...opened, severity: "SEV1" });
    expect(draft).toEqual({ title: "Mine", severity: "SEV1", regions: "" });
    expect(rows.map(({ field, side }) => [field, side])).toEqual([
      ["title", "mine"],
      ["severity", "theirs"],
    ]);
  });

  it("leave a field that both changed to a person, with what was typed in it", () => {
    const { rows, draft } = merge(opened, { ...opened, title: "Mine" }, { ...opened, title: "Theirs" });
    expect(rows).toEqual([{ field: "title", mine: "Mine", theirs: "Theirs", side: null }]);
    expect(draft.title).toBe("Mine");
  });

  it("differ nowhere when both changed the same alike", () => {
    const same = { ...opened, title: "Same" };
    expect(merge(opened, same, same).rows).toEqual([]);
  });

  it("lose nothing: each field holds what one of the two made of it", () => {
    const value = fc.constantFrom("a", "b", "c");
    const draft = fc.record({ x: value, y: value, z: value });
    fc.assert(
      fc.property(draft, draft, draft, (base, mine, theirs) => {
        const { rows, draft: merged } = merge(base, mine, theirs);
        for (const field of ["x", "y", "z"] as const) {
          const changed = [mine, theirs].filter((one) => one[field] !== base[field]);
          const row = rows.find((one) => one.field === field);
          if (changed.length === 0) expect(merged[field]).toBe(base[field]);
          if (changed.length === 1) expect(merged[field]).toBe(changed[0]?.[field]);
          if (changed.length === 2) expect(merged[field]).toBe(mine[field]);
          expect(row?.side === null).toBe(changed.length === 2 && mine[field] !== theirs[field]);
        }
      }),
    );
  });
});
