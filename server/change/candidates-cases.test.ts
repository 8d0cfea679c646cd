import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { z } from "zod";
import { testDatabase } from "@/db/testing/test-database";
import { makeWorkspace } from "@/server/incident/testing/fixture";
import { findCandidates } from "./candidates";
import { putChanges } from "./testing/rows";

const FILE = "../shared/data/suspects/dev.jsonl.gz";
const isThere = existsSync(FILE);
if (!isThere) process.stderr.write(`SKIPPED: ${FILE} is not there, so no candidates are looked for in it.\n`);

/** With fewer changes before them, cases are looked at whole. */
const MANY = 30;
const WEEK_MS = 7 * 86_400_000;

const told = z.object({ id: z.string(), at: z.string(), services: z.array(z.string()) });
const caseSchema = z.object({
  incident: told.omit({ id: true }),
  candidates: z.array(told),
  culprit: z.string(),
});

const database = testDatabase();

test.skipIf(!isThere)("the culprit of every case is among the few that are looked at", async () => {
  const cases = gunzipSync(readFileSync(FILE))
    .toString("utf8")
    .trim()
    .split("\n")
    .map((line) => caseSchema.parse(JSON.parse(line)))
    .filter(({ candidates }) => candidates.length > MANY);
  const ctx = await makeWorkspace(database.db, { now: "2026-03-10T12:00:00Z", services: [{ slug: "any" }] });
  let [given, looked] = [0, 0];
  for (const { incident, candidates, culprit } of cases) {
    // Every case has services of its own, so that none finds another's changes.
    const ids = new Map<string, string>();
    const idOf = (name: string) => ids.get(name) ?? ids.set(name, uuidv7()).get(name) ?? "";
    const changeIds = await putChanges(
      ctx,
      candidates.map(({ at, services }) => ({ at, serviceIds: services.map(idOf) })),
    );
    const to = new Date(incident.at);
    const found = await findCandidates(ctx, {
      serviceIds: incident.services.map(idOf),
      neededIds: [],
      from: new Date(to.getTime() - WEEK_MS),
      to,
    });
    const place = candidates.findIndex(({ id }) => id === culprit);
    expect(found.map(({ id }) => id)).toContain(changeIds[place]);
    given += candidates.length;
    looked += found.length;
  }
  expect(cases.length).toBeGreaterThan(80);
  expect(looked).toBeLessThan(given);
});
