import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import type { Actor } from "@/domain/access/actor";
import type { Ctx } from "@/server/context";
import { makeWorkspace } from "@/server/incident/testing/fixture";
import { addPerson } from "@/server/person/add";
import { getPerson, listPeople } from "@/server/person/queries";
import { rosterCounts } from "@/server/person/roster";
import { weeklyAdoption } from "./queries";
import { recordAiUse } from "./record";

const database = testDatabase();

async function workspaceWith(teams: Record<string, number>): Promise<Ctx> {
  const ctx = await makeWorkspace(database.db, {
    now: "2026-03-18T12:00:00Z",
    services: [{ slug: "checkout" }],
  });
  const rows: { person: string; day: string; tool: string }[] = [];
  for (const [team, size] of Object.entries(teams)) {
    for (let index = 0; index < size; index += 1) {
      const name = `${team} ${index}`;
      await addPerson(ctx, { name, handles: [], level: "mid", team: team === "none" ? null : team });
      rows.push({ person: name, day: "2026-03-10", tool: "Assistant" });
    }
  }
  await recordAiUse(ctx, [...rows, { person: "a-stranger", day: "2026-03-10", tool: "Assistant" }], {
    keepUnknown: true,
  });
  return ctx;
}

const as = (ctx: Ctx, actor: Actor): Ctx => ({ ...ctx, actor });
const viewer: Actor = {
  kind: "user",
  id: "v",
  name: "Viewer",
  email: "v@example.com",
  personId: null,
  grants: [{ role: "viewer", teamId: null }],
};
const policyOwner: Actor = { ...viewer, grants: [{ role: "policy_owner", teamId: null }] };
const reader: Actor = {
  kind: "token",
  id: "t",
  name: "Robot",
  userId: null,
  personId: null,
  grants: [{ role: "admin", teamId: null }],
  scopes: ["read"],
  agent: null,
};

async function weekOf(ctx: Ctx, team?: string) {
  const span = { from: "2026-03-09", to: "2026-03-16", ...(team === undefined ? {} : { team }) };
  const { points, notOnRoster } = await weeklyAdoption(ctx, span);
  return { ...points[0], notOnRoster };
}

describe("figures that would tell about a person", () => {
  test("a team of fewer than five is shown without figures, but to who may see a person's", async () => {
    const ctx = await workspaceWith({ Small: 2, Large: 6, Larger: 7 });
    const hidden = { users: null, rate: null, tooFew: true, eligible: 2 };
    expect(await weekOf(as(ctx, viewer), "Small")).toMatchObject(hidden);
    expect(await weekOf(as(ctx, reader), "Small")).toMatchObject(hidden);
    expect(await weekOf(as(ctx, policyOwner), "Small")).toMatchObject({ users: 2, rate: 1, tooFew: false });
    expect(await weekOf(as(ctx, viewer), "Larger")).toMatchObject({ users: 7, rate: 1, tooFew: false });
  });

  test("nor does a small team follow from the whole less the other teams", async () => {
    const ctx = as(await workspaceWith({ Small: 2, Large: 6, Larger: 7 }), viewer);
    expect(await weekOf(ctx)).toMatchObject({ users: 15, tooFew: false });
    expect(await weekOf(ctx, "Large")).toMatchObject({ users: null, tooFew: true });
  });

  test("the people of no team are a group as well", async () => {
    const ctx = as(await workspaceWith({ none: 1, Large: 6, Larger: 7 }), viewer);
    expect(await weekOf(ctx, "Large")).toMatchObject({ users: null, tooFew: true });
    expect(await weekOf(ctx, "Larger")).toMatchObject({ users: 7, tooFew: false });
  });

  test("a whole roster of fewer than five is shown to nobody else, save to an admin's token", async () => {
    const ctx = await workspaceWith({ Small: 3 });
    expect(await weekOf(as(ctx, viewer))).toMatchObject({ users: null, rate: null, tooFew: true });
    expect(await weekOf(as(ctx, reader))).toMatchObject({ users: 3, rate: 1, tooFew: false });
  });

  test("somebody known only as a user of AI is listed and counted for nobody else", async () => {
    const ctx = await workspaceWith({ Large: 5 });
    const find = (actor: Actor) => listPeople(as(ctx, actor), { q: "stranger", limit: 10 });
    const [stranger] = (await find(policyOwner)).people;
    expect(stranger?.name).toBe("a-stranger");
    expect((await find(viewer)).people).toEqual([]);
    expect((await find(reader)).people).toEqual([]);
    await expect(getPerson(as(ctx, viewer), stranger?.id ?? "")).rejects.toThrow("No person");
    expect((await weekOf(as(ctx, viewer))).notOnRoster).toBeNull();
    expect((await rosterCounts(as(ctx, viewer), "2026-03-18")).unlisted).toBeNull();
    expect((await rosterCounts(as(ctx, policyOwner), "2026-03-18")).unlisted).toBe(1);
  });
});
