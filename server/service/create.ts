import { v7 as uuidv7 } from "uuid";
import { service } from "@/db/schema";
import { dayOf, dayStartMs } from "@/domain/calendar/day";
import { Conflict } from "@/domain/errors";
import type { Service, ServiceInput } from "@/domain/service/schema";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { teamOf } from "@/server/team/ensure";
import { readWorkspace } from "@/server/workspace/queries";
import { authoriseKeeping } from "./access";
import { readService } from "./queries";
import { trackedFromOf } from "./tracked-from";

/** Adds a service; its covered time starts where stated, or else with the day it is created on. */
export function createService(ctx: Ctx, input: ServiceInput): Promise<Service> {
  return inTransaction(ctx, async (tx) => {
    const { timeZone } = await readWorkspace(tx);
    const stated = input.trackedFrom ? trackedFromOf(tx, input.trackedFrom, timeZone) : null;
    const teamId = input.team ? await teamOf(tx, input.team) : null;
    authoriseKeeping(tx, teamId, "Adding a service");
    const nowMs = tx.now.getTime();
    const inserted = await tx.db
      .insert(service)
      .values({
        workspaceId: tx.workspaceId,
        id: uuidv7(),
        slug: input.slug,
        name: input.name,
        weight: input.weight,
        sloTarget: input.sloTarget ?? null,
        teamId,
        trackedFrom: stated ?? new Date(dayStartMs(dayOf(nowMs, timeZone), timeZone)),
        trackedFromIsStated: stated !== null,
        createdAt: tx.now,
        updatedAt: tx.now,
      })
      .onConflictDoNothing()
      .returning({ id: service.id });
    if (inserted.length === 0) {
      throw new Conflict(
        "service-exists",
        `A service with the slug ${input.slug} exists already. Choose another slug, or edit that one with PATCH.`,
        "slug",
      );
    }
    const created = await readService(tx, input.slug);
    await recordAudit(tx, {
      action: "service.create",
      objectKind: "service",
      objectId: created.id,
      after: created,
    });
    return created;
  });
}
