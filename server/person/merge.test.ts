import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { authUser, changeDetail, member } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { recordAiUse } from "@/server/ai-use/record";
import { getChange } from "@/server/change/queries";
import { putChanges } from "@/server/change/testing/rows";
import { type Ctx, inTransaction } from "@/server/context";
import { makeWorkspace } from "@/server/incident/testing/fixture";
import { addPerson } from "./add";
import { editPerson } from "./edit";
import { addHandle, removeHandle } from "./handles";
import { listIdentities } from "./identities";
import { mergePeople, previewMerge } from "./merge";
import { getPerson, listPeople } from "./queries";
import { resolveAuthors } from "./resolve-author";

const database = testDatabase();

const workspace = () =>
  makeWorkspace(database.db, {
    now: "2026-03-10T12:00:00.000Z",
    zone: "Asia/Tokyo",
    services: [{ slug: "checkout" }],
  });

async function known(ctx: Ctx, author: Parameters<typeof resolveAuthors>[1][number]): Promise<string> {
  const [found] = await resolveAuthors(ctx, [author]);
  return found?.personId ?? "";
}

/** Ada on the roster, senior since March (in Tokyo), and her login, which the ledger knows as somebody else. */
async function adaTwice() {
  const ctx = await workspace();
  const ada = await addPerson(ctx, {
    name: "Ada Lovelace",
    email: "ada@corp.example",
    handles: [],
    level: "mid",
  });
  await editPerson(ctx, { id: ada.id, version: null, edit: { level: "senior", levelFrom: "2026-03-01" } });
  const login = await known(ctx, { login: "alovelace" });
  const [before = "", after = ""] = await putChanges(ctx, [
    { at: "2026-02-28T14:59:59Z", authorId: login, authorName: "alovelace" },
    { at: "2026-02-28T15:00:00Z", authorId: login, authorName: "alovelace" },
  ]);
  return { ctx, ada, login, before, after };
}

const giveAccount = async (ctx: Ctx, personId: string) => {
  const times = { createdAt: ctx.now, updatedAt: ctx.now };
  const userId = uuidv7();
  await database.db
    .insert(authUser)
    .values({ id: userId, name: "Ada", email: `${userId}@x.example`, ...times });
  await database.db
    .insert(member)
    .values({ workspaceId: ctx.workspaceId, id: uuidv7(), userId, personId, ...times });
};

describe("who is called what", () => {
  test("people off the roster are listed with their changes and whom they may be", async () => {
    const { ctx, ada, login } = await adaTwice();
    const { identities } = await listIdentities(ctx, { show: "suggested", limit: 10 });
    expect(identities).toMatchObject([
      {
        id: login,
        name: "alovelace",
        handles: [{ kind: "login", handle: "alovelace" }],
        changes: 2,
        lastChangeAt: "2026-02-28T15:00:00.000Z",
        suggestions: [{ personId: ada.id, name: "Ada Lovelace", similarity: "possible" }],
      },
    ]);
    const all = await listIdentities(ctx, { show: "all", q: "ALOV", limit: 1 });
    expect(all.identities.map(({ id }) => id)).toEqual([login]);
  });

  test("whoever is known from usage alone is hidden from who may not see usage", async () => {
    const ctx = await workspace();
    await recordAiUse(ctx, [{ person: "secret-user", day: "2026-03-09", tool: "copilot" }], {
      keepUnknown: true,
    });
    const token: Ctx = {
      ...ctx,
      actor: {
        kind: "token",
        id: "t",
        name: "CI",
        userId: null,
        personId: null,
        grants: [{ role: "admin", teamId: null }],
        scopes: ["read", "write"],
        agent: null,
      },
    };
    expect((await listIdentities(ctx, { show: "unmatched", limit: 10 })).identities).toHaveLength(1);
    expect((await listIdentities(token, { show: "unmatched", limit: 10 })).identities).toEqual([]);
  });
});

describe("merging two people", () => {
  test("moves handles, and changes with the level of their day in the workspace's zone", async () => {
    const { ctx, ada, login, before, after } = await adaTwice();
    await database.db.insert(changeDetail).values({
      workspaceId: ctx.workspaceId,
      changeId: before,
      reviewers: [{ name: "alovelace", personId: login, state: "approved", at: null }],
    });
    const preview = await previewMerge(ctx, { id: login, into: ada.id });
    expect(preview).toMatchObject({ changes: 2, changesWithoutLevel: 0, emails: [], refusal: null });
    const merged = await mergePeople(ctx, { id: login, into: ada.id });
    expect(merged).toMatchObject({
      id: ada.id,
      changes: 2,
      handles: [{ kind: "login", handle: "alovelace" }],
    });
    const author = { personId: ada.id, name: "Ada Lovelace" };
    expect(await getChange(ctx, before)).toMatchObject({
      author: { ...author, level: "mid" },
      reviewers: [{ personId: ada.id, name: ada.name }],
    });
    expect((await getChange(ctx, after)).author).toMatchObject({ ...author, level: "senior" });
    expect(await known(ctx, { login: "alovelace" })).toBe(ada.id);
    const trail = await database.db.execute(sql`
      select 1 from audit_event where workspace_id = ${ctx.workspaceId} and action = 'person.merge'`);
    expect(trail.rows).toHaveLength(1);
  });

  test("of the roster's asks which address stays, and keeps the other as a handle", async () => {
    const ctx = await workspace();
    const add = (name: string, email: string) => addPerson(ctx, { name, email, handles: [], level: "mid" });
    const [ada, king] = [
      await add("Ada Lovelace", "ada@corp.example"),
      await add("Augusta King", "king@corp.example"),
    ];
    await recordAiUse(ctx, [{ person: king.id, day: "2026-03-09", tool: "copilot" }]);
    await giveAccount(ctx, king.id);
    const merge = (email?: string) => mergePeople(ctx, { id: king.id, into: ada.id, email });
    await expect(merge()).rejects.toMatchObject({ code: "emails-differ", field: "email" });
    await expect(merge("else@corp.example")).rejects.toMatchObject({ code: "invalid-value" });
    expect(await merge("KING@corp.example")).toMatchObject({
      name: "Ada Lovelace",
      email: "king@corp.example",
      hasAccount: true,
      handles: [
        { kind: "email", handle: "ada@corp.example" },
        { kind: "name", handle: "augusta king" },
      ],
    });
    const uses = await database.db.execute(sql`
      select 1 from ai_use_week where workspace_id = ${ctx.workspaceId} and person_id = ${ada.id}`);
    expect(uses.rows).toHaveLength(1);
  });

  test("is refused into oneself, off the roster, and of two accounts", async () => {
    const { ctx, ada, login } = await adaTwice();
    const merge = (id: string, into: string) => mergePeople(ctx, { id, into, email: "ada@corp.example" });
    await expect(merge(ada.id, ada.id)).rejects.toMatchObject({ code: "invalid-value" });
    await expect(merge(ada.id, login)).rejects.toMatchObject({ code: "not-on-roster" });
    await expect(merge(uuidv7(), login)).rejects.toMatchObject({ code: "person-not-found" });
    await expect(mergePeople(ctx, { id: login, into: ada.id, version: 9 })).rejects.toMatchObject({
      code: "version-mismatch",
    });
    await giveAccount(ctx, ada.id);
    await giveAccount(ctx, login);
    await expect(merge(login, ada.id)).rejects.toMatchObject({ code: "two-accounts" });
    expect((await previewMerge(ctx, { id: login, into: ada.id })).refusal).toMatch(/account/);
  });

  test("waits for a writer that knows the author by the record that goes", async () => {
    const { ctx, ada, login } = await adaTwice();
    let merging: Promise<unknown> = Promise.resolve();
    const [id = ""] = await inTransaction(ctx, async (tx) => {
      await tx.db.execute(sql`lock table change_day in row exclusive mode`);
      const personId = await known(tx, { login: "alovelace" });
      merging = mergePeople(ctx, { id: login, into: ada.id });
      await new Promise((resolve) => setTimeout(resolve, 100));
      return putChanges(tx, [{ at: "2026-03-05T00:00:00Z", authorId: personId }]);
    });
    await merging;
    expect((await getChange(ctx, id)).author).toMatchObject({ personId: ada.id, level: "senior" });
  });
});

describe("handles and levels", () => {
  test("a handle is one person's, and taking it away leaves the changes", async () => {
    const { ctx, ada, login } = await adaTwice();
    await expect(addHandle(ctx, { id: ada.id, kind: "login", handle: "@ALovelace" })).rejects.toMatchObject({
      code: "handle-taken",
    });
    const added = await addHandle(ctx, { id: ada.id, kind: "name", handle: "A.  Lovelace" });
    expect(added.handles).toEqual([{ kind: "name", handle: "a. lovelace" }]);
    expect(await known(ctx, { name: "A. Lovelace" })).toBe(ada.id);
    await removeHandle(ctx, { id: login, kind: "login", handle: "alovelace" });
    expect(await known(ctx, { login: "alovelace" })).not.toBe(login);
    await expect(removeHandle(ctx, { id: login, kind: "login", handle: "none" })).rejects.toMatchObject({
      code: "handle-not-found",
    });
  });

  test("a level that reaches back is that of the changes since, and of no others", async () => {
    const { ctx, ada, login, before, after } = await adaTwice();
    await mergePeople(ctx, { id: login, into: ada.id });
    await editPerson(ctx, {
      id: ada.id,
      version: null,
      edit: { level: "principal", levelFrom: "2026-03-01" },
    });
    expect((await getChange(ctx, before)).author?.level).toBe("mid");
    expect((await getChange(ctx, after)).author?.level).toBe("principal");
  });

  test("whoever joins the roster by an e-mail address is the author they were, with the level", async () => {
    const ctx = await workspace();
    const stranger = await known(ctx, { email: "grace@navy.example", name: "Grace" });
    const [id = ""] = await putChanges(ctx, [{ at: "2026-03-01T00:00:00Z", authorId: stranger }]);
    const grace = await addPerson(ctx, {
      name: "Grace Hopper",
      email: "grace@navy.example",
      handles: [],
      level: "principal",
    });
    expect((await getChange(ctx, id)).author).toMatchObject({ personId: grace.id, level: "principal" });
  });
});

test("whoever made a change can be looked up by every reader, and whoever is known from usage alone cannot", async () => {
  const ctx = await workspace();
  const stranger = await known(ctx, { login: "grace" });
  const viewer: Ctx = {
    ...ctx,
    actor: {
      kind: "user",
      id: "v",
      name: "Viv",
      email: "viv@x.example",
      personId: null,
      grants: [{ role: "viewer", teamId: null }],
    },
  };
  await expect(getPerson(viewer, stranger)).rejects.toMatchObject({ code: "person-not-found" });
  await putChanges(ctx, [{ at: "2026-03-01T00:00:00Z", authorId: stranger }]);
  expect(await getPerson(viewer, stranger)).toMatchObject({ name: "grace", onRoster: false });
  expect((await listPeople(viewer, { limit: 10 })).people).toEqual([]);
});
