import { v7 as uuidv7 } from "uuid";
import { ensureMonths } from "@/db/partitions";
import { change, changeIdentity, changeService } from "@/db/schema";
import type { Ctx } from "@/server/context";

type ChangeInsert = typeof change.$inferInsert;
export type GivenChange = Partial<Omit<ChangeInsert, "at" | "workspaceId">> & { at: string };

/**
 * Puts changes into the ledger as they are given, without a writer: what is read is tested apart from how changes
 * come in. Answers their ids in the order given.
 */
export async function putChanges(
  ctx: Pick<Ctx, "db" | "now" | "workspaceId">,
  given: readonly GivenChange[],
): Promise<string[]> {
  const rows: ChangeInsert[] = given.map((one, index) => ({
    id: uuidv7(),
    kind: "code",
    title: `Change ${index}`,
    involvement: "none-found",
    source: "api",
    createdAt: ctx.now,
    updatedAt: ctx.now,
    ...one,
    workspaceId: ctx.workspaceId,
    at: new Date(one.at),
  }));
  if (rows.length === 0) return [];
  await ensureMonths(
    ctx.db,
    rows.map(({ at }) => at),
  );
  await ctx.db.insert(change).values(rows);
  await ctx.db.insert(changeIdentity).values(
    rows.map(({ id, at }) => ({
      workspaceId: ctx.workspaceId,
      source: "faultline",
      externalId: id,
      changeId: id,
      changeAt: at,
    })),
  );
  const ofServices = rows.flatMap(({ id, at, serviceIds }) =>
    (serviceIds ?? []).map((serviceId) => ({
      workspaceId: ctx.workspaceId,
      serviceId,
      at,
      changeId: id,
    })),
  );
  if (ofServices.length > 0) await ctx.db.insert(changeService).values(ofServices);
  return rows.map(({ id }) => id);
}
