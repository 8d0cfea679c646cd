import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { STANDINGS, standingOf } from "@/domain/person/roster";
import { makeWorkspace } from "@/server/incident/testing/fixture";
import { addPerson } from "./add";
import { editPerson } from "./edit";
import { listPeople } from "./queries";
import { rosterCounts } from "./roster";

const database = testDatabase();
const TODAY = "2026-03-10";

async function filledRoster() {
  const ctx = await makeWorkspace(database.db, {
    now: `${TODAY}T12:00:00.000Z`,
    services: [{ slug: "checkout" }],
  });
  const add = (name: string, activeFrom: string | null, activeTo: string | null) =>
    addPerson(ctx, { name, handles: [`${name.toLowerCase()}-dev`], level: "mid", activeFrom, activeTo });
  await add("Always", null, null);
  await add("Gone", null, "2026-03-09");
  await add("Last", "2026-01-01", TODAY);
  await add("Next", "2026-03-11", null);
  return ctx;
}

describe("the roster", () => {
  test("lists and counts people by the rule that says where they stand", async () => {
    const ctx = await filledRoster();
    const { people } = await listPeople(ctx, { limit: 50 });
    const counts = await rosterCounts(ctx, TODAY);
    for (const standing of STANDINGS) {
      const expected = people.filter((one) => standingOf(one, TODAY) === standing).map((one) => one.name);
      const listed = await listPeople(ctx, { standing, today: TODAY, limit: 50 });
      expect(listed.people.map((one) => one.name)).toEqual(expected);
      expect(counts[standing]).toBe(expected.length);
    }
    expect(counts).toEqual({ on: 2, left: 1, joining: 1, unlisted: 0 });
  });

  test("finds people by the level in effect, not by one to come, and by a login", async () => {
    const ctx = await filledRoster();
    const names = async (query: { q?: string; level?: "mid" | "senior"; today?: string }) =>
      (await listPeople(ctx, { ...query, limit: 50 })).people.map((one) => one.name);
    const [always] = (await listPeople(ctx, { q: "always", limit: 1 })).people;
    await editPerson(ctx, {
      id: always?.id ?? "",
      version: null,
      edit: { level: "senior", levelFrom: "2026-04-01" },
    });
    expect(await names({ level: "senior" })).toEqual([]);
    expect(await names({ level: "senior", today: "2026-04-01" })).toEqual(["Always"]);
    expect(await names({ q: "GONE-dev" })).toEqual(["Gone"]);
  });
});
