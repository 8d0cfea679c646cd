import { expect, test } from "vitest";
import type { MergePreview, PersonIdentity } from "@/domain/person/identity-schema";
import { changesWords, mergeLines } from "./identity-words";

const identity = (name: string, given: Partial<PersonIdentity> = {}): PersonIdentity => ({
  id: name,
  name,
  email: null,
  level: null,
  team: null,
  onRoster: false,
  hasAccount: false,
  generated: false,
  version: 1,
  handles: [],
  changes: 0,
  lastChangeAt: null,
  suggestions: [],
  ...given,
});
const preview = (given: Partial<MergePreview> = {}): MergePreview => ({
  from: identity("alee", { handles: [{ kind: "login", handle: "alee" }] }),
  into: identity("Ann Lee", { onRoster: true }),
  changes: 1200,
  changesWithoutLevel: 30,
  daysOfAiUse: 2,
  account: false,
  emails: [],
  refusal: null,
  ...given,
});

test("a merge says what moves, in numbers, and that it cannot be undone", () => {
  expect(mergeLines(preview())).toEqual([
    "1 login of alee becomes Ann Lee’s.",
    "1,200 changes become Ann Lee’s, each with the level in effect on its day; 30 of them are from before the first level on record.",
    "The AI use of 2 days moves along.",
    "alee is gone from the list of people. Nobody can undo it.",
  ]);
  const hidden = mergeLines(preview({ daysOfAiUse: null, changes: 0, account: true }));
  expect(hidden.join(" ")).not.toMatch(/AI use|changes/);
  expect(hidden.join(" ")).toMatch(/account/);
});

test("a count that was cut short says so", () => {
  expect([0, 1, 12, 1000].map((count) => changesWords(count))).toEqual([
    "no changes",
    "1 change",
    "12 changes",
    "at least 1,000 changes",
  ]);
});
