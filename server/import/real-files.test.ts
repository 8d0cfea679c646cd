import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { verifyRollups } from "@/server/rollup/verify";
import { applyPlan, recordsOf } from "./apply-plan";
import { planFile } from "./plan-file";
import { newContext } from "./testing/context";

// Providers' files are not part of the project: they may lie beside it, or wherever the variable says.
const folder = process.env.FAULTLINE_REAL_DATA ?? path.join(import.meta.dirname, "../../../shared/data");
const folders = ["incidents-statuspage", "incidents-gcp", "incidents-github", "adoption-copilot"];
const isPresent = existsSync(path.join(folder, "incidents-statuspage"));
if (!isPresent)
  console.warn(`SKIPPED: no real provider files in ${folder}; set FAULTLINE_REAL_DATA to their folder.`);

const files = isPresent
  ? folders.flatMap((name) =>
      readdirSync(path.join(folder, name), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(?:json|jsonl|csv)(?:\.gz)?$/.test(file))
        .map((file) => path.join(name, file))
        .sort(),
    )
  : [];

const database = testDatabase();

describe.skipIf(!isPresent)("real files of providers", () => {
  test.each(files)(
    "%s: every record is accounted for, and a repetition changes nothing",
    async (file) => {
      const ctx = { ...(await newContext(database.db)), now: new Date("2027-01-01T00:00:00Z") };
      const input = { name: path.basename(file), bytes: readFileSync(path.join(folder, file)) };
      const { plan, read } = planFile(input, { kind: null, options: {}, maxBytes: 1e9 });
      expect(read.refusals).toEqual([]);
      const first = await applyPlan(ctx, plan);
      const { created, updated, unchanged, refusals } = first;
      expect(created + updated + unchanged + refusals.length).toBe(recordsOf(plan));
      for (const { reason, row } of refusals) expect([reason.length > 15, row > 0]).toEqual([true, true]);
      const again = await applyPlan(ctx, plan);
      expect(again).toMatchObject({ created: 0, updated: 0, unchanged: created + updated + unchanged });
      expect(again.refusals).toEqual(refusals);
      expect((await verifyRollups(ctx)).differences).toEqual([]);
    },
    60_000,
  );
});
