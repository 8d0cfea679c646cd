import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import type { Ctx } from "@/server/context";
import { makeWorkspace } from "@/server/incident/testing/fixture";
import { auditKeysOf } from "../keys";
import { recordAudit } from "../record";
import { sealWorkspace } from "../seal";

export const TEST_KEYS = auditKeysOf("a secret of the tests alone, nowhere else used");

/** A workspace whose trail has `events` events, sealed in stretches of `perSeal`. */
export async function makeTrail(
  db: Database,
  { events, perSeal, now = "2026-03-10T12:00:00.000Z" }: { events: number; perSeal: number; now?: string },
): Promise<Ctx> {
  const made = await makeWorkspace(db, { now, services: [{ slug: "checkout" }] });
  const ctx: Ctx = { ...made, address: "192.0.2.7" };
  for (let index = 0; index < events; index += 1) {
    const at = new Date(ctx.now.getTime() + index * 1000);
    await recordAudit(
      { ...ctx, now: at, requestId: `request-${index}` },
      {
        action: "incident.edit",
        objectKind: "incident",
        objectId: uuidv7(),
        before: { title: `Ausfall – ${index}`, fraction: index / 7 },
        after: {
          title: "故障 \u2028 🚨",
          fraction: 1e-7 * index,
          impacts: [{ level: "major", at }],
          none: undefined,
        },
      },
    );
    if ((index + 1) % perSeal === 0) await sealWorkspace({ db, keys: TEST_KEYS, now: at }, ctx.workspaceId);
  }
  await sealWorkspace({ db, keys: TEST_KEYS, now: ctx.now }, ctx.workspaceId);
  return ctx;
}
