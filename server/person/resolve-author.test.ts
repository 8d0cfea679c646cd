import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { type Ctx, inTransaction } from "@/server/context";
import { makeWorkspace } from "@/server/incident/testing/fixture";
import { addPerson } from "./add";
import { editPerson } from "./edit";
import { listPeople } from "./queries";
import { levelsOn, resolveAuthors } from "./resolve-author";

const database = testDatabase();

const workspace = () =>
  makeWorkspace(database.db, { now: "2026-03-10T12:00:00.000Z", services: [{ slug: "checkout" }] });

async function workspaceWithAda() {
  const ctx = await workspace();
  const ada = await addPerson(ctx, {
    name: "Ada Lovelace",
    email: "Ada@corp.example",
    handles: ["ada-l"],
    level: "senior",
  });
  return { ctx, ada };
}

const idsOf = async (ctx: Ctx, authors: Parameters<typeof resolveAuthors>[1]) =>
  (await resolveAuthors(ctx, authors)).map(({ personId }) => personId);

test("finds one person by login, address, a host's address for the login, and a name nobody else has", async () => {
  const { ctx, ada } = await workspaceWithAda();
  const found = await idsOf(ctx, [
    { login: "@Ada-L" },
    { email: "ada@CORP.example", name: "A. L." },
    { email: "12345+ada-l@users.noreply.github.com" },
    { name: "ada  lovelace" },
    { name: "Ada Lovelace (aider)", email: "ada@corp.example" },
  ]);
  expect(found).toEqual(Array(5).fill(ada.id));
});

test("makes whoever is not known a person off the roster, once, with what they are called", async () => {
  const ctx = await workspace();
  const [first, second, third] = await idsOf(ctx, [
    { login: "grace" },
    { login: "grace", name: "Grace Hopper", email: "grace@navy.example" },
    { email: "grace@navy.example" },
  ]);
  expect(first).not.toBeNull();
  expect([second, third]).toEqual([first, first]);
  const { people } = await listPeople(ctx, { onRoster: false, limit: 10 });
  expect(people).toMatchObject([{ id: first, name: "Grace Hopper", handles: ["grace"], level: null }]);
});

test("namesakes are told apart by their addresses, and a name on the roster twice is nobody's of the roster", async () => {
  const { ctx, ada } = await workspaceWithAda();
  await addPerson(ctx, { name: "Sam Hill", handles: ["sam-1"], level: "mid" });
  await addPerson(ctx, { name: "Sam Hill", handles: ["sam-2"], level: "mid" });
  const [other, sam, again] = await idsOf(ctx, [
    { name: "Ada Lovelace", email: "ada@home.example" },
    { name: "Sam Hill" },
    { name: "sam hill" },
  ]);
  expect(other).not.toBe(ada.id);
  expect(sam).toBe(again);
  const { people } = await listPeople(ctx, { onRoster: false, limit: 10 });
  expect(people.map(({ id }) => id)).toEqual(expect.arrayContaining([other, sam]));
});

test("bots are nobody, and addresses that everybody's commits carry belong to nobody", async () => {
  const ctx = await workspace();
  const resolved = await resolveAuthors(ctx, [
    { login: "dependabot[bot]" },
    { name: "renovate", email: "29139614+renovate[bot]@users.noreply.github.com" },
    { login: "deployer", bot: true },
    { email: "noreply@github.com" },
  ]);
  expect(resolved).toEqual([
    { personId: null, name: "dependabot[bot]", isBot: true },
    { personId: null, name: "renovate", isBot: true },
    { personId: null, name: "deployer", isBot: true },
    { personId: null, name: "noreply@github.com", isBot: false },
  ]);
});

test("two writers who meet the same unknown authors in another order make each of them once", async () => {
  const ctx = await workspace();
  const authors = Array.from({ length: 20 }, (_, index) => ({ login: `new-${index}`, name: `New ${index}` }));
  // All transactions are open before the first one asks.
  let open = 0;
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const turns = Array.from({ length: 4 }, (_, turn) =>
    inTransaction(ctx, async (tx) => {
      await tx.db.execute(sql`select 1`);
      open += 1;
      if (open === 4) begin();
      await begun;
      return resolveAuthors(tx, turn % 2 === 0 ? authors : authors.toReversed());
    }),
  );
  const results = await Promise.all(turns);
  const people = await database.db.execute(
    sql`select id from person where workspace_id = ${ctx.workspaceId}`,
  );
  expect(people.rows).toHaveLength(20);
  for (const [turn, result] of results.entries()) {
    const ids = result.map(({ personId }) => personId);
    expect(turn % 2 === 0 ? ids : ids.toReversed()).toEqual(results[0]?.map(({ personId }) => personId));
  }
});

test("tells the level in effect on each day", async () => {
  const { ctx, ada } = await workspaceWithAda();
  await editPerson(ctx, { id: ada.id, version: null, edit: { level: "principal", levelFrom: "2026-03-01" } });
  const [unknown] = await idsOf(ctx, [{ login: "grace" }]);
  expect(
    await levelsOn(ctx, [
      { personId: ada.id, day: "2026-03-01" },
      { personId: unknown ?? "", day: "2026-03-01" },
      { personId: ada.id, day: "2026-02-28" },
    ]),
  ).toEqual(["principal", null, "senior"]);
});
