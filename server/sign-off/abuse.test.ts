import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { signOff } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import type { Ctx } from "@/server/context";
import { at } from "@/server/incident/testing/fixture";
import { addPerson } from "@/server/person/add";
import { editPerson } from "@/server/person/edit";
import { mergePeople } from "@/server/person/merge";
import { handOverRequest } from "./hand-over";
import { countWaitingForMe, listMineWaiting, listWaitingForMe } from "./queries";
import { approveRequest, declineRequest } from "./sign";
import { as, assessed, codeOf, makeCompany, onlyRequest, SENIOR_RULE } from "./testing/fixture";
import {
  agentCommit,
  HEAD,
  hostSays,
  MERGE,
  merged,
  NEXT_HEAD,
  pullRequest,
  review,
  waitingCompany,
} from "./testing/host";
import { withdrawSignOff } from "./withdraw";

const database = testDatabase();

describe("who signs what", () => {
  test("never the author, nor somebody of too low a level, nor a program, nor somebody who is away or nobody", async () => {
    const { ctx, people, id } = await waitingCompany(database.db);
    const word = { id, revision: HEAD };
    expect(await codeOf(approveRequest(as(ctx, people.ana), word))).toBe("own-change");
    expect(await codeOf(approveRequest(as(ctx, people.jun), word))).toBe("level-too-low");
    expect(await codeOf(approveRequest(as(ctx, null), word))).toBe("no-person");
    expect(await codeOf(approveRequest(as(ctx, people.sam, { role: "viewer" }), word))).toBe("not-allowed");
    const token: Ctx = {
      ...ctx,
      actor: {
        kind: "token",
        id: uuidv7(),
        name: "Pipeline",
        userId: null,
        personId: null,
        grants: [{ role: "admin", teamId: null }],
        scopes: ["read", "write"],
        agent: null,
      },
    };
    expect(await codeOf(approveRequest(token, word))).toBe("no-person");
    await ctx.db.execute(sql`
      insert into absence (workspace_id, id, person_id, from_day, created_at)
      values (${ctx.workspaceId}, ${uuidv7()}, ${people.kim}, '2026-06-01', now())`);
    expect(await codeOf(approveRequest(as(ctx, people.kim), word))).toBe("absent");
    expect((await listWaitingForMe(as(ctx, people.sam), { limit: 10 })).requests).toHaveLength(1);
    expect(await countWaitingForMe(as(ctx, people.sam))).toBe(1);
    expect(await countWaitingForMe(as(ctx, people.jun))).toBe(0);
    expect((await listMineWaiting(as(ctx, people.ana), { limit: 10 })).requests).toHaveLength(1);
    expect(await codeOf(handOverRequest(as(ctx, people.sam), { id, to: people.jun }))).toBe("could-not-sign");
    await editPerson(ctx, { id: people.sam, version: null, edit: { activeTo: "2026-06-01" } });
    expect(await codeOf(approveRequest(as(ctx, people.sam), word))).toBe("off-roster");
  });

  test("only the whole of the final revision, once, from the version that was read", async () => {
    const { ctx, people, id } = await waitingCompany(database.db);
    const sam = as(ctx, people.sam);
    expect(await codeOf(approveRequest(sam, { id }))).toBe("revision-required");
    expect(await codeOf(approveRequest(sam, { id, revision: HEAD.slice(0, 12) }))).toBe("revision-prefix");
    expect(await codeOf(approveRequest(sam, { id, revision: NEXT_HEAD }))).toBe("not-final-revision");
    expect(await codeOf(approveRequest(sam, { id, revision: HEAD, version: 9 }))).toBe("version-mismatch");
    expect(await codeOf(approveRequest(sam, { id, revision: HEAD, version: 1 }))).toBe("done");
    expect(await codeOf(approveRequest(sam, { id, revision: HEAD }))).toBe("already-signed");
    expect(await codeOf(approveRequest(as(ctx, people.kim), { id, revision: HEAD }))).toBe("already-decided");
  });

  test("a push that nobody has assessed yet is seen before a sign-off is taken", async () => {
    const { ctx, people, id } = await waitingCompany(database.db);
    const pushed = pullRequest({
      headRevision: NEXT_HEAD,
      describedAtMs: Date.parse("2026-06-18T11:00:00Z"),
    });
    await hostSays(ctx, { pullRequests: [pushed] });
    expect(await codeOf(approveRequest(as(ctx, people.sam), { id, revision: HEAD }))).toBe(
      "not-final-revision",
    );
  });

  test("taken back it waits again, and approved anew both are on record", async () => {
    const { ctx, people, id } = await waitingCompany(database.db);
    const sam = as(ctx, people.sam);
    const signed = await approveRequest(sam, { id, revision: HEAD });
    const [first] = signed.signOffs;
    const undo = { id, signOffId: first?.id ?? "", reason: "I read the wrong file." };
    expect(await codeOf(withdrawSignOff(as(ctx, people.kim), undo))).toBe("not-allowed");
    const later = at(sam, "2026-06-18T12:10:00Z");
    expect(await withdrawSignOff(later, undo)).toMatchObject({ state: "waiting", holds: true });
    const again = await approveRequest(at(sam, "2026-06-18T12:20:00Z"), { id, revision: HEAD });
    expect(again.signOffs.map(({ standing }) => standing)).toEqual(["counts", "withdrawn"]);
    expect(again.state).toBe("satisfied");
  });

  test("two seniors at once are one sign-off that counts and one that comes too late", async () => {
    const { ctx, people, id } = await waitingCompany(database.db);
    const [a, b] = await Promise.all([
      codeOf(approveRequest(as(ctx, people.sam), { id, revision: HEAD })),
      codeOf(approveRequest(as(ctx, people.kim), { id, revision: HEAD })),
    ]);
    expect([a, b].sort()).toEqual(["already-decided", "done"]);
  });

  test("a sign-off during an assessment is not lost, and neither are two of two that are asked for", async () => {
    const rules = [{ ...SENIOR_RULE, require: { approvals: 2, minimumLevel: "senior" as const } }];
    const { ctx, people, id } = await waitingCompany(database.db, { rules });
    for (let round = 0; round < 5; round += 1) await hostSays(ctx, { pullRequests: [pullRequest()] });
    await Promise.all([
      approveRequest(as(ctx, people.sam), { id, revision: HEAD }),
      assessed(ctx),
      approveRequest(as(ctx, people.kim), { id, revision: HEAD }),
      assessed(ctx),
    ]);
    await assessed(ctx);
    expect(await onlyRequest(ctx)).toMatchObject({ state: "satisfied", missingApprovals: 0 });
  });

  test("declining holds it back whoever else approves, until it is taken back", async () => {
    const { ctx, people, id } = await waitingCompany(database.db);
    const declined = await declineRequest(as(ctx, people.kim), { id, revision: HEAD, comment: "No limit." });
    expect(declined).toMatchObject({ state: "declined", holds: true });
    const both = await approveRequest(as(ctx, people.sam), { id, revision: HEAD });
    expect(both).toMatchObject({ state: "declined", holds: true });
    const word = both.signOffs.find(({ decision }) => decision === "declined")?.id ?? "";
    const after = await withdrawSignOff(at(as(ctx, people.kim), "2026-06-18T12:05:00Z"), {
      id,
      signOffId: word,
      reason: "There is one.",
    });
    expect(after).toMatchObject({ state: "satisfied", holds: false });
  });
});

describe("levels and persons", () => {
  test("a level that is backdated after the approval changes nothing", async () => {
    const { ctx, people } = await makeCompany(database.db);
    await hostSays(ctx, { pullRequests: [pullRequest()], reviews: [review("jun", "2026-06-18T09:00:00Z")] });
    await assessed(ctx);
    const { id } = await onlyRequest(ctx);
    await editPerson(ctx, {
      id: people.jun,
      version: null,
      edit: { level: "senior", levelFrom: "2026-01-01" },
    });
    await hostSays(ctx, { pullRequests: [pullRequest()] });
    await assessed(ctx);
    expect(await onlyRequest(ctx)).toMatchObject({ id, state: "waiting", missingApprovals: 1 });
  });

  test("an approval through a second handle is the author's own once the two are one person", async () => {
    const { ctx, people } = await makeCompany(database.db);
    const other = await addPerson(ctx, { name: "A. Example", handles: ["ana-two"], level: "senior" });
    await hostSays(ctx, {
      pullRequests: [pullRequest()],
      reviews: [review("ana-two", "2026-06-18T09:00:00Z")],
    });
    await assessed(ctx);
    expect(await onlyRequest(ctx)).toMatchObject({ state: "satisfied" });
    await mergePeople(ctx, { id: other.id, into: people.ana });
    await assessed(ctx);
    expect(await onlyRequest(ctx)).toMatchObject({ state: "waiting", holds: true });
  });

  test("a reviewer whom the roster did not know counts once it does, at the level of that day", async () => {
    const { ctx, people } = await makeCompany(database.db);
    await hostSays(ctx, {
      pullRequests: [pullRequest()],
      reviews: [review("sam-gh", "2026-06-18T09:00:00Z")],
    });
    await assessed(ctx);
    expect(await onlyRequest(ctx)).toMatchObject({ state: "waiting" });
    const { rows } = await ctx.db.execute<{ person_id: string }>(sql`
      select person_id from person_handle where workspace_id = ${ctx.workspaceId} and handle = 'sam-gh'`);
    await mergePeople(ctx, { id: rows[0]?.person_id ?? "", into: people.sam });
    await assessed(ctx);
    expect(await onlyRequest(ctx)).toMatchObject({ state: "satisfied" });
  });
});

describe("an agent's own request", () => {
  const byAgent = { authorLogin: "copilot-swe-agent[bot]", authorIsBot: true };

  test("is never signed by whoever had it made, before the merge or after, and is by another senior", async () => {
    const { ctx, people } = await makeCompany(database.db);
    const reviews = [review("sam", "2026-06-18T09:00:00Z")];
    await hostSays(ctx, { commits: [agentCommit()], pullRequests: [pullRequest(byAgent)], reviews });
    await assessed(ctx);
    const { id, ...request } = await onlyRequest(ctx);
    expect(request).toMatchObject({ state: "waiting", prompterIds: [people.sam], missingApprovals: 1 });
    expect(await codeOf(approveRequest(as(ctx, people.sam), { id, revision: HEAD }))).toBe("prompted-it");
    expect(await countWaitingForMe(as(ctx, people.sam))).toBe(0);
    await hostSays(ctx, {
      commits: [
        agentCommit({ revision: MERGE, branch: "main", authorName: "Kim", authorEmail: "kim@acme.test" }),
      ],
      pullRequests: [merged("2026-06-18T10:00:00Z", byAgent)],
    });
    await assessed(ctx);
    expect(await onlyRequest(ctx)).toMatchObject({ id, state: "missing", prompterIds: [people.sam] });
    const late = await approveRequest(as(ctx, people.kim), { id, revision: MERGE });
    expect(late.state).toBe("late");
  });

  const kims = { committerName: "Kim", committerEmail: "kim@users.noreply.github.com" };

  test("of two who had it made, both are named, and neither signs it, is offered it or is handed it", async () => {
    const { ctx, people } = await makeCompany(database.db);
    const ada = await addPerson(ctx, { name: "Ada", handles: ["ada"], level: "senior" });
    await hostSays(ctx, { commits: [agentCommit(kims)], pullRequests: [pullRequest(byAgent)] });
    await assessed(ctx);
    const { id, ...request } = await onlyRequest(ctx);
    expect(request).toMatchObject({ state: "waiting", prompterIds: [people.sam, people.kim] });
    const seen = (await listWaitingForMe(as(ctx, ada.id), { limit: 10 })).requests;
    expect(seen.map(({ prompters }) => prompters.map(({ name }) => name))).toEqual([["Sam", "Kim"]]);
    for (const prompter of [people.sam, people.kim]) {
      const theirs = as(ctx, prompter);
      expect(await codeOf(approveRequest(theirs, { id, revision: HEAD }))).toBe("prompted-it");
      expect(await countWaitingForMe(theirs)).toBe(0);
      expect((await listWaitingForMe(theirs, { limit: 10 })).requests).toEqual([]);
      expect((await listMineWaiting(theirs, { limit: 10 })).requests).toHaveLength(1);
      expect(await codeOf(handOverRequest(as(ctx, ada.id), { id, to: prompter }))).toBe("could-not-sign");
    }
    await mergePeople(ctx, { id: people.kim, into: people.sam });
    expect(await onlyRequest(ctx)).toMatchObject({ prompterIds: [people.sam] });
    expect((await approveRequest(as(ctx, ada.id), { id, revision: HEAD })).state).toBe("satisfied");
  });

  test("of a person's own request whoever wrote or committed part of it may sign", async () => {
    const commits = [agentCommit(kims)];
    const { ctx: other, people: theirs } = await makeCompany(database.db);
    await hostSays(other, { commits, pullRequests: [pullRequest()] });
    await assessed(other);
    const own = await onlyRequest(other);
    const sams = await approveRequest(as(other, theirs.sam), { id: own.id, revision: HEAD });
    expect(sams.state).toBe("satisfied");
  });
});

describe("reviews of the code host", () => {
  test("replayed and in any order come to the same, with an approval that was dismissed on record", async () => {
    const words = [
      review("sam", "2026-06-18T09:00:00Z"),
      review("sam", "2026-06-18T09:00:00Z", {
        state: "dismissed",
        toldAtMs: Date.parse("2026-06-18T10:00:00Z"),
      }),
      review("kim", "2026-06-18T09:30:00Z", { state: "changes_requested" }),
      review("kim", "2026-06-18T10:30:00Z"),
    ];
    const outcome = async (order: readonly number[], assessEach: boolean) => {
      const { ctx } = await makeCompany(database.db);
      for (const place of order) {
        const word = words[place];
        await hostSays(ctx, { pullRequests: [pullRequest()], reviews: word === undefined ? [] : [word] });
        if (assessEach) await assessed(ctx);
      }
      await assessed(ctx);
      const { id, state } = await onlyRequest(ctx);
      const rows = await ctx.db.select().from(signOff).where(eq(signOff.requestId, id));
      const kept = rows
        .map((row) => [row.externalId, row.withdrawnAt?.toISOString() ?? null])
        .sort((a, b) => ((a[0] ?? "") < (b[0] ?? "") ? -1 : 1));
      return { state, kept };
    };
    const inOrder = await outcome([0, 1, 2, 3], true);
    expect(inOrder.state).toBe("satisfied");
    expect(inOrder.kept).toHaveLength(3);
    expect(await outcome([3, 1, 0, 2, 0, 1, 3], false)).toEqual(inOrder);
    expect(await outcome([1, 3, 2, 0, 1], true)).toEqual(inOrder);
  });

  test("ahead of our clock are as of when we heard of them, and before the request count too", async () => {
    const { ctx } = await makeCompany(database.db);
    const ahead = review("sam", "2026-06-18T12:20:00Z");
    await hostSays(ctx, { pullRequests: [pullRequest()], reviews: [ahead] });
    await assessed(ctx);
    const request = await onlyRequest(ctx);
    expect(request).toMatchObject({ state: "satisfied" });
    expect(request.decidedAt?.toISOString()).toBe("2026-06-18T12:00:00.000Z");
    const { ctx: other } = await makeCompany(database.db);
    const before = review("sam", "2026-06-18T07:00:00Z");
    await hostSays(other, { pullRequests: [pullRequest()], reviews: [before] });
    await assessed(other);
    expect(await onlyRequest(other)).toMatchObject({ state: "satisfied" });
  });
});
