import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import type { Grant } from "@/domain/access/roles";
import type { Ctx } from "@/server/context";
import { log, makeWorkspace } from "@/server/incident/testing/fixture";
import { transitionIncident } from "@/server/incident/transition";
import { listTeams } from "@/server/team/queries";
import { createService } from "./create";
import { editService } from "./edit";

const database = testDatabase();

async function twoTeams() {
  const owner = await makeWorkspace(database.db, {
    now: "2026-03-18T12:00:00Z",
    services: [{ slug: "nobodys" }],
  });
  await createService(owner, { slug: "pay", name: "Pay", weight: 1, team: "Payments" });
  await createService(owner, { slug: "find", name: "Find", weight: 1, team: "Search" });
  const teams = new Map((await listTeams(owner)).map(({ id, name }) => [name, id]));
  const responderOf = (...names: string[]): Ctx => {
    const grants: Grant[] = names.map((name) => ({ role: "responder", teamId: teams.get(name) ?? null }));
    if (owner.actor.kind !== "user") throw new Error("The fixture acts as a user.");
    return { ...owner, actor: { ...owner.actor, grants: [{ role: "viewer", teamId: null }, ...grants] } };
  };
  return { owner, responderOf };
}

const give = (ctx: Ctx, slug: string, team: string | null) =>
  editService(ctx, { slug, version: null, edit: { team } });

describe("a responder of a team", () => {
  test("edits the team's services and no other's", async () => {
    const { responderOf } = await twoTeams();
    const payments = responderOf("Payments");
    const rename = (slug: string) => editService(payments, { slug, version: null, edit: { name: "New" } });
    expect((await rename("pay")).name).toBe("New");
    await expect(rename("find")).rejects.toThrow("Editing a service needs the responder role");
    await expect(rename("nobodys")).rejects.toThrow("for the whole workspace");
  });

  test("gives a service away only to a team they respond for too", async () => {
    const { responderOf } = await twoTeams();
    await expect(give(responderOf("Payments"), "pay", "Search")).rejects.toThrow(
      "Giving a service to a team",
    );
    await expect(give(responderOf("Payments"), "pay", null)).rejects.toThrow("Giving a service to a team");
    expect((await give(responderOf("Payments", "Search"), "pay", "Search")).team).toBe("Search");
  });

  test("makes no team by naming one", async () => {
    const { owner, responderOf } = await twoTeams();
    await expect(give(responderOf("Payments"), "pay", "Shadow")).rejects.toThrow(
      "making one needs the admin role",
    );
    expect((await listTeams(owner)).map(({ name }) => name)).toEqual(["Payments", "Search"]);
  });

  test("runs what hits the team, also together with others, and what hits nobody's service", async () => {
    const { owner, responderOf } = await twoTeams();
    const payments = responderOf("Payments");
    const hit = (...slugs: string[]) => ({ impacts: slugs.map((service) => ({ service })) });
    const acknowledge = (id: string) => transitionIncident(payments, { id, transition: "acknowledge" });
    for (const slugs of [["pay"], ["pay", "find"], ["nobodys"]]) {
      const { id } = await log(owner, hit(...slugs));
      expect((await acknowledge(id)).acknowledgedAt).not.toBeNull();
    }
    const { id } = await log(owner, hit("find"));
    await expect(acknowledge(id)).rejects.toThrow("for a team whose service it hits");
    await expect(log(payments, hit("find"))).rejects.toThrow("Logging an incident needs the responder role");
  });
});
