import { describe, expect, it } from "vitest";
import { levelSince, parseRosterQuery, rosterSearch, standingOf } from "./roster";

const person = (activeFrom: string | null, activeTo: string | null, onRoster = true) => ({
  activeFrom,
  activeTo,
  onRoster,
});

describe("where somebody stands", () => {
  it("counts the first and the last day as being on the roster", () => {
    expect(standingOf(person("2026-03-01", "2026-03-05"), "2026-03-01")).toBe("on");
    expect(standingOf(person("2026-03-01", "2026-03-05"), "2026-03-05")).toBe("on");
    expect(standingOf(person("2026-03-01", "2026-03-05"), "2026-03-06")).toBe("left");
    expect(standingOf(person("2026-03-01", null), "2026-02-28")).toBe("joining");
    expect(standingOf(person(null, null), "2026-02-28")).toBe("on");
    expect(standingOf(person(null, null, false), "2026-02-28")).toBe("unlisted");
  });

  it("takes the level in effect, not one that begins later", () => {
    const levels = [
      { level: "mid" as const, from: null },
      { level: "senior" as const, from: "2026-01-01" },
      { level: "principal" as const, from: "2027-01-01" },
    ];
    expect(levelSince({ levels }, "2026-06-01")).toBe("2026-01-01");
    expect(levelSince({ levels }, "2025-06-01")).toBe(null);
  });
});

describe("the roster's address", () => {
  it("shows who is on the roster today unless it says otherwise", () => {
    expect(parseRosterQuery({}).standing).toBe("on");
    expect(parseRosterQuery({ standing: "nonsense", level: "boss" })).toMatchObject({
      standing: "on",
      level: null,
    });
  });

  it("returns to the first page when a filter changes", () => {
    const query = parseRosterQuery({ q: "ann", standing: "left", cursor: "abc" });
    expect(rosterSearch(query, { level: "senior" })).toBe("?q=ann&level=senior&standing=left");
    expect(rosterSearch(query, { cursor: "def" })).toBe("?q=ann&standing=left&cursor=def");
  });
});
