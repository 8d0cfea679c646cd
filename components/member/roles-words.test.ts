import { describe, expect, it } from "vitest";
import { draftOfGrants, grantsOfDraft, rolesInWords, rolesProblem } from "./roles-words";

const grants = [
  { role: "responder", team: "Payments" },
  { role: "responder", team: "Search" },
  { role: "admin", team: null },
] as const;

describe("roles", () => {
  it("are named with their teams, and nobody is less than a viewer", () => {
    expect(rolesInWords(grants)).toBe("Responder of Payments and Search, Admin");
    expect(rolesInWords([...grants, { role: "responder", team: null }])).toBe("Responder, Admin");
    expect(rolesInWords([])).toBe("Viewer");
  });

  it("come out of a form as they went in", () => {
    expect(grantsOfDraft(draftOfGrants(grants))).toEqual(grants);
    expect(rolesProblem(draftOfGrants(grants))).toBeNull();
  });

  it("that are limited to no team are not sent", () => {
    expect(rolesProblem({ author: { isWhole: false, teams: [] } })).toContain("Author");
  });
});
