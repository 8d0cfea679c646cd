import { expect, test } from "vitest";
import { pseudonymiser, pseudonymOf, realIdentity } from "./pseudonym";

const ADA = {
  names: ["Ada Lovelace", "Ada"],
  emails: ["ada@corp.example"],
  handles: ["ada-l", "mid"],
};
const replace = pseudonymiser(ADA, pseudonymOf("0a1b2c", ADA));

test.each([
  ["ADA LOVELACE paged Bob", "Erased person 0a1b2c paged Bob"],
  ["Ada's fix", "Erased person 0a1b2c's fix"],
  ["mail Ada@Corp.example now", "mail erased-0a1b2c@erased.invalid now"],
  ["by Ada Lovelace <al@old.example>", "by Erased person 0a1b2c <erased-0a1b2c@erased.invalid>"],
  ["thanks @ada-l!", "thanks @erased-0a1b2c-1!"],
  ["see https://github.com/ada-l/shop", "see https://github.com/erased-0a1b2c-1/shop"],
  ["by 12345+ada-l@users.noreply.github.com", "by erased-0a1b2c@erased.invalid"],
  ["Merge pull request #7 from ada-l/fix", "Merge pull request #7 from erased-0a1b2c-1/fix"],
])("in a text, %s becomes %s", (text, expected) => {
  expect(replace(text)).toBe(expected);
});

test.each([
  "Adaptation ran",
  "the ada compiler",
  "not-ada@corp.example",
  "ada-l.example.com",
  "mail x@ada-l.example",
  "@ada-lovelace",
  "https://github.com/ada-lab/shop",
  "docs/mid/index.md",
])("%s names somebody or something else and stays", (text) => {
  expect(replace(text)).toBe(text);
});

test("a login counts where a login stands, and is an ordinary word elsewhere", () => {
  expect(replace({ level: "mid", handles: ["mid", "bob"], author: "@ADA-L", count: 3, none: null })).toEqual({
    level: "mid",
    handles: ["erased-0a1b2c-2", "bob"],
    author: "erased-0a1b2c-1",
    count: 3,
    none: null,
  });
});

test("reviews are known by logins, and branches begin with one", () => {
  expect(
    replace({
      reviews: { "ada-l": { state: "approved" }, bob: { state: "approved" } },
      reviewers: [{ name: "ada-l" }, { name: "bob" }],
      head_branch: "users/ada-l/fix-mid",
    }),
  ).toEqual({
    reviews: { "erased-0a1b2c-1": { state: "approved" }, bob: { state: "approved" } },
    reviewers: [{ name: "erased-0a1b2c-1" }, { name: "bob" }],
    head_branch: "users/erased-0a1b2c-1/fix-mid",
  });
});

test("what an earlier erasure put there is not an identity", () => {
  const pseudonym = pseudonymOf("0a1b2c", ADA);
  const left = { names: [pseudonym.name], emails: [pseudonym.email], handles: [pseudonym.handle("mid")] };
  expect(realIdentity(left)).toEqual({ names: [], emails: [], handles: [] });
  expect(realIdentity(ADA)).toEqual(ADA);
});
