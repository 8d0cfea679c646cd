import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { githubHistory } from "@/domain/integration/testing/github-history";
import { FAILED_DAYS, pruneDeliveries, SETTLED_DAYS } from "./prune";
import { deliveriesOf, ledgerOf, type TestHook, testHook } from "./testing/hook";
import { ATTEMPTS_MAX, takeDue, workOffDelivery, workOffDue } from "./work";
import { DeliveryWorker } from "./worker";

const database = testDatabase();
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const [push] = githubHistory(5, 200).filter(
  ({ event, payload }) => event === "push" && payload.ref === "refs/heads/main",
);

async function received(): Promise<TestHook> {
  const hook = await testHook(database.db, "github");
  if (push === undefined) throw new Error("The history has no push.");
  await hook.github(push.event, push.payload, push.delivery);
  return hook;
}

const later = (hook: TestHook, ms: number) => {
  hook.now = new Date(hook.now.getTime() + ms);
};

test("a worker that dies after it took a delivery leaves it to another, and nothing is lost or doubled", async () => {
  const hook = await received();
  const [taken] = await takeDue(hook, 1);
  expect(taken?.attempts).toBe(1);
  // Its work so far is undone with its connection.
  await database.db
    .transaction(async (tx) => {
      await tx.execute(sql`select pg_backend_pid()`);
      hook.db = tx;
      await hook.db.execute(sql`update webhook_delivery set status = 'done', due_at = null`);
      throw new Error("killed");
    })
    .catch(() => undefined);
  hook.db = database.db;
  expect(await hook.workOff()).toBe(0);
  later(hook, 3 * MINUTE_MS);
  expect(await hook.workOff()).toBe(1);
  expect(await deliveriesOf(hook)).toMatchObject([{ status: "done", attempts: 2 }]);
  expect((await ledgerOf(hook)).changes).toHaveLength(1);
});

test("a connection that is cut while a delivery is worked off leaves nothing of it, and it is done later", async () => {
  const hook = await received();
  // Whoever works it off waits here for the ledger's lock, and is cut off meanwhile.
  const blocker = await database.pool.connect();
  await blocker.query("begin; lock table change_day in access exclusive mode");
  const working = hook.workOff();
  for (;;) {
    const { rows } = await database.pool.query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if (rows.length > 0) {
      for (const { pid } of rows) await database.pool.query("select pg_terminate_backend($1)", [pid]);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await blocker.query("rollback");
  blocker.release();
  await working;
  expect(hook.faults).toHaveLength(1);
  expect(await deliveriesOf(hook)).toMatchObject([{ status: "received", attempts: 1 }]);
  expect(await ledgerOf(hook)).toMatchObject({ changes: [], commits: [] });
  later(hook, MINUTE_MS);
  await hook.workOff();
  expect(await deliveriesOf(hook)).toMatchObject([{ status: "done", attempts: 2 }]);
  expect((await ledgerOf(hook)).changes).toHaveLength(1);
});

test("what keeps going wrong is tried less and less often, and given up with a reason for people", async () => {
  const hook = await received();
  await database.pool.query("alter table code_commit rename to gone");
  try {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      expect(await hook.workOff()).toBe(1);
      expect(await hook.workOff()).toBe(0);
      later(hook, DAY_MS);
    }
    expect(await hook.workOff()).toBe(0);
  } finally {
    await database.pool.query("alter table gone rename to code_commit");
  }
  const [failed] = await deliveriesOf(hook);
  expect(failed).toMatchObject({ status: "failed", attempts: ATTEMPTS_MAX, dueAt: null });
  expect(failed?.reason).toBe(
    "It could not be worked off in 8 attempts; the log has the cause. Redeliver it once that is repaired.",
  );
  // The sender delivers it again, as a person at GitHub may ask it to.
  if (push) await hook.github(push.event, push.payload, push.delivery);
  await hook.workOff();
  expect(await deliveriesOf(hook)).toMatchObject([{ status: "done", reason: null, repetitions: 1 }]);
});

test("one that meets a fault is put off alone, and those taken with it are done", async () => {
  const hook = await received();
  await database.pool.query(`
    create function refuse_boom() returns trigger language plpgsql as $$
      begin if new.what like '%boom%' then raise exception 'boom'; end if; return new; end $$;
    create trigger boom before insert on change_telling for each row execute function refuse_boom()`);
  await hook.github("push", push?.payload, "broken");
  await database.db.execute(sql`update webhook_delivery set event = 'boom' where external_id = 'broken'`);
  expect(await hook.workOff()).toBe(2);
  await database.pool.query("drop trigger boom on change_telling; drop function refuse_boom");
  const states = (await deliveriesOf(hook)).map(({ externalId, status }) => `${externalId} ${status}`);
  expect(states.sort()).toEqual([`${push?.delivery} done`, "broken received"].sort());
  expect(hook.faults).toHaveLength(1);
  expect((await ledgerOf(hook)).changes).toHaveLength(1);
});

test("what cannot be read has failed at once, and what the ledger refuses says why", async () => {
  const hook = await testHook(database.db, "github");
  await hook.github("push", { ref: "refs/heads/main", repository: { full_name: "acme/shop" } }, "1");
  await hook.github("pull_request", { action: "opened" }, "2");
  const old = JSON.stringify(push?.payload).replaceAll(/"timestamp":"\d{4}/g, '"timestamp":"1999');
  await hook.github("push", old.replaceAll(/"pushed_at":\d+/g, '"pushed_at":900000000'), "3");
  await hook.workOff();
  const reasons = (await deliveriesOf(hook)).map(({ externalId, status, attempts, reason }) => [
    externalId,
    status,
    attempts,
    reason,
  ]);
  expect(reasons.sort()).toEqual([
    ["1", "failed", 1, expect.stringContaining("after is missing or of another kind")],
    ["2", "failed", 1, expect.stringContaining("pull_request is missing")],
    ["3", "failed", 1, expect.stringContaining("the ledger begins with the year 2000")],
  ]);
});

test("a delivery can be worked off again: nothing changes", async () => {
  const hook = await received();
  await hook.workOff();
  const before = await ledgerOf(hook);
  const [delivery] = await deliveriesOf(hook);
  await database.db.execute(
    sql`update webhook_delivery set status = 'received', due_at = ${hook.now.toISOString()}`,
  );
  await workOffDelivery(hook, { workspaceId: hook.workspaceId, id: delivery?.id ?? "" });
  expect(await deliveriesOf(hook)).toMatchObject([{ status: "done", attempts: 2 }]);
  expect(await ledgerOf(hook)).toEqual(before);
});

test("deliveries are kept for a month, failed ones for three, and those under way until they are settled", async () => {
  const hook = await testHook(database.db, "github");
  // Whatever other tests have left due, so that the next two are its own.
  await workOffDue(hook);
  for (const event of ["ping", "issues", "push"]) await hook.github(event, {}, event);
  await workOffDue(hook, 2);
  await hook.github("issues", {}, "under way");
  const left = async (days: number) => {
    await pruneDeliveries(database.db, new Date(hook.now.getTime() + days * DAY_MS + 1));
    return (await deliveriesOf(hook)).map(({ externalId, status }) => `${externalId} ${status}`).sort();
  };
  const all = ["issues ignored", "ping ignored", "push failed", "under way received"];
  expect(await left(SETTLED_DAYS - 1)).toEqual(all);
  expect(await left(SETTLED_DAYS)).toEqual(all.slice(2));
  expect(await left(FAILED_DAYS)).toEqual(all.slice(3));
});

// The last one, because a worker may still be looking for more when its test is over.
test("the worker of a process works off what it is woken for, and goes on until nothing is due", async () => {
  const hook = await testHook(database.db, "github");
  for (const { event, payload, delivery } of githubHistory(6, 30))
    await hook.github(event, payload, delivery);
  const faults: unknown[] = [];
  const worker = new DeliveryWorker({
    db: () => database.db,
    now: () => hook.now,
    onFault: (error) => void faults.push(error),
  });
  for (let time = 0; time < 5; time += 1) worker.wake();
  await expect
    .poll(async () => (await deliveriesOf(hook)).filter(({ status }) => status === "received").length, {
      timeout: 20_000,
    })
    .toBe(0);
  expect(faults).toEqual([]);
});
