import { and, eq, ne } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import { aiUse, incident, mark, person, service, workspace } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import type { Ctx } from "@/server/context";
import { verifyRollups } from "@/server/rollup/verify";
import { findWorkspaceBySlug } from "@/server/workspace/queries";
import { makeSample } from "./make";
import { removeSample } from "./remove";

const OPERATOR = { kind: "system", name: "Command line" } as const;
const database = testDatabase();
const now = new Date("2026-06-17T09:00:00Z");

async function sampleContext(): Promise<Ctx> {
  const sample = await findWorkspaceBySlug(database.db, "kestrel");
  if (!sample) throw new Error("The sample is missing.");
  return {
    db: database.db,
    actor: { kind: "system", name: "Test" },
    now,
    workspaceId: sample.id,
    requestId: "test",
  };
}

describe("the sample workspace", () => {
  beforeAll(async () => {
    await makeSample({ db: database.db, now, actor: OPERATOR });
  });

  test("labels everything that was made up, and names the source of what was not", async () => {
    const { db, workspaceId } = await sampleContext();
    const incidents = await db.select().from(incident).where(eq(incident.workspaceId, workspaceId));
    expect(incidents.length).toBeGreaterThan(300);
    for (const one of incidents) {
      expect(["public-record", "generated"]).toContain(one.record);
      if (one.record === "public-record") expect(one.sourceName).toBeTruthy();
    }
    const made = await db
      .select()
      .from(service)
      .where(and(eq(service.workspaceId, workspaceId), eq(service.generated, false)));
    expect(made).toEqual([]);
    for (const table of [person, aiUse]) {
      const unmarked = await db
        .select()
        .from(table)
        .where(and(eq(table.workspaceId, workspaceId), eq(table.generated, false)))
        .limit(1);
      expect(unmarked).toEqual([]);
    }
    const marks = await db.select().from(mark).where(eq(mark.workspaceId, workspaceId));
    for (const one of marks) expect(one.generated || one.sourceName).toBeTruthy();
  });

  test("has rollups that equal a rebuild", async () => {
    const { differences, checked } = await verifyRollups(await sampleContext());
    expect(differences).toEqual([]);
    expect(checked.service_day).toBeGreaterThan(100);
  });

  test("is made once at most, and by its removal nothing else goes", async () => {
    await expect(makeSample({ db: database.db, now, actor: OPERATOR })).rejects.toThrow("exists already");
    const own = uuidv7();
    await database.db
      .insert(workspace)
      .values({ workspaceId: own, slug: "acme", name: "Acme", createdAt: now, updatedAt: now });
    expect(await removeSample(database.db)).toBe(true);
    expect(await removeSample(database.db)).toBe(false);
    const left = await database.db.select({ slug: workspace.slug }).from(workspace);
    expect(left).toEqual([{ slug: "acme" }]);
    const rows = await database.db.select().from(incident).where(ne(incident.workspaceId, own)).limit(1);
    expect(rows).toEqual([]);
  });
});
