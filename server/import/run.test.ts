import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditEvent, importRun } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { planFile } from "./plan-file";
import { getImportRun, importRefusals, listImportRuns } from "./queries";
import { REFUSALS_KEPT_MAX, startRun } from "./run";
import { newContext } from "./testing/context";

const database = testDatabase();
const header = "id,title,service,started_at,resolved_at\n";
const planOf = (text: string) =>
  planFile(
    { name: "a.csv", bytes: new TextEncoder().encode(text) },
    { kind: null, options: {}, maxBytes: 1e9 },
  ).plan;

describe("a run of an import", () => {
  test("is there before its records, and ends with the report", async () => {
    const ctx = await newContext(database.db);
    const plan = planOf(`${header}1,a,API,2025-05-01T10:00Z,2025-05-01T11:00Z\n2,b,API,soon,\n`);
    const { id, finished } = await startRun(ctx, { name: "a.csv", plan });
    expect(await getImportRun(ctx, id)).toMatchObject({ status: "running", total: 2 });
    await finished;
    const run = await getImportRun(ctx, id);
    expect(run).toMatchObject({ status: "done", done: 2, created: 1, refused: 1, failure: null });
    expect(run.refusals).toEqual([expect.objectContaining({ row: 2 })]);
    const audit = await ctx.db
      .select()
      .from(auditEvent)
      .where(and(eq(auditEvent.workspaceId, ctx.workspaceId), eq(auditEvent.action, "import.run")));
    expect(audit).toHaveLength(1);
  });

  test("whose process died is shown as failed, with what to do", async () => {
    const ctx = await newContext(database.db);
    const { id, finished } = await startRun(ctx, { name: "a.csv", plan: planOf(header) });
    await finished;
    await ctx.db.update(importRun).set({ status: "running", finishedAt: null }).where(eq(importRun.id, id));
    const soon = { ...ctx, now: new Date(ctx.now.getTime() + 30_000) };
    expect((await listImportRuns(soon))[0]?.status).toBe("running");
    const later = { ...ctx, now: new Date(ctx.now.getTime() + 300_000) };
    expect((await listImportRuns(later))[0]).toMatchObject({
      status: "failed",
      failure: expect.stringContaining("import the file again"),
    });
  });

  test("that fails says why and keeps that beside what it had written", async () => {
    const ctx = await newContext(database.db);
    const plan = planOf(`${header}1,a,API,2025-05-01T10:00Z,2025-05-01T11:00Z\n`);
    const onProgress = () => {
      throw new Error("The disk is full");
    };
    const { id, finished } = await startRun(ctx, { name: "a.csv", plan }, { onProgress });
    await expect(finished).rejects.toThrow();
    const run = await getImportRun(ctx, id);
    expect(run.status).toBe("failed");
    expect(run.failure).toMatch(/^The disk is full\. What was imported .* import the file again/);
  });

  test("counts every refusal and keeps the first thousands", async () => {
    const ctx = await newContext(database.db);
    const plan = planOf(header + "1,a,API,soon,\n".repeat(REFUSALS_KEPT_MAX + 10));
    const { id, finished } = await startRun(ctx, { name: "a.csv", plan });
    await finished;
    expect((await getImportRun(ctx, id)).refused).toBe(REFUSALS_KEPT_MAX + 10);
    expect(await importRefusals(ctx, id)).toHaveLength(REFUSALS_KEPT_MAX);
  });
});
