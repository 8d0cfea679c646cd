import { describe, expect, test } from "vitest";
import { essentialGrants, grantChanges } from "./grants";

const whole = { role: "responder", teamId: null } as const;
const ofTeam = { role: "responder", teamId: "a" } as const;

describe("grants", () => {
  test("leave out viewer, repetitions, and teams that the whole workspace covers", () => {
    expect(essentialGrants([{ role: "viewer", teamId: null }, ofTeam, ofTeam])).toEqual([ofTeam]);
    expect(essentialGrants([ofTeam, whole, { role: "responder", teamId: "b" }])).toEqual([whole]);
    expect(essentialGrants([ofTeam, { role: "author", teamId: null }])).toEqual([
      ofTeam,
      { role: "author", teamId: null },
    ]);
  });

  test("of a role that no team limits are for the whole workspace", () => {
    expect(essentialGrants([{ role: "admin", teamId: "a" }])).toEqual([{ role: "admin", teamId: null }]);
  });

  test("for one team and for the whole workspace are two different ones", () => {
    expect(grantChanges([ofTeam], [whole])).toEqual({ given: [whole], taken: [ofTeam] });
    expect(grantChanges([ofTeam, whole], [whole, ofTeam])).toEqual({ given: [], taken: [] });
  });
});
