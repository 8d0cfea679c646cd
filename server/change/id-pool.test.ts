import { validate, version } from "uuid";
import { expect, test } from "vitest";
import { newChangeId } from "./id-pool";

test("ids of one instant are different, sort as they are made and keep the instant and the tail", () => {
  const atMs = Date.UTC(2026, 2, 18, 12);
  const ids = Array.from({ length: 40_000 }, () => newChangeId(atMs, 5));
  expect(new Set(ids).size).toBe(ids.length);
  // Once in 67 million the order begins anew.
  expect(ids.filter((id, place) => place > 0 && id < (ids[place - 1] ?? "")).length).toBeLessThanOrEqual(1);
  for (const id of [...ids.slice(0, 50), newChangeId(atMs), newChangeId(atMs + 1)]) {
    expect(validate(id) && version(id) === 7).toBe(true);
  }
  const [first = ""] = ids;
  expect(Number.parseInt(first.replace("-", "").slice(0, 12), 16)).toBe(atMs);
  expect(Number.parseInt(first.slice(-1), 16) & 7).toBe(5);
});
