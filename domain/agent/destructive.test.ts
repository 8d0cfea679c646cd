import { describe, expect, test } from "vitest";
import { namesDestruction } from "./destructive";
import { isNamed, isNamedItself } from "./names";

const is = (action: string, target = "cost-explorer") => namesDestruction({ action, target });

describe("a name destroys", () => {
  test.each([
    "Delete",
    "DELETEAll",
    "DELETEall",
    "bulkDelete",
    "rm -rf",
    "rmRf",
    "re-create",
    "re_create environment",
    "d-e-l-e-t-e",
    "de1ete",
    "ＤＥＬＥＴＥ",
    "del\u200bete",
    "de\u00adlete",
    "délete",
    "force push",
    "git push --force",
    "drop database",
  ])("however it is written: %s", (action) => expect(is(action)).toBe(true));

  test("where letters of another script only look like it, and where nothing can be read", () => {
    expect(is("dеletе")).toBe(true);
    expect(is("🔥")).toBe(true);
  });

  test("where it runs anything and is given something that does", () => {
    expect(is("run", "terraform destroy -auto-approve")).toBe(true);
    expect(is("exec sql", "DROP TABLE orders")).toBe(true);
    expect(is("run", "npm test")).toBe(false);
    expect(is("deploy", "delete-queue-worker")).toBe(false);
  });

  test.each([
    "restart",
    "deploy",
    "scale-up",
    "undelete mailbox",
    "swipe test",
    "indeterminate check",
    "clear",
  ])("and does not: %s", (action) => expect(is(action)).toBe(false));
});

test("names are compared by their words, and two that cannot be read are not one", () => {
  expect(isNamed(["restart service"], "RestartService")).toBe(true);
  expect(isNamed(["*"], "anything")).toBe(true);
  expect(isNamedItself(["*"], "*")).toBe(false);
  expect(isNamedItself(["🔥"], "💥")).toBe(false);
  expect(isNamed(["deploy"], "dеploy")).toBe(false);
});
