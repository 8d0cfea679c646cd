import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { recordChanges } from "@/server/change/record";
import type { Ctx } from "@/server/context";
import { type TestApi, testApi } from "./testing/api";

const database = testDatabase();
let api: TestApi;

beforeAll(async () => {
  api = await testApi(database);
  for (const slug of ["checkout", "payments", "site"]) {
    await api.send("POST", "/services", { slug, name: slug });
  }
});

const ctx = (): Ctx => ({
  db: database.db,
  actor: { kind: "system", name: "tests" },
  now: api.now,
  workspaceId: api.workspaceId,
  requestId: "tests",
});

let made = 0;
/** A repository of its own, with these rules. */
async function give(pathRules: object[] = []) {
  made += 1;
  const answer = await api.send("POST", "/repositories", { name: `github.com/acme/r${made}`, pathRules });
  expect(answer.status, answer.text).toBe(201);
  return { id: String(answer.body.id), name: String(answer.body.name) };
}

const tell = (repository: string, paths: string[], more: object = {}) => {
  made += 1;
  return {
    input: {
      kind: "code" as const,
      title: `Change ${made}`,
      repository,
      revision: `${made}`.padStart(40, "a"),
      mergedAt: "2026-03-17T10:00:00Z",
      paths,
      ...more,
    },
    source: "api" as const,
    what: "tests",
  };
};

/** The rollup as it is kept, and as the rows of the changes say that it should be. */
async function rollups(): Promise<{ kept: unknown[]; counted: unknown[] }> {
  const kept = await database.db.execute(sql`
    select service_id, day::text, sum(changes)::int as changes from change_day
    where workspace_id = ${api.workspaceId} group by 1, 2 having sum(changes) <> 0 order by 1, 2`);
  const counted = await database.db.execute(sql`
    select s as service_id, (at at time zone 'UTC')::date::text as day, count(*)::int as changes from change
    cross join lateral unnest(service_ids || '00000000-0000-0000-0000-000000000000'::uuid) as s
    where workspace_id = ${api.workspaceId} and counts group by 1, 2 order by 1, 2`);
  return { kept: kept.rows, counted: counted.rows };
}

async function servicesOfRows(ids: string[]) {
  const { rows } = await database.db.execute<{ id: string; own: string; indexed: string }>(sql`
    select c.id,
      (select coalesce(string_agg(s.slug, ' ' order by s.slug), '') from service s
       where s.workspace_id = c.workspace_id and s.id = any(c.service_ids)) as own,
      (select coalesce(string_agg(s.slug, ' ' order by s.slug), '') from change_service cs
       join service s on s.workspace_id = cs.workspace_id and s.id = cs.service_id
       where cs.workspace_id = c.workspace_id and cs.change_id = c.id and cs.at = c.at) as indexed
    from change c where c.workspace_id = ${api.workspaceId} and c.id = any(${sql.param(ids)}::uuid[])`);
  for (const { own, indexed } of rows) expect(indexed).toBe(own);
  return ids.map((id) => rows.find((row) => row.id === id)?.own);
}

describe("a repository", () => {
  test("is known by host and path, whichever of its addresses is given, and once", async () => {
    const answer = await api.send("POST", "/repositories", { name: "git@GitHub.com:Acme/Shop.git" });
    expect(answer.body).toMatchObject({
      name: "github.com/acme/shop",
      url: "https://github.com/acme/shop",
      pathRules: [],
      deploymentsFrom: ["deployments", "releases", "workflows"],
      lastChangeAt: null,
    });
    const again = await api.send("POST", "/repositories", { name: "https://github.com/acme/shop" });
    expect([again.status, again.body.code]).toEqual([409, "repository-exists"]);
    const nameless = await api.send("POST", "/repositories", { name: "shop" });
    expect([nameless.status, nameless.body.field]).toEqual([422, "name"]);
  });

  test("refuses a rule that cannot be read, or names no service, by its number", async () => {
    const refused = async (pathRules: object[]) => {
      const { status, body } = await api.send("POST", "/repositories", { name: "example.com/x", pathRules });
      expect(status).toBe(422);
      return `${body.field}: ${body.detail}`;
    };
    const good = { pattern: "*", services: ["site"] };
    expect(await refused([good, { pattern: "!docs/", services: [] }])).toMatch(
      /^pathRules\.1\.pattern: Rule 2 \(!docs\/\): /,
    );
    expect(await refused([good, good, { pattern: "a/", services: ["site", "nothing"] }])).toMatch(
      /^pathRules\.2\.services: Rule 3 \(a\/\): there is no service nothing/,
    );
  });

  test("is edited from the version that was read", async () => {
    const { id } = await give();
    const edit = (ifMatch: Record<string, string>) =>
      api.send("PATCH", `/repositories/${id}`, { deploymentsFrom: ["releases"] }, ifMatch);
    expect((await edit({})).status).toBe(428);
    expect((await edit({ "if-match": '"1"' })).body).toMatchObject({
      version: 2,
      deploymentsFrom: ["releases"],
    });
    expect((await edit({ "if-match": '"1"' })).body).toMatchObject({ status: 412, currentVersion: 2 });
  });

  test("is found in pages, and by a part of its name", async () => {
    for (let at = 0; at < 5; at += 1) {
      await api.send("POST", "/repositories", { name: `gitlab.example.com/pages/p${at}` });
    }
    const names: string[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await api.send("GET", `/repositories?q=Pages/&limit=2${cursor}`);
      names.push(...(body.repositories as { name: string }[]).map(({ name }) => name.slice(-2)));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(names).toEqual(["p0", "p1", "p2", "p3", "p4"]);
    expect((await api.send("GET", "/repositories?q=pages%25")).body).toMatchObject({ repositories: [] });
  });
});

describe("rules applied to what is on record", () => {
  test("give every change whose files are known the services of its tellers and of the rules", async () => {
    const { id, name } = await give([{ pattern: "*", services: ["site"] }]);
    const recorded = await recordChanges(ctx(), [
      tell(name, ["services/checkout/a.ts"]),
      tell(name, ["services/payments/a.ts", "readme.md"]),
      tell(name, ["readme.md"], { services: ["payments"] }),
      tell(name, []),
    ]);
    const ids = recorded.map((one) => ("id" in one ? one.id : ""));
    expect(await servicesOfRows(ids)).toEqual(["site", "site", "payments site", ""]);
    const pathRules = [
      { pattern: "/services/checkout/", services: ["checkout"] },
      { pattern: "/services/payments/", services: ["payments"] },
    ];
    const tried = await api.send("POST", `/repositories/${id}/rule-application?dryRun=true`, { pathRules });
    expect(tried.body).toMatchObject({ changes: 3, changed: 3, withoutService: 0 });
    expect(tried.body.examples).toContainEqual(
      expect.objectContaining({ id: ids[1], before: ["site"], after: ["payments"] }),
    );
    expect(await servicesOfRows(ids)).toEqual(["site", "site", "payments site", ""]);

    const edited = await api.send("PATCH", `/repositories/${id}`, { pathRules }, { "if-match": '"1"' });
    expect(edited.body).toMatchObject({ pathRules, lastChangeAt: "2026-03-17T10:00:00.000Z" });
    const apply = (headers?: Record<string, string>) =>
      api.send("POST", `/repositories/${id}/rule-application`, undefined, headers);
    expect((await apply({ "if-match": '"1"' })).status).toBe(412);
    expect((await apply()).body).toMatchObject({ changes: 3, changed: 3 });
    expect(await servicesOfRows(ids)).toEqual(["checkout", "payments", "payments", ""]);
    const { kept, counted } = await rollups();
    expect(kept).toEqual(counted);
    expect((await apply()).body).toMatchObject({ changes: 3, changed: 0, examples: [] });
  });

  test("go on through more changes than fit a batch, and leave other repositories alone", async () => {
    const [{ id, name }, other] = [await give(), await give()];
    const told = Array.from({ length: 2_100 }, (_, at) => tell(name, [`src/${at}.ts`]));
    const recorded = await recordChanges(ctx(), [...told, tell(other.name, ["src/1.ts"])]);
    const ids = recorded.map((one) => ("id" in one ? one.id : ""));
    const pathRules = [{ pattern: "*.ts", services: ["site"] }];
    await api.send("PATCH", `/repositories/${id}`, { pathRules }, { "if-match": "*" });
    const applied = await api.send("POST", `/repositories/${id}/rule-application`);
    expect(applied.body).toMatchObject({ changes: 2_100, changed: 2_100, withoutService: 0 });
    expect(applied.body.examples).toHaveLength(8);
    const services = await servicesOfRows(ids);
    expect(services.slice(0, -1).every((slugs) => slugs === "site")).toBe(true);
    expect(services.at(-1)).toBe("");
    const { kept, counted } = await rollups();
    expect(kept).toEqual(counted);
  });

  test("are those that are kept: others can only be tried", async () => {
    const { id } = await give();
    const answer = await api.send("POST", `/repositories/${id}/rule-application`, {
      pathRules: [{ pattern: "*", services: ["site"] }],
    });
    expect([answer.status, answer.body.code]).toEqual([422, "rules-not-kept"]);
  });
});
