import { describe, expect, test } from "vitest";
import { type Called, suggestSame } from "./similar";

const roster = (id: string, name: string, email: string | null, ...logins: string[]): Called => ({
  id,
  name,
  email,
  onRoster: true,
  handles: logins.map((handle) => ({ kind: "login", handle })),
});
const stranger = (name: string, ...handles: Called["handles"]): Called => ({
  id: `s-${name}`,
  name,
  email: null,
  onRoster: false,
  handles,
});
const login = (handle: string) => ({ kind: "login" as const, handle });
const email = (handle: string) => ({ kind: "email" as const, handle });

const ANN = roster("ann", "Ann Lee", "ann.lee@corp.example");
const BOB = roster("bob", "Bob Ray", "bob@corp.example", "bobr");

const found = (one: Called, everybody: readonly Called[] = [ANN, BOB]) =>
  suggestSame([one], everybody).get(one.id) ?? [];

describe("who may be the same person", () => {
  test.each([
    ["the same part before the @", stranger("ann", email("ann.lee@home.example"))],
    ["the same name at another address", stranger("Ann Lee", email("al77@home.example"))],
    ["the name the other way round", stranger("Lee, Ann", email("x@home.example"))],
    ["a login like the address", stranger("ann-lee", login("ann-lee"))],
    ["a login with a number", stranger("annlee7", login("annlee7"))],
  ])("%s makes it likely, with the reason", (_, one) => {
    const [first] = found(one);
    expect(first).toMatchObject({ personId: "ann", similarity: "likely" });
    expect(first?.reasons.length).toBeGreaterThan(0);
  });

  test("a login made of the name alone is possible", () => {
    expect(found(stranger("alee", login("alee")))).toEqual([
      {
        personId: "ann",
        similarity: "possible",
        reasons: ["alike: the login alee and the name Ann Lee"],
      },
    ]);
  });

  test("two names that are only shortened alike are two people's; one with a middle name may be one's", () => {
    expect(found(stranger("Ann Lund", login("annlund")))).toEqual([]);
    expect(found(stranger("Amy Lee"))).toEqual([]);
    expect(found(stranger("Ann Marie Lee"))).toMatchObject([{ personId: "ann" }]);
  });

  test("names with marks and without are alike", () => {
    const jorg = roster("jorg", "Jörg Müller", null);
    expect(found(stranger("Jorg Muller"), [jorg])).toMatchObject([
      { personId: "jorg", similarity: "likely" },
    ]);
  });

  test("two who fit alike are both told, and neither is likely", () => {
    const other = roster("ann-2", "Ann Lee", null);
    const told = found(stranger("Ann Lee"), [ANN, other]);
    expect(told.map(({ personId }) => personId).sort()).toEqual(["ann", "ann-2"]);
    expect(told.every(({ similarity }) => similarity === "possible")).toBe(true);
  });

  test("somebody else off the roster who fits as well leaves no doubt about who is on it", () => {
    const git = stranger("Ann Lee", email("ann.lee@home.example"));
    const host = stranger("ann-lee", login("ann-lee"));
    const told = suggestSame([git, host], [ANN, git, host]);
    expect(told.get(host.id)?.[0]).toMatchObject({ personId: "ann", similarity: "likely" });
    expect(told.get(host.id)?.[0]?.reasons).toContain("same name: ann-lee and Ann Lee");
  });

  test("first names, addresses of a role, and short logins say nothing", () => {
    expect(found(stranger("Ann"))).toEqual([]);
    const dev = roster("dev", "Dev Team", "dev@corp.example");
    expect(found(stranger("x", email("dev@home.example")), [dev])).toEqual([]);
    expect(found(stranger("bob", login("bob")))).toEqual([]);
  });

  test("of two off the roster one is suggested for the other, never each for each", () => {
    const git = stranger("Eve Fox", email("eve.fox@corp.example"));
    const host = stranger("evefox", login("evefox"));
    const told = suggestSame([git, host], [git, host]);
    expect(told.get(host.id)).toMatchObject([{ personId: git.id }]);
    expect(told.get(git.id)).toBeUndefined();
  });
});
