import { describe, expect, it } from "vitest";
import { checkPerson, emptyPerson, personEditOf, personInputOf, readHandles } from "./person-draft";

const opened = {
  ...emptyPerson(),
  name: "Ana Ruiz",
  email: "ana@example.com",
  handles: "ana",
  level: "mid",
  levelFrom: "2025-01-01",
  team: "Payments",
};

describe("a person as typed", () => {
  it("needs a name and a level", () => {
    expect(checkPerson({ ...emptyPerson(), name: "Ana" })).toEqual({});
    expect(Object.keys(checkPerson({ ...emptyPerson(), level: "", email: "ana@" }))).toEqual([
      "name",
      "email",
      "level",
    ]);
    expect(checkPerson({ ...opened, activeFrom: "2026-02-01", activeTo: "2026-01-01" })).toHaveProperty(
      "activeTo",
    );
  });

  it("reads logins however they are separated, each once", () => {
    expect(readHandles("@ana, ana-dev\nana")).toEqual(["ana", "ana-dev"]);
    expect(personInputOf({ ...opened, handles: " " }).handles).toEqual([]);
  });

  it("sends only what was changed", () => {
    expect(personEditOf({ ...opened, activeTo: "2026-03-31" }, opened)).toEqual({ activeTo: "2026-03-31" });
    expect(personEditOf({ ...opened, team: "" }, opened)).toEqual({ team: null });
    expect(personEditOf(opened, opened)).toEqual({});
  });

  it("sends a level with the day from which it holds, and leaves a day it was not told to the server", () => {
    expect(personEditOf({ ...opened, level: "senior", levelFrom: "2026-04-01" }, opened)).toEqual({
      level: "senior",
      levelFrom: "2026-04-01",
    });
    expect(personEditOf({ ...opened, level: "senior" }, opened)).toEqual({ level: "senior" });
  });
});
