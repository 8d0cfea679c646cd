import { expect, test } from "vitest";
import { readNumber, readRegions } from "./typed-number";

test("reads amounts with separators and refuses what is no number", () => {
  expect(readNumber("1,200.50")).toBe(1200.5);
  expect(readNumber("12 %")).toBe(12);
  expect(readNumber(" ")).toBeNull();
  expect(readNumber("many")).toBeUndefined();
});

test("reads regions between commas, semicolons and lines, without empty ones", () => {
  expect(readRegions("EU, North America;\n ,Asia")).toEqual(["EU", "North America", "Asia"]);
});
