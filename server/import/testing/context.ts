import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { incidentCounter, workspace } from "@/db/schema";
import type { ImportKind, ImportOptions } from "@/domain/import/plan";
import type { Ctx } from "@/server/context";
import { type ApplyOptions, applyPlan } from "../apply-plan";
import { planFile } from "../plan-file";

/** A context in a new workspace, with a clock that stands still. */
export async function newContext(db: Database, timeZone = "UTC"): Promise<Ctx> {
  const workspaceId = uuidv7();
  const now = new Date("2026-03-18T12:00:00Z");
  const slug = `w${workspaceId.replaceAll("-", "").slice(-12)}`;
  await db
    .insert(workspace)
    .values({ workspaceId, slug, name: slug, timeZone, createdAt: now, updatedAt: now });
  await db.insert(incidentCounter).values({ workspaceId });
  return { db, actor: { kind: "system", name: "Test" }, now, workspaceId, requestId: "test" };
}

/** Reads the text as a file and writes what it holds. */
export function importText(
  ctx: Ctx,
  text: string,
  choice: { kind?: ImportKind; options?: ImportOptions; name?: string } & ApplyOptions = {},
) {
  const { kind = null, options = {}, name = "file", ...apply } = choice;
  const file = { name, bytes: new TextEncoder().encode(text) };
  return applyPlan(ctx, planFile(file, { kind, options, maxBytes: 1e9 }).plan, apply);
}
