import { expect, test } from "vitest";
import { rolesInWords } from "./role-words";

test("roles are read from the highest down, with their team, and viewing goes without saying", () => {
  const grants = [
    { role: "viewer", team: null },
    { role: "responder", team: "Payments" },
    { role: "admin", team: null },
  ] as const;
  expect(rolesInWords(grants)).toEqual(["Admin", "Responder of Payments"]);
});

test("whoever holds nothing more is a viewer", () => {
  expect(rolesInWords([])).toEqual(["Viewer"]);
  expect(rolesInWords([{ role: "viewer", team: null }])).toEqual(["Viewer"]);
});

test("several teams of a role are one entry, and the whole workspace swallows them", () => {
  const grants = [
    { role: "responder", team: "Payments" },
    { role: "responder", team: "Search" },
  ] as const;
  expect(rolesInWords(grants)).toEqual(["Responder of Payments and Search"]);
  expect(rolesInWords([...grants, { role: "responder", team: null }])).toEqual(["Responder"]);
});
