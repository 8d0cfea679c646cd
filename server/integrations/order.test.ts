import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { disorder, githubHistory, type HostEvent } from "@/domain/integration/testing/github-history";
import { deliveriesOf, ledgerOf, type TestHook, testHook } from "./testing/hook";

const database = testDatabase();
const EVENTS = 300;

async function deliver(events: readonly HostEvent[]): Promise<TestHook> {
  const hook = await testHook(database.db, "github");
  for (const { event, payload, delivery } of events) await hook.github(event, payload, delivery);
  await hook.workOff();
  expect(hook.faults).toEqual([]);
  return hook;
}

describe("the ledger does not depend on the order of deliveries", () => {
  test.each([{ seed: 1 }, { seed: 2 }])(
    "with three in ten twice and three in ten in another's place, seed $seed",
    async ({ seed }) => {
      const events = githubHistory(seed, EVENTS);
      const inOrder = await ledgerOf(await deliver(events));
      // Taken in the order of `due_at`, which is one instant for all here: so each is worked off as it comes.
      const late = await testHook(database.db, "github");
      for (const { event, payload, delivery } of disorder(events, { seed, twice: 0.3, shuffled: 0.3 })) {
        await late.github(event, payload, delivery);
        await late.workOff();
      }
      expect(late.faults).toEqual([]);
      const settled = (await deliveriesOf(late)).map(({ status, reason }) => `${status} ${reason ?? ""}`);
      expect(settled.filter((one) => !/^(done $|ignored )/.test(one))).toEqual([]);
      const outOfOrder = await ledgerOf(late);
      for (const [part, rows] of Object.entries(inOrder)) expect(outOfOrder[part], part).toEqual(rows);
      expect(inOrder.changes?.length).toBeGreaterThan(20);
      expect(inOrder.carries?.some((one) => (one as { carried: unknown }).carried !== null)).toBe(true);
    },
    240_000,
  );
});

describe("one delivery many times", () => {
  const [push] = githubHistory(3, 400).filter(
    ({ event, payload }) => event === "push" && payload.ref === "refs/heads/main",
  );

  test("fifty times, twenty at once, makes one row and one change", async () => {
    if (push === undefined) throw new Error("The history has no push.");
    const hook = await testHook(database.db, "github");
    const send = () => hook.github(push.event, push.payload, push.delivery);
    const receipts = await Promise.all(Array.from({ length: 20 }, send));
    const workers = [hook.workOff(), hook.workOff(), hook.workOff(), hook.workOff()];
    for (let count = 20; count < 50; count += 1) receipts.push(await send());
    await Promise.all(workers);
    await hook.workOff();
    expect(receipts.filter(({ kind }) => kind === "received")).toHaveLength(1);
    expect(receipts.filter(({ kind }) => kind === "known")).toHaveLength(49);
    expect(await deliveriesOf(hook)).toMatchObject([{ status: "done", repetitions: 49, attempts: 1 }]);
    expect((await ledgerOf(hook)).changes).toHaveLength(1);
  });

  test("under fifty ids, worked off by many at once, makes one change", async () => {
    if (push === undefined) throw new Error("The history has no push.");
    const hook = await testHook(database.db, "github");
    await Promise.all(
      Array.from({ length: 50 }, (_, at) => hook.github(push.event, push.payload, `${push.delivery}-${at}`)),
    );
    await Promise.all(Array.from({ length: 8 }, () => hook.workOff()));
    expect(hook.faults).toEqual([]);
    expect((await deliveriesOf(hook)).filter(({ status }) => status === "done")).toHaveLength(50);
    const { changes, days } = await ledgerOf(hook);
    expect(changes).toHaveLength(1);
    expect(days).toMatchObject([{ changes: 1 }]);
  });
});
