import { expect, test } from "vitest";
import { ELSEWHERE, entriesIn, environmentsOf } from "./matrix";

const permissions = [
  { environments: ["Staging", "*"], actions: ["deploy"], autonomy: "act-alone" as const },
  { environments: ["production"], actions: ["restart"], autonomy: "act-with-approval" as const },
  {
    environments: ["staging"],
    actions: ["drop cache"],
    autonomy: "act-alone" as const,
    destructiveAlone: ["drop cache"],
  },
];

test("environments are named once, production first, and a star is all the others", () => {
  expect(environmentsOf([{ permissions }])).toEqual(["production", "Staging", ELSEWHERE]);
});

test("in an environment all permissions that name it count, and those for any", () => {
  expect(entriesIn(permissions, "production")).toEqual([
    { autonomy: "act-with-approval", actions: ["restart"], destructiveAlone: [] },
    { autonomy: "act-alone", actions: ["deploy"], destructiveAlone: [] },
  ]);
  expect(entriesIn(permissions, "Staging")).toEqual([
    { autonomy: "act-alone", actions: ["deploy", "drop cache"], destructiveAlone: ["drop cache"] },
  ]);
  expect(entriesIn(permissions, ELSEWHERE)).toHaveLength(1);
  expect(entriesIn([], "production")).toEqual([]);
});
