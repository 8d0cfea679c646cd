import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { insertRows } from "./insert-rows";
import { incident, mark, workspace } from "./schema";
import { testDatabase } from "./testing/test-database";

const database = testDatabase();
const now = new Date("2026-03-18T12:00:00.123Z");

async function newWorkspace(): Promise<string> {
  const workspaceId = uuidv7();
  await database.db
    .insert(workspace)
    .values({ workspaceId, slug: workspaceId, name: "w", createdAt: now, updatedAt: now });
  return workspaceId;
}

function marks(workspaceId: string, count: number) {
  return Array.from({ length: count }, (_, index) => ({
    workspaceId,
    id: uuidv7(),
    kind: "other" as const,
    day: "2026-03-18",
    title: `Mark ${index}`,
    createdAt: now,
  }));
}

describe("inserting many rows", () => {
  test("writes more rows than one statement takes, and counts them", async () => {
    const workspaceId = await newWorkspace();
    expect(await insertRows(database.db, mark, marks(workspaceId, 12_345))).toBe(12_345);
    expect(await insertRows(database.db, mark, [])).toBe(0);
  });

  test("keeps quotes, line breaks, arrays, milliseconds and nulls as they are, and takes defaults", async () => {
    const workspaceId = await newWorkspace();
    const id = uuidv7();
    const title = 'He said "no",\n\\ and left – \u{1f525}';
    const regions = ["a,b", 'c"d', ""];
    await insertRows(database.db, incident, [
      {
        workspaceId,
        id,
        number: 1,
        title,
        summary: null,
        severity: "SEV1",
        status: "resolved",
        impactStartedAt: now,
        regions,
        customersAffectedRatio: 0.1,
        createdAt: now,
        updatedAt: now,
      },
    ]);
    const [row] = await database.db.select().from(incident).where(eq(incident.id, id));
    expect(row).toMatchObject({ title, summary: null, regions, customersAffectedRatio: 0.1, version: 1 });
    expect(row?.impactStartedAt).toEqual(now);
  });

  test("counts only what is new where the rest is skipped, and refuses repetitions otherwise", async () => {
    const workspaceId = await newWorkspace();
    const rows = marks(workspaceId, 3);
    await insertRows(database.db, mark, rows.slice(0, 2));
    expect(await insertRows(database.db, mark, rows, { skipExisting: true })).toBe(1);
    await expect(insertRows(database.db, mark, rows)).rejects.toThrow();
  });
});
