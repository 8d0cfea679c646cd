import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { erlangB, erlangC, queueFigures } from "@/domain/capacity/erlang";
import { projectRoot } from "./project-root";

const reference = path.join(projectRoot, "../shared/reference/statistics/erlang_c.json");
const isThere = existsSync(reference);
if (!isThere) console.warn(`SKIPPED: ${reference} is absent, so Erlang C is not held against it.`);

test.skipIf(!isThere)("Erlang B, Erlang C and the mean wait agree with the reference values to 1e-9", () => {
  const {
    cases,
  }: { cases: { c: number; a: number; erlangB: number; erlangC: number; Wq_over_service: number }[] } =
    JSON.parse(readFileSync(reference, "utf8"));
  expect(cases.length).toBeGreaterThan(5);
  for (const { c, a, ...told } of cases) {
    expect(Math.abs(erlangB(c, a) - told.erlangB)).toBeLessThan(1e-9);
    expect(Math.abs(erlangC(c, a) - told.erlangC)).toBeLessThan(1e-9);
    const { meanWaitHours } = queueFigures({ servers: c, arrivalsPerHour: a, serviceHours: 1 });
    expect(Math.abs(meanWaitHours - told.Wq_over_service)).toBeLessThan(1e-9);
  }
});
