import { expect, test } from "vitest";
import { withDecided } from "./queue-rows";

const rows = (ids: string) => [...ids].map((id) => ({ id }));
const merged = (read: string, before: string, decided: string) =>
  withDecided(rows(read), rows(before), (id) => decided.includes(id))
    .map(({ id }) => id)
    .join("");

test("what was decided stays in its place when the list is read again; what others decided goes", () => {
  expect(merged("bd", "abcd", "a")).toBe("abd");
  expect(merged("ad", "abcd", "bc")).toBe("abcd");
  expect(merged("", "abc", "abc")).toBe("abc");
  expect(merged("", "abc", "")).toBe("");
});

test("what is new stands where the list has it, and nothing stands twice", () => {
  expect(merged("xbdy", "abcd", "ac")).toBe("axbcdy");
  expect(merged("ba", "ab", "a")).toBe("ba");
});
