import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import type { Ctx } from "@/server/context";
import { addPerson } from "@/server/person/add";
import { listPeople } from "@/server/person/queries";
import { verifyRollups } from "@/server/rollup/verify";
import { listServices } from "@/server/service/queries";
import { importText, newContext } from "./testing/context";

const database = testDatabase();

const counts = ({ created, updated, unchanged, refusals }: Awaited<ReturnType<typeof importText>>) => [
  created,
  updated,
  unchanged,
  refusals.length,
];
const people = async (ctx: Ctx) => (await listPeople(ctx, { limit: 100 })).people;

describe("importing services and dependencies", () => {
  test("makes new ones, updates what the file states, and repeats without a change", async () => {
    const ctx = await newContext(database.db);
    const file = "slug,name,weight,slo,team\napi,API,3,99.9,Core\nweb,Web,1,,\n";
    expect(counts(await importText(ctx, file))).toEqual([2, 0, 0, 0]);
    expect(counts(await importText(ctx, file))).toEqual([0, 0, 2, 0]);
    const changed = file.replace("api,API,3,99.9,Core", "api,API,5,99.9,Core");
    expect(counts(await importText(ctx, changed))).toEqual([0, 1, 1, 0]);
    const [api] = await listServices(ctx);
    expect(api).toMatchObject({ slug: "api", weight: 5, sloTarget: 0.999, sloIsOwn: true, team: "Core" });
  });

  test("keeps the rollups right when an imported weight or tracking start changes the past", async () => {
    const ctx = await newContext(database.db);
    await importText(
      ctx,
      "id,title,service,level,started_at,resolved_at\n1,a,API,major,2025-05-01T10:00Z,2025-05-02T11:00Z\n2,b,Web,major,2025-05-01T10:00Z,2025-05-01T11:00Z\n",
    );
    const file = "slug,name,weight,tracked_from\napi,API,4,2025-05-02\nweb,Web,2,2024-01-01\n";
    expect(counts(await importText(ctx, file))).toEqual([0, 2, 0, 0]);
    const { differences, checked } = await verifyRollups(ctx);
    expect(differences).toEqual([]);
    expect(checked.service_day).toBe(2);
  });

  test("adds dependencies to those there are, and refuses one on an unknown service", async () => {
    const ctx = await newContext(database.db);
    await importText(ctx, "slug,name,weight\napi,API,1\nweb,Web,1\ndb,DB,1\n");
    const first = "service,depends_on,criticality\nweb,api,hard\n";
    const second = "service,depends_on,criticality\nweb,api,soft\nweb,db,hard\nweb,mail,hard\n";
    expect(counts(await importText(ctx, first))).toEqual([1, 0, 0, 0]);
    const result = await importText(ctx, second);
    expect(counts(result)).toEqual([1, 1, 0, 1]);
    expect(result.refusals[0]).toMatchObject({ row: 3, code: "service-not-found", field: "dependsOn" });
    const web = (await listServices(ctx)).find(({ slug }) => slug === "web");
    expect(web?.dependsOn).toEqual([
      { slug: "api", criticality: "soft" },
      { slug: "db", criticality: "hard" },
    ]);
  });
});

describe("importing people and their use of AI", () => {
  const roster =
    "name,email,github,level,team,start_date\nAda Ray,ada@example.com,ada,senior,Core,2025-01-01\nBo Li,,boli,mid,,\n";

  test("makes the roster once; a new level keeps the old one in its time", async () => {
    const ctx = await newContext(database.db);
    expect(counts(await importText(ctx, roster, { kind: "people-csv" }))).toEqual([2, 0, 0, 0]);
    expect(counts(await importText(ctx, roster, { kind: "people-csv" }))).toEqual([0, 0, 2, 0]);
    const promoted = roster.replace("ada,senior", "ada,principal");
    expect(counts(await importText(ctx, promoted, { kind: "people-csv" }))).toEqual([0, 1, 1, 0]);
    const [ada] = await people(ctx);
    expect(ada?.levels).toEqual([
      { level: "senior", from: "2025-01-01" },
      { level: "principal", from: "2026-03-18" },
    ]);
  });

  test("keeps unknown logins off the roster, and joins them with the person who has the login later", async () => {
    const ctx = await newContext(database.db);
    const use =
      "date,login,tool\n2026-03-02,boli,Assistant\n2026-03-03,boli,Assistant\n2026-03-03,carol,Assistant\n";
    expect(counts(await importText(ctx, use, { kind: "ai-use-csv" }))).toEqual([3, 0, 0, 0]);
    expect(counts(await importText(ctx, use, { kind: "ai-use-csv" }))).toEqual([0, 0, 3, 0]);
    expect((await people(ctx)).map(({ name, onRoster }) => [name, onRoster])).toEqual([
      ["boli", false],
      ["carol", false],
    ]);
    expect(counts(await importText(ctx, roster, { kind: "people-csv" }))).toEqual([1, 1, 0, 0]);
    expect((await people(ctx)).map(({ name, onRoster }) => [name, onRoster])).toEqual([
      ["Ada Ray", true],
      ["Bo Li", true],
      ["carol", false],
    ]);
    const uses = await database.pool.query(
      "select count(*) as uses from ai_use u join person p on p.id = u.person_id where u.workspace_id = $1 and p.name = 'Bo Li'",
      [ctx.workspaceId],
    );
    expect(uses.rows).toEqual([{ uses: 2 }]);
  });

  test("refuses a use by a name that nobody or more than one person has", async () => {
    const ctx = await newContext(database.db);
    for (const email of ["a@example.com", "b@example.com"])
      await addPerson(ctx, { name: "Sam Poe", email, handles: [], level: "mid" });
    const use = "date,person,tool\n2026-03-02,Sam Poe,Assistant\n2026-03-02,Nobody Here,Assistant\n";
    const result = await importText(ctx, use, { kind: "ai-use-csv" });
    expect(result.refusals.map(({ code }) => code)).toEqual(["ambiguous", "person-not-found"]);
  });

  test("stores counts without people as counts, and their newest value", async () => {
    const ctx = await newContext(database.db);
    const report = (users: number) => JSON.stringify([{ date: "2026-03-02", total_active_users: users }]);
    expect(counts(await importText(ctx, report(10)))).toEqual([1, 0, 0, 0]);
    expect(counts(await importText(ctx, report(10)))).toEqual([0, 0, 1, 0]);
    expect(counts(await importText(ctx, report(12)))).toEqual([0, 1, 0, 0]);
    expect(await people(ctx)).toEqual([]);
  });
});
