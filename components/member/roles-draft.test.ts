import { describe, expect, it } from "vitest";
import { draftOfGrants, grantsOfDraft, rolesProblem } from "./roles-draft";

const grants = [
  { role: "responder", team: "Payments" },
  { role: "responder", team: "Search" },
  { role: "admin", team: null },
] as const;

describe("roles", () => {
  it("come out of a form as they went in", () => {
    expect(grantsOfDraft(draftOfGrants(grants))).toEqual(grants);
    expect(rolesProblem(draftOfGrants(grants))).toBeNull();
  });

  it("that are limited to no team are not sent", () => {
    expect(rolesProblem({ author: { isWhole: false, teams: [] } })).toContain("Author");
  });
});
