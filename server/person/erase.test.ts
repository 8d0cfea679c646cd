import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import {
  aiEvidence,
  authSession,
  authUser,
  changeDetail,
  changeIdentity,
  changeLink,
  changeTelling,
  codeCommit,
  integration,
  member,
  memberGrant,
  pullRequest,
  repository,
  verdictRevision,
  webhookDelivery,
} from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { recordAiUse } from "@/server/ai-use/record";
import { recordAudit } from "@/server/audit/record";
import { TEST_KEYS } from "@/server/audit/testing/trail";
import { verifyAudit } from "@/server/audit/verify";
import { stateInvolvement } from "@/server/change/state-involvement";
import { putChanges } from "@/server/change/testing/rows";
import type { Ctx } from "@/server/context";
import { log, makeWorkspace } from "@/server/incident/testing/fixture";
import { addPerson } from "./add";
import { editPerson } from "./edit";
import { erasePerson } from "./erase";
import { addHandle } from "./handles";

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

/** Tables of the ledger that name Ada after `fillLedger`. */
const LEDGER_TABLES = [
  "ai_evidence",
  "change",
  "change_detail",
  "change_identity",
  "change_link",
  "change_telling",
  "code_commit",
  "integration",
  "involvement_statement",
  "person_handle",
  "pull_request",
  "verdict_revision",
  "webhook_delivery",
];

/** A change of Ada's in every place where the ledger, its sources and its readers name people. */
async function fillLedger(self: Ctx, personId: string): Promise<void> {
  const { db, workspaceId, now } = self;
  await addHandle(self, { id: personId, kind: "email", handle: "ada@corp-home.example" });
  await addHandle(self, { id: personId, kind: "name", handle: "A. K. Lovelace" });
  const [id = "", other = ""] = await putChanges(self, [
    {
      at: "2026-03-09T10:00:00Z",
      title: "Revert of Ada Lovelace's cart",
      url: "https://github.com/ada-l/shop/pull/7",
      authorId: personId,
      authorName: "Ada L. (Lovelace)",
    },
    { at: "2026-03-09T11:00:00Z", title: "By somebody else", authorName: "ada-l" },
  ]);
  const own = { workspaceId, changeId: id };
  const said = { reason: "As @ada-l said", statedBy: "Ada Lovelace", statedAt: now };
  await db.insert(changeDetail).values({
    ...own,
    description: "Asked Ada L. (Lovelace)",
    branch: "ada-l/cart",
    reviewers: [{ name: "ada-l", personId, state: "approved", at: null }],
  });
  await db.insert(changeIdentity).values({ ...own, source: "Ada Lovelace", externalId: "7", changeAt: now });
  await db
    .insert(changeTelling)
    .values({ ...own, id: uuidv7(), source: "api", what: "POST by Ada Lovelace", toldAt: now });
  await db.insert(aiEvidence).values({
    ...own,
    id: uuidv7(),
    grade: "declared",
    quote: "Ada Lovelace <1+ada-l@users.noreply.github.com>",
    foundIn: "author",
    recordedAt: now,
  });
  await stateInvolvement(self, { id: other, kind: "contested", reason: "A. K. Lovelace typed it" });
  const { id: incidentId } = await log(self, { title: "Cart fails" });
  await db
    .insert(changeLink)
    .values({ workspaceId, incidentId, changeId: id, changeAt: now, verdict: "cause", ...said });
  await db.insert(verdictRevision).values({ workspaceId, incidentId, changeId: id, id: uuidv7(), ...said });
  await fillHosts(self);
}

/** What hosts told of her: a request, a commit, and a delivery beside one that does not name her. */
async function fillHosts({ db, workspaceId, now }: Ctx): Promise<void> {
  const repositoryId = uuidv7();
  const times = { createdAt: now, updatedAt: now };
  await db
    .insert(repository)
    .values({ workspaceId, id: repositoryId, name: "github.com/acme/shop", ...times });
  await db.insert(pullRequest).values({
    workspaceId,
    repositoryId,
    number: 7,
    title: "Cart",
    state: "open",
    authorLogin: "ada-l",
    headBranch: "ada-l/cart",
    reviews: {
      "ada-l": { state: "commented", revision: null, at: "" },
      bob: { state: "approved", revision: null, at: "" },
    },
    describedAt: now,
  });
  await db.insert(codeCommit).values({
    workspaceId,
    repositoryId,
    revision: "1a2b3c",
    message: "Fix the cart\n\nSigned-off-by: Countess Lovelace <ada@corp-old.example>",
    authorName: "Countess Lovelace",
    authorEmail: "1+ada-l@users.noreply.github.com",
    committerName: "ada-l",
    committerEmail: "ada@corp-home.example",
    notes: ["human: ada@corp-home.example"],
  });
  const integrationId = uuidv7();
  await db.insert(integration).values({
    workspaceId,
    id: integrationId,
    kind: "github",
    name: "GitHub",
    sealedSecret: "sealed",
    createdBy: "Ada Lovelace",
    ...times,
  });
  const delivery = {
    workspaceId,
    integrationId,
    event: "push",
    headers: {},
    status: "done" as const,
    receivedAt: now,
  };
  await db.insert(webhookDelivery).values([
    { ...delivery, id: uuidv7(), externalId: "named", body: Buffer.from('{"sender":{"login":"ada-l"}}') },
    { ...delivery, id: uuidv7(), externalId: "other", body: Buffer.from('{"sender":{"login":"bob"}}') },
  ]);
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

/** Every column of every table with rows of the workspace, as a dump would hold it; bytes as text where they are. */
async function dump({ db, workspaceId }: Ctx): Promise<string> {
  const tables = await db.execute<{ name: string; bytes: string[] | null }>(sql`
    select c.relname as name,
      array_agg(a.attname::text) filter (where a.atttypid = 'bytea'::regtype) as bytes
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    group by 1 having bool_or(a.attname = 'workspace_id') order by 1`);
  const texts = [];
  for (const { name, bytes } of tables.rows) {
    const printed = (bytes ?? []).map((column) => sql`encode(${sql.identifier(column)}, 'escape')`);
    const row = sql.join([sql`to_jsonb(t)::text`, ...printed], sql`, `);
    const rows = await db.execute<{ text: string }>(
      sql`select concat_ws(' ', ${row}) as text from ${sql.identifier(name)} t where workspace_id = ${workspaceId}`,
    );
    texts.push(...rows.rows.map(({ text }) => `${name}: ${text}`));
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

  test("leaves nothing in the ledger, in what hosts told, or in what people said of changes", async () => {
    const { operator, ada } = await workspaceWithAda();
    const { userId } = await giveAccount(operator, ada.id);
    await fillLedger(asUser(operator, userId, "admin"), ada.id);
    const before = await dump(operator);
    for (const table of LEDGER_TABLES)
      expect(before).toMatch(new RegExp(`^${table}: .*(${NAMES.source})`, "im"));

    await erasePerson(operator, TEST_KEYS, { id: ada.id, version: null });

    const named = (await dump(operator)).split("\n").filter((line) => NAMES.test(line));
    expect(named).toEqual([]);
    expect(await findings(operator)).toEqual([]);
    const kept = await database.db.execute<{ message: string; reviews: object; status: string }>(sql`
      select c.message, p.reviews, d.status from code_commit c, pull_request p, webhook_delivery d
      where c.workspace_id = ${operator.workspaceId} and p.workspace_id = c.workspace_id
        and d.workspace_id = c.workspace_id and d.external_id = 'other'`);
    expect(kept.rows).toMatchObject([
      {
        message: expect.stringContaining("Fix the cart"),
        reviews: { bob: { state: "approved" } },
        status: "done",
      },
    ]);
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
