import { describe, expect, it } from "vitest";
import { passwordProblem } from "./password";

const common = new Set(["password", "monkey", "qwertyuiop", "iloveyou", "sunshine"]);
const known = { name: "Ada Lovelace", email: "ada.lovelace@example.com" };
const problem = (password: string) => passwordProblem(password, known, (text) => common.has(text));

describe("a password", () => {
  it.each([
    "correct horse battery staple",
    "rLx8!kQv2#mZ",
    "unrelated words walk slowly",
    "пароль из разных слов",
    "sunshine over the quiet harbour",
    "xxx kettle broom lantern 42",
  ])("may be %s", (password) => {
    expect(problem(password)).toBeNull();
  });

  it.each([
    ["too short", "rLx8!kQv2#m", /at least 12 characters/],
    ["too long", "kettle broom ".repeat(16), /at most 200/],
    ["a common one with a year", "Password2024!", /common/],
    ["a common one in l33t", "P@$$w0rd12345", /common/],
    ["a common one with spaces", "p a s s w o r d 1 2", /common/],
    ["a common one twice", "monkeymonkey", /repeats|common/],
    ["a common one with a suffix", "Sunshine-12345678", /common/],
    ["a common one between signs", "!!!iloveyou!!!", /common/],
    ["one character", "aaaaaaaaaaaaaaaa", /repeats/],
    ["a short text over and over", "abXabXabXabXabX", /repeats/],
    ["a sequence", "abcdefghijklmnop", /counts/],
    ["a sequence down", "9876543210987654", /counts|repeats/],
    ["keyboard rows", "qwertyuiopasdfghjkl", /counts/],
    ["the user's name", "AdaLovelace12", /name/],
    ["the user's e-mail address", "ada.lovelace@example.com", /name/],
    ["the product's name", "Faultline2026!", /name/],
  ])("may not be %s", (_, password, words) => {
    expect(problem(password)).toMatch(words);
  });
});
