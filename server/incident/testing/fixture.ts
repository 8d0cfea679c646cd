import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { incidentCounter, service, workspace } from "@/db/schema";
import type { Actor } from "@/domain/access/actor";
import { type IncidentInput, incidentInputSchema } from "@/domain/incident/schema";
import type { Ctx } from "@/server/context";
import { logIncident } from "@/server/incident/log";

export interface FixtureService {
  slug: string;
  weight?: number;
  trackedFrom?: string;
  isStated?: boolean;
}

/** A workspace of its own with these services, so that tests in one database never meet. */
export async function makeWorkspace(
  db: Database,
  options: { now: string; zone?: string; services: readonly FixtureService[] },
): Promise<Ctx> {
  const now = new Date(options.now);
  const workspaceId = uuidv7();
  await db.insert(workspace).values({
    workspaceId,
    slug: `test-${workspaceId}`,
    name: "Test",
    timeZone: options.zone ?? "UTC",
    createdAt: now,
    updatedAt: now,
  });
  await db.insert(incidentCounter).values({ workspaceId });
  await db.insert(service).values(
    options.services.map((one) => ({
      workspaceId,
      id: uuidv7(),
      slug: one.slug,
      name: one.slug.toUpperCase(),
      weight: one.weight ?? 1,
      trackedFrom: new Date(one.trackedFrom ?? "2026-01-01T00:00:00Z"),
      trackedFromIsStated: one.isStated ?? false,
      createdAt: now,
      updatedAt: now,
    })),
  );
  const ada: Actor = {
    kind: "user",
    id: uuidv7(),
    name: "Ada",
    email: "ada@example.com",
    personId: null,
    grants: [{ role: "owner", teamId: null }],
  };
  return { db, actor: ada, now, workspaceId, requestId: "test" };
}

export const at = (ctx: Ctx, now: string): Ctx => ({ ...ctx, now: new Date(now) });

type Given = Partial<Record<keyof IncidentInput, unknown>>;

/** Logs as the API does: through the wire contract. */
export function log(ctx: Ctx, given: Given) {
  return logIncident(
    ctx,
    incidentInputSchema.parse({
      title: "Checkout fails",
      severity: "SEV2",
      impacts: [{ service: "checkout" }],
      ...given,
    }),
  );
}
