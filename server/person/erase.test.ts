import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { authSession, authUser, member, memberGrant } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { recordAiUse } from "@/server/ai-use/record";
import { recordAudit } from "@/server/audit/record";
import { TEST_KEYS } from "@/server/audit/testing/trail";
import { verifyAudit } from "@/server/audit/verify";
import type { Ctx } from "@/server/context";
import { log, makeWorkspace } from "@/server/incident/testing/fixture";
import { addPerson } from "./add";
import { editPerson } from "./edit";
import { erasePerson } from "./erase";

const database = testDatabase();
const NAMES = /lovelace|ada@corp|ada-l|192\.0\.2\.7/i;

async function workspaceWithAda() {
  const made = await makeWorkspace(database.db, {
    now: "2026-03-10T12:00:00.000Z",
    services: [{ slug: "checkout" }],
  });
  const operator: Ctx = { ...made, actor: { kind: "system", name: "Operator" } };
  const ada = await addPerson(operator, {
    name: "Ada Lovelace",
    email: "ada@corp.example",
    handles: ["ada-l"],
    level: "senior",
  });
  return { operator, ada };
}

/** Signs the person up as a member of the workspace, with a session. */
async function giveAccount(
  { db, workspaceId, now }: Ctx,
  personId: string,
  roles: ("owner" | "admin")[] = [],
) {
  const userId = uuidv7();
  const memberId = uuidv7();
  const times = { createdAt: now, updatedAt: now };
  await db
    .insert(authUser)
    .values({ id: userId, name: "Ada K. Lovelace", email: `ada@corp-${userId}.example`, ...times });
  await db
    .insert(authSession)
    .values({ id: uuidv7(), userId, token: userId, expiresAt: new Date("2027-01-01T00:00:00Z"), ...times });
  await db.insert(member).values({ workspaceId, id: memberId, userId, personId, ...times });
  if (roles.length > 0) {
    await db.insert(memberGrant).values(roles.map((role) => ({ workspaceId, id: uuidv7(), memberId, role })));
  }
  return { userId, memberId };
}

const asUser = (ctx: Ctx, id: string, role: "owner" | "admin"): Ctx => ({
  ...ctx,
  address: "192.0.2.7",
  actor: {
    kind: "user",
    id,
    name: "Ada K. Lovelace",
    email: "ada@corp.example",
    personId: null,
    grants: [{ role, teamId: null }],
  },
});

/** Every text of the workspace, as a dump would hold it. */
async function dump({ db, workspaceId }: Ctx): Promise<string> {
  const tables = [
    "person",
    "person_handle",
    "timeline_event",
    "cause_revision",
    "audit_event",
    "member",
    "incident",
  ];
  const texts = [];
  for (const table of tables) {
    const rows = await db.execute(
      sql`select * from ${sql.identifier(table)} where workspace_id = ${workspaceId}`,
    );
    texts.push(JSON.stringify(rows.rows));
  }
  return texts.join("\n");
}

const findings = async (ctx: Ctx) => (await verifyAudit(ctx.db, ctx.workspaceId, TEST_KEYS)).findings;

describe("erasing a person", () => {
  test("leaves nothing that says who it was, an intact chain, and the counts as they were", async () => {
    const { operator, ada } = await workspaceWithAda();
    const { userId } = await giveAccount(operator, ada.id);
    const self = asUser(operator, userId, "admin");
    await recordAiUse(operator, [{ person: "ada-l", day: "2026-03-09", tool: "copilot" }]);
    await log(self, {
      title: "Checkout fails",
      summary: "Ada Lovelace rolled it back, see ada@corp.example",
    });
    await editPerson(self, { id: ada.id, version: null, edit: { level: "principal" } });
    expect(await dump(operator)).toMatch(NAMES);
    const weeks = () =>
      database.db.execute(sql`select * from ai_use_week where workspace_id = ${operator.workspaceId}`);
    const before = (await weeks()).rows;

    const erased = await erasePerson(operator, TEST_KEYS, { id: ada.id, version: null });

    expect(erased).toMatchObject({ email: null, level: "principal" });
    expect(erased.name).toMatch(/^Erased person [0-9a-f]{6}$/);
    expect(erased.handles).toEqual([expect.stringMatching(/^erased-[0-9a-f]{6}-1$/)]);
    expect(await dump(operator)).not.toMatch(NAMES);
    expect((await weeks()).rows).toEqual(before);
    expect(before).toHaveLength(1);
    expect(await findings(operator)).toEqual([]);
    const left = await database.db.execute(sql`
      select 1 from auth_user where id = ${userId} union all select 1 from auth_session where user_id = ${userId}`);
    expect(left.rows).toEqual([]);
  });

  test("works twice, and for two people who stand in one row", async () => {
    const { operator, ada } = await workspaceWithAda();
    const grace = await addPerson(operator, { name: "Grace Hopper", handles: ["grace-h"], level: "mid" });
    await recordAudit(operator, {
      action: "incident.note",
      objectKind: "incident",
      objectId: "1",
      after: { body: "Ada Lovelace and Grace Hopper" },
    });
    for (const id of [ada.id, grace.id, ada.id])
      await erasePerson(operator, TEST_KEYS, { id, version: null });
    expect(await dump(operator)).not.toMatch(/lovelace|hopper/i);
    expect(await findings(operator)).toEqual([]);
  });

  test("takes along what was committed but not chained yet, by anybody", async () => {
    const { operator, ada } = await workspaceWithAda();
    const late = { ...operator, now: new Date("2026-03-10T13:00:00.000Z") };
    await recordAudit(late, { action: "a", objectKind: "o", objectId: "1", after: "Ada Lovelace" });
    await erasePerson(operator, TEST_KEYS, { id: ada.id, version: null });
    expect(await dump(operator)).not.toMatch(NAMES);
    expect(await findings(operator)).toEqual([]);
  });

  test("keeps an account that another workspace has, without its place here", async () => {
    const { operator, ada } = await workspaceWithAda();
    const { userId } = await giveAccount(operator, ada.id);
    const other = await workspaceWithAda();
    await database.db.insert(member).values({
      workspaceId: other.operator.workspaceId,
      id: uuidv7(),
      userId,
      createdAt: operator.now,
      updatedAt: operator.now,
    });
    await erasePerson(operator, TEST_KEYS, { id: ada.id, version: null });
    const places = await database.db.execute<{ workspace_id: string }>(sql`
      select workspace_id from member where user_id = ${userId}`);
    expect(places.rows).toEqual([{ workspace_id: other.operator.workspaceId }]);
    expect(await dump(other.operator)).toMatch(NAMES);
  });

  test("is refused from an older version, to oneself, of the only owner, and of an admin by an admin", async () => {
    const { operator, ada } = await workspaceWithAda();
    const { userId } = await giveAccount(operator, ada.id, ["owner"]);
    const erase = (ctx: Ctx, version: number | null = null) =>
      erasePerson(ctx, TEST_KEYS, { id: ada.id, version });
    await expect(erase(operator, 99)).rejects.toMatchObject({ code: "version-mismatch" });
    await expect(erase(asUser(operator, userId, "owner"))).rejects.toMatchObject({ code: "own-account" });
    await expect(erase(operator)).rejects.toMatchObject({ code: "last-owner" });
    await expect(erase(asUser(operator, uuidv7(), "admin"))).rejects.toMatchObject({ code: "not-allowed" });
    const viewer = asUser(operator, uuidv7(), "admin");
    if (viewer.actor.kind === "user") viewer.actor.grants = [{ role: "viewer", teamId: null }];
    expect(() => erase(viewer)).toThrow(/needs an admin/);
    expect(await dump(operator)).toMatch(NAMES);
  });
});
