import { expect, test } from "vitest";
import { createDatabase } from "@/db/client";
import { testDatabase } from "@/db/testing/test-database";
import { PreconditionFailed } from "@/domain/errors";
import type { Ctx } from "@/server/context";
import { refreshDirtyDays } from "@/server/rollup/dirty-days";
import { verifyRollups } from "@/server/rollup/verify";
import { editIncident } from "./edit";
import { addImpact } from "./impacts";
import { getIncident } from "./queries";
import { log, makeWorkspace } from "./testing/fixture";
import { transitionIncident } from "./transition";

const database = testDatabase();
const NOW = "2026-03-10T12:00:00.000Z";
const services = ["a", "b", "c", "d"].map((slug, index) => ({ slug, weight: index + 1 }));

/** Many writers need connections of their own, or they would only wait for the pool. */
async function withWriters<T>(count: number, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const ctx = await makeWorkspace(database.db, { now: NOW, services });
  const writers = createDatabase(database.url, { maxConnections: count });
  try {
    return await work({ ...ctx, db: writers.db });
  } finally {
    await writers.close();
  }
}

test("twenty writers on overlapping services neither block each other for good nor lose any cost", async () => {
  await withWriters(20, async (ctx) => {
    const slugs = services.map((one) => one.slug);
    const writer = async (index: number) => {
      const hour = String(index % 10).padStart(2, "0");
      // Named in every order, so that only the order of the locks can keep them from a circle.
      const named = slugs.map((_, at) => slugs[(at * (index % 2 ? 1 : 3) + index) % slugs.length] ?? "a");
      const logged = await log(ctx, {
        impacts: [...new Set(named)].map((service) => ({ service, fraction: ((index % 4) + 1) / 4 })),
        impactStartedAt: `2026-03-10T${hour}:00:00Z`,
        resolvedAt: `2026-03-10T${hour}:50:00Z`,
      });
      const reopened = await transitionIncident(ctx, { id: logged.id, transition: "reopen" });
      await Promise.all([
        refreshDirtyDays(ctx),
        transitionIncident(ctx, { id: reopened.id, transition: "resolve", at: `2026-03-10T${hour}:45:00Z` }),
      ]);
      const added = await addImpact(ctx, {
        id: logged.id,
        version: 3,
        service: named[0] ?? "a",
        fraction: 1,
        startedAt: `2026-03-10T${hour}:10:00Z`,
        endedAt: `2026-03-10T${hour}:20:00Z`,
      });
      return added.number;
    };
    const numbers = await Promise.all(Array.from({ length: 20 }, (_, index) => writer(index)));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect((await verifyRollups(ctx)).differences).toEqual([]);
  });
}, 60_000);

test("of fifty edits of one version, one wins and forty-nine are told the present version", async () => {
  await withWriters(20, async (ctx) => {
    const { id } = await log(ctx, {
      impacts: [{ service: "a" }],
      impactStartedAt: "2026-03-10T08:00:00Z",
      resolvedAt: "2026-03-10T09:00:00Z",
    });
    const edits = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        editIncident(ctx, {
          id,
          version: 1,
          resolvedAt: `2026-03-10T09:${String(index + 1).padStart(2, "0")}:00Z`,
        }),
      ),
    );
    const refused = edits.flatMap((edit) => (edit.status === "rejected" ? [edit.reason] : []));
    expect(refused).toHaveLength(49);
    for (const reason of refused) {
      expect(reason).toBeInstanceOf(PreconditionFailed);
      expect(reason).toMatchObject({ status: 412, currentVersion: 2 });
    }
    const after = await getIncident(ctx, id);
    expect(after.version).toBe(2);
    expect(after.timeline.filter((event) => event.kind === "edit")).toHaveLength(1);
    expect((await verifyRollups(ctx)).differences).toEqual([]);
  });
}, 60_000);
